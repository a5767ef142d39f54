package io.jenkins.plugins.codedeploy.pipeline;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.codedeploy.account.FormFields;
import io.jenkins.plugins.codedeploy.parameters.AccessStep;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import jenkins.model.Jenkins;
import net.sf.json.JSONObject;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.kohsuke.stapler.StaplerRequest2;

/** A descriptor of our steps: arguments that cannot be meant fail the step before it does anything. */
public abstract class CheckedStepDescriptor extends StepDescriptor {
    /** What Jenkins would not tell is refused when the step starts, since only then there is a build. */
    @Override
    public final Step newInstance(Map<String, Object> arguments) throws Exception {
        Map<String, Object> plain = new LinkedHashMap<>(arguments);
        String problem = prepare(plain);
        if (problem == null) {
            problem = StepArguments.problem(getFunctionName(), clazz, plain);
        }
        if (problem == null) {
            AccessStep step = (AccessStep) super.newInstance(plain);
            made(step, plain);
            return step;
        }
        AccessStep refused = refused(plain);
        refused.refuse(problem);
        return refused;
    }

    @Override
    public final Step newInstance(@CheckForNull StaplerRequest2 req, @NonNull JSONObject form) throws FormException {
        return super.newInstance(req, FormFields.withoutBlanks(form));
    }

    /** Does not contain the workspace: a step that needs one requests it itself. */
    @Override
    public Set<? extends Class<?>> getRequiredContext() {
        return Set.of(Run.class, FlowNode.class, TaskListener.class);
    }

    /** Fields have the same meaning as in {@code codeDeploy}, so they share its help. */
    @Override
    public final String getHelpFile(String field) {
        String own = super.getHelpFile(field);
        return own != null || field == null || clazz == CodeDeployStep.class
                ? own
                : Jenkins.get().getDescriptorOrDie(CodeDeployStep.class).getHelpFile(field);
    }

    /** Application and deployment group, to display a step; null if the arguments do not contain them. */
    @CheckForNull
    static String environment(@NonNull Map<String, Object> arguments) {
        Object application = arguments.get("application");
        Object group = arguments.get("deploymentGroup");
        return application == null || group == null ? null : application + " / " + group;
    }

    /**
     * Brings arguments that scripts may write in more than one way into the one that Jenkins binds.
     *
     * @return what is wrong with them; null where nothing is
     */
    @CheckForNull
    String prepare(@NonNull Map<String, Object> arguments) {
        return null;
    }

    /** Told of a step that was made. */
    void made(@NonNull AccessStep step, @NonNull Map<String, Object> arguments) {
        // most have nothing to add
    }

    /** A step that has nothing but what its failure is to leave behind. */
    @NonNull
    abstract AccessStep refused(@NonNull Map<String, Object> arguments);
}
