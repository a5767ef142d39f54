package io.jenkins.plugins.codedeploy.pipeline;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentPolicy;
import io.jenkins.plugins.codedeploy.parameters.AccessStep;
import io.jenkins.plugins.codedeploy.parameters.DeployForm;
import java.util.Map;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Deploys an earlier revision of a deployment group. Its parameters mean the same as those of {@code codeDeploy}. */
public final class CodeDeployRollbackStep extends AccessStep {
    private static final long serialVersionUID = 1;

    private final CodeDeployStep deployment = new CodeDeployStep();
    private String to;

    @DataBoundConstructor
    public CodeDeployRollbackStep() {
        // what is mandatory is told when the step starts
    }

    /** Returns the deployment that this step makes. */
    @NonNull
    public CodeDeployStep deployment() {
        copyAccessTo(deployment);
        deployment.takeBack(to);
        return deployment;
    }

    /** A deployment, a build or a time; null for the last revision that succeeded and is not the live one. */
    @CheckForNull
    public String getTo() {
        return to;
    }

    @DataBoundSetter
    public void setTo(String to) {
        this.to = Util.fixEmptyAndTrim(to);
    }

    @CheckForNull
    public String getApplication() {
        return deployment.getApplication();
    }

    @DataBoundSetter
    public void setApplication(String application) {
        deployment.setApplication(application);
    }

    @CheckForNull
    public String getDeploymentGroup() {
        return deployment.getDeploymentGroup();
    }

    @DataBoundSetter
    public void setDeploymentGroup(String deploymentGroup) {
        deployment.setDeploymentGroup(deploymentGroup);
    }

    @CheckForNull
    public String getDescription() {
        return deployment.getDescription();
    }

    @DataBoundSetter
    public void setDescription(String description) {
        deployment.setDescription(description);
    }

    @CheckForNull
    public String getDeploymentConfig() {
        return deployment.getDeploymentConfig();
    }

    @DataBoundSetter
    public void setDeploymentConfig(String deploymentConfig) {
        deployment.setDeploymentConfig(deploymentConfig);
    }

    public boolean isIgnoreApplicationStopFailures() {
        return deployment.isIgnoreApplicationStopFailures();
    }

    @DataBoundSetter
    public void setIgnoreApplicationStopFailures(boolean ignoreApplicationStopFailures) {
        deployment.setIgnoreApplicationStopFailures(ignoreApplicationStopFailures);
    }

    @NonNull
    public DeploymentPolicy.OnActive getOnActiveDeployment() {
        return deployment.getOnActiveDeployment();
    }

    @DataBoundSetter
    public void setOnActiveDeployment(DeploymentPolicy.OnActive onActiveDeployment) {
        deployment.setOnActiveDeployment(onActiveDeployment);
    }

    @NonNull
    public DeploymentPolicy.OnReady getOnReady() {
        return deployment.getOnReady();
    }

    @DataBoundSetter
    public void setOnReady(DeploymentPolicy.OnReady onReady) {
        deployment.setOnReady(onReady);
    }

    @NonNull
    public DeploymentPolicy.WaitFor getWaitFor() {
        return deployment.getWaitFor();
    }

    @DataBoundSetter
    public void setWaitFor(DeploymentPolicy.WaitFor waitFor) {
        deployment.setWaitFor(waitFor);
    }

    @NonNull
    public DeploymentPolicy.OnAbort getOnAbort() {
        return deployment.getOnAbort();
    }

    @DataBoundSetter
    public void setOnAbort(DeploymentPolicy.OnAbort onAbort) {
        deployment.setOnAbort(onAbort);
    }

    public int getTimeout() {
        return deployment.getTimeout();
    }

    @DataBoundSetter
    public void setTimeout(int timeout) {
        deployment.setTimeout(timeout);
    }

    @Override
    public StepExecution start(StepContext context) {
        return new CodeDeployExecution(deployment(), context);
    }

    @Extension
    public static final class DescriptorImpl extends CheckedStepDescriptor implements DeployForm {
        @Override
        public String getFunctionName() {
            return "codeDeployRollback";
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.CodeDeployRollbackStep_displayName();
        }

        @Override
        CodeDeployRollbackStep refused(Map<String, Object> arguments) {
            return new CodeDeployRollbackStep();
        }

        @Override
        public String argumentsToString(Map<String, Object> arguments) {
            return environment(arguments);
        }
    }
}
