package io.jenkins.plugins.codedeploy.result;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.EnvVars;
import hudson.model.EnvironmentContributingAction;
import hudson.model.InvisibleAction;
import hudson.model.Run;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The {@code CODEDEPLOY_} variables of a build, for its later steps: those of what was pushed or deployed last. */
public final class CodeDeployEnvironment extends InvisibleAction implements EnvironmentContributingAction {
    private static final String STATUS = "CODEDEPLOY_STATUS";
    private static final String DEPLOYMENT_ID = "CODEDEPLOY_DEPLOYMENT_ID";
    private static final String REVISION = "CODEDEPLOY_REVISION";
    private static final String CONSOLE_LINK = "CODEDEPLOY_CONSOLE_LINK";
    private static final String ROLLBACK_ID = "CODEDEPLOY_ROLLBACK_ID";
    /** Words like CodeDeploy's own, where it has said none. */
    public static final String NOT_CREATED = "NotCreated";

    public static final String UNKNOWN = "Unknown";

    private final TreeMap<String, String> variables;

    private CodeDeployEnvironment(TreeMap<String, String> variables) {
        this.variables = variables;
    }

    /**
     * Nothing has been deployed yet, so that what an earlier step left does not pass for this one's.
     *
     * @param revision that is deployed, as far as it is given; null for none
     */
    public static void deploymentBegins(@NonNull Run<?, ?> build, @CheckForNull String revision) {
        Map<String, String> all = none();
        all.put(STATUS, NOT_CREATED);
        put(all, REVISION, revision);
        add(build, all);
    }

    /** Nothing has been pushed yet. */
    public static void pushBegins(@NonNull Run<?, ?> build) {
        Map<String, String> all = none();
        all.put(REVISION, "");
        clear(build, all);
    }

    /** Nothing is deployed by a check. The revision stays: it is still to be deployed. */
    public static void checkBegins(@NonNull Run<?, ?> build) {
        clear(build, none());
    }

    public static void pushed(Run<?, ?> build, RevisionResult revision) throws IOException {
        add(build, Map.of(REVISION, revision.toString()));
        build.save();
    }

    /** @param revision null where it is not known */
    public static void deployed(Run<?, ?> build, DeploymentResult result, @CheckForNull String revision)
            throws IOException {
        Map<String, String> more = new TreeMap<>();
        more.put(STATUS, result.getStatus());
        put(more, DEPLOYMENT_ID, result.getDeploymentId());
        put(more, REVISION, revision);
        put(more, CONSOLE_LINK, result.getConsoleLink());
        put(more, ROLLBACK_ID, result.getRollbackId());
        add(build, more);
        build.save();
    }

    /** The step ended, and the deployment may go on. */
    public static void left(@NonNull Run<?, ?> build, @CheckForNull String deploymentId) throws IOException {
        Map<String, String> more = new TreeMap<>();
        more.put(STATUS, UNKNOWN);
        put(more, DEPLOYMENT_ID, deploymentId);
        add(build, more);
        build.save();
    }

    /** What a build deploys that begins in the middle of another one's Pipeline. */
    public static void inherit(@NonNull Run<?, ?> build, @NonNull Run<?, ?> from) {
        CodeDeployEnvironment theirs = from.getAction(CodeDeployEnvironment.class);
        String revision = theirs == null ? null : theirs.variables.get(REVISION);
        if (revision != null && !revision.isEmpty()) {
            add(build, Map.of(REVISION, revision));
        }
    }

    private static Map<String, String> none() {
        Map<String, String> all = new TreeMap<>();
        List.of(STATUS, DEPLOYMENT_ID, CONSOLE_LINK, ROLLBACK_ID).forEach(name -> all.put(name, ""));
        return all;
    }

    /** Where nothing was set, nothing has to be cleared. */
    private static void clear(Run<?, ?> build, Map<String, String> blank) {
        if (build.getAction(CodeDeployEnvironment.class) != null) {
            add(build, blank);
        }
    }

    /** Blank rather than absent: an earlier deployment's must not pass for this one's. */
    private static void put(Map<String, String> all, String name, @CheckForNull String value) {
        all.put(name, value == null ? "" : value);
    }

    /** The action is replaced, never changed: somebody may be saving the old one. */
    private static void add(Run<?, ?> build, Map<String, String> more) {
        synchronized (build) {
            CodeDeployEnvironment old = build.getAction(CodeDeployEnvironment.class);
            TreeMap<String, String> all = new TreeMap<>(old == null ? Map.of() : old.variables);
            all.putAll(more);
            build.replaceAction(new CodeDeployEnvironment(all));
        }
    }

    @Override
    public void buildEnvironment(@NonNull Run<?, ?> build, @NonNull EnvVars env) {
        env.putAll(variables);
    }
}
