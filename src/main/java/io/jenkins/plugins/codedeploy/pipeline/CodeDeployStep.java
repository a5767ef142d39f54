package io.jenkins.plugins.codedeploy.pipeline;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.codedeploy.run.DeployForm;
import io.jenkins.plugins.codedeploy.run.option.Alarms;
import io.jenkins.plugins.codedeploy.run.option.AutoRollback;
import io.jenkins.plugins.codedeploy.run.option.TargetInstances;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Deploys, and waits for the end without a thread; with {@code source} it bundles and uploads first. */
public final class CodeDeployStep extends DeployStep {
    private static final long serialVersionUID = 1;

    private String deploymentConfig;
    private String description;
    private String fileExistsBehavior;
    private boolean ignoreApplicationStopFailures;
    private boolean updateOutdatedInstancesOnly;
    private AutoRollback autoRollback;
    private Alarms alarms;
    private TargetInstances targetInstances;

    @DataBoundConstructor
    public CodeDeployStep() {
        // what is mandatory depends on what is deployed: it is told when the step starts
    }

    @Override
    public StepExecution start(StepContext context) {
        return new CodeDeployExecution(this, context);
    }

    @Override
    public String getDeploymentConfig() {
        return deploymentConfig;
    }

    @DataBoundSetter
    public void setDeploymentConfig(String deploymentConfig) {
        this.deploymentConfig = Util.fixEmptyAndTrim(deploymentConfig);
    }

    @Override
    public String getDescription() {
        return description;
    }

    @DataBoundSetter
    public void setDescription(String description) {
        this.description = Util.fixEmptyAndTrim(description);
    }

    @Override
    public String getFileExistsBehavior() {
        return fileExistsBehavior;
    }

    @DataBoundSetter
    public void setFileExistsBehavior(String fileExistsBehavior) {
        this.fileExistsBehavior = Util.fixEmptyAndTrim(fileExistsBehavior);
    }

    @Override
    public boolean isIgnoreApplicationStopFailures() {
        return ignoreApplicationStopFailures;
    }

    @DataBoundSetter
    public void setIgnoreApplicationStopFailures(boolean ignoreApplicationStopFailures) {
        this.ignoreApplicationStopFailures = ignoreApplicationStopFailures;
    }

    @Override
    public boolean isUpdateOutdatedInstancesOnly() {
        return updateOutdatedInstancesOnly;
    }

    @DataBoundSetter
    public void setUpdateOutdatedInstancesOnly(boolean updateOutdatedInstancesOnly) {
        this.updateOutdatedInstancesOnly = updateOutdatedInstancesOnly;
    }

    @Override
    public AutoRollback getAutoRollback() {
        return autoRollback;
    }

    @DataBoundSetter
    public void setAutoRollback(AutoRollback autoRollback) {
        this.autoRollback = autoRollback;
    }

    @Override
    public Alarms getAlarms() {
        return alarms;
    }

    @DataBoundSetter
    public void setAlarms(Alarms alarms) {
        this.alarms = alarms;
    }

    @Override
    public TargetInstances getTargetInstances() {
        return targetInstances;
    }

    @DataBoundSetter
    public void setTargetInstances(TargetInstances targetInstances) {
        this.targetInstances = targetInstances;
    }

    @Extension
    public static final class DescriptorImpl extends StepDescriptor implements DeployForm {
        @Override
        public String getFunctionName() {
            return "codeDeploy";
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.CodeDeployStep_displayName();
        }

        /** The workspace is not among it: only {@code source} needs one. */
        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Set.of(Run.class, FlowNode.class, TaskListener.class);
        }

        /**
         * A revision may come as the object that a push returned: its text says all that is needed. Rollback events may
         * come as a list of CodeDeploy's own words.
         */
        @Override
        public Step newInstance(Map<String, Object> arguments) throws Exception {
            Map<String, Object> plain = new LinkedHashMap<>(arguments);
            plain.computeIfPresent("revision", (name, revision) -> revision.toString());
            plain.computeIfPresent(
                    "autoRollback", (name, given) -> given instanceof List<?> events ? AutoRollback.of(events) : given);
            return super.newInstance(plain);
        }

        @Override
        public String argumentsToString(Map<String, Object> arguments) {
            Object id = arguments.get("deploymentId");
            Object application = arguments.get("application");
            Object group = arguments.get("deploymentGroup");
            return id != null
                    ? id.toString()
                    : application == null || group == null ? null : application + " / " + group;
        }
    }
}
