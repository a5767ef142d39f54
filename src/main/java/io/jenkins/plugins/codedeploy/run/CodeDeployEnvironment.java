package io.jenkins.plugins.codedeploy.run;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.EnvVars;
import hudson.model.EnvironmentContributingAction;
import hudson.model.InvisibleAction;
import hudson.model.Run;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** The {@code CODEDEPLOY_} variables of a build, for its later steps: those of what was pushed or deployed last. */
public final class CodeDeployEnvironment extends InvisibleAction implements EnvironmentContributingAction {
    private final TreeMap<String, String> variables;

    private CodeDeployEnvironment(TreeMap<String, String> variables) {
        this.variables = variables;
    }

    static void pushed(Run<?, ?> build, RevisionResult revision) throws IOException {
        add(build, Map.of("CODEDEPLOY_REVISION", revision.toString()));
    }

    static void deployed(Run<?, ?> build, DeploymentResult result) throws IOException {
        Map<String, String> more = new TreeMap<>();
        more.put("CODEDEPLOY_STATUS", result.getStatus());
        put(more, "CODEDEPLOY_DEPLOYMENT_ID", result.getDeploymentId());
        RevisionResult revision = result.getRevision();
        if (revision != null) {
            more.put("CODEDEPLOY_REVISION", revision.toString());
        }
        put(more, "CODEDEPLOY_CONSOLE_LINK", result.getConsoleLink());
        put(more, "CODEDEPLOY_ROLLBACK_ID", result.getRollbackId());
        add(build, more);
    }

    /** Blank rather than absent: an earlier deployment's must not pass for this one's. */
    private static void put(Map<String, String> all, String name, @CheckForNull String value) {
        all.put(name, value == null ? "" : value);
    }

    /** The action is replaced, never changed: somebody may be saving the old one. */
    private static void add(Run<?, ?> build, Map<String, String> more) throws IOException {
        synchronized (build) {
            CodeDeployEnvironment old = build.getAction(CodeDeployEnvironment.class);
            TreeMap<String, String> all = new TreeMap<>(old == null ? Map.of() : old.variables);
            all.putAll(more);
            build.replaceAction(new CodeDeployEnvironment(all));
        }
        build.save();
    }

    @Override
    public void buildEnvironment(@NonNull Run<?, ?> build, @NonNull EnvVars env) {
        env.putAll(variables);
    }
}
