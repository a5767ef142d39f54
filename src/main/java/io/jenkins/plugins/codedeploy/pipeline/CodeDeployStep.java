package io.jenkins.plugins.codedeploy.pipeline;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import io.jenkins.plugins.codedeploy.engine.deploy.RollbackEvent;
import io.jenkins.plugins.codedeploy.parameters.AccessStep;
import io.jenkins.plugins.codedeploy.parameters.DeployForm;
import io.jenkins.plugins.codedeploy.parameters.DeployStep;
import io.jenkins.plugins.codedeploy.parameters.option.AutoRollback;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;

/** Deploys, and waits for the end without a thread; with {@code source} it bundles and uploads first. */
public final class CodeDeployStep extends DeployStep {
    private static final long serialVersionUID = 1;

    @DataBoundConstructor
    public CodeDeployStep() {
        // what is mandatory depends on what is deployed: it is told when the step starts
    }

    @Override
    public StepExecution start(StepContext context) {
        return new CodeDeployExecution(this, context);
    }

    @Extension
    public static final class DescriptorImpl extends CheckedStepDescriptor implements DeployForm {
        @Override
        public String getFunctionName() {
            return "codeDeploy";
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.CodeDeployStep_displayName();
        }

        /**
         * A revision may come as the object that a push returned: its text says all that is needed. Rollback events may
         * come as a list of CodeDeploy's own words.
         */
        @Override
        String prepare(Map<String, Object> arguments) {
            arguments.computeIfPresent("revision", (name, revision) -> revision.toString());
            if (!(arguments.get("autoRollback") instanceof List<?> words)) {
                return null;
            }
            List<RollbackEvent> events = new ArrayList<>();
            for (Object word : words) {
                RollbackEvent event = StepArguments.constant(RollbackEvent.class, word);
                if (event == null) {
                    List<String> allowed =
                            Stream.of(RollbackEvent.values()).map(Enum::name).toList();
                    return StepArguments.notAllowed("autoRollback", word, allowed);
                }
                events.add(event);
            }
            arguments.put("autoRollback", AutoRollback.of(events));
            return null;
        }

        @Override
        void made(AccessStep step, Map<String, Object> arguments) {
            List<String> empty = arguments.entrySet().stream()
                    .filter(argument -> argument.getValue() == null
                            || argument.getValue().toString().isBlank())
                    .map(Map.Entry::getKey)
                    .toList();
            ((CodeDeployStep) step).noteEmpty(empty);
        }

        @Override
        CodeDeployStep refused(Map<String, Object> arguments) {
            CodeDeployStep step = new CodeDeployStep();
            Object revision = arguments.get("revision");
            step.setRevision(revision == null ? null : revision.toString());
            return step;
        }

        @Override
        public String argumentsToString(Map<String, Object> arguments) {
            Object id = arguments.get("deploymentId");
            return id != null ? id.toString() : environment(arguments);
        }
    }
}
