package io.jenkins.plugins.codedeploy.pipeline;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.codedeploy.parameters.AccessStep;
import io.jenkins.plugins.codedeploy.parameters.DeployForm;
import java.util.Map;
import java.util.Set;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Checks the setup of both accounts and changes nothing; on a node the upload is tried from there. */
public final class CodeDeployPreflightStep extends AccessStep {
    private static final long serialVersionUID = 1;

    private String application;
    private String deploymentGroup;
    private String deploymentConfig;
    private String keyPrefix;
    private boolean propagate = true;
    private boolean strict;
    private boolean checkStop = true;

    @DataBoundConstructor
    public CodeDeployPreflightStep() {
        // what is not given is not looked at
    }

    public String getApplication() {
        return application;
    }

    @DataBoundSetter
    public void setApplication(String application) {
        this.application = Util.fixEmptyAndTrim(application);
    }

    public String getDeploymentGroup() {
        return deploymentGroup;
    }

    @DataBoundSetter
    public void setDeploymentGroup(String deploymentGroup) {
        this.deploymentGroup = Util.fixEmptyAndTrim(deploymentGroup);
    }

    public String getDeploymentConfig() {
        return deploymentConfig;
    }

    @DataBoundSetter
    public void setDeploymentConfig(String deploymentConfig) {
        this.deploymentConfig = Util.fixEmptyAndTrim(deploymentConfig);
    }

    public String getKeyPrefix() {
        return keyPrefix;
    }

    @DataBoundSetter
    public void setKeyPrefix(String keyPrefix) {
        this.keyPrefix = Util.fixEmptyAndTrim(keyPrefix);
    }

    /** Whether a failed check fails the step. */
    public boolean isPropagate() {
        return propagate;
    }

    @DataBoundSetter
    public void setPropagate(boolean propagate) {
        this.propagate = propagate;
    }

    /** Whether the step also fails if something could not be proved, or was not checked. */
    public boolean isStrict() {
        return strict;
    }

    @DataBoundSetter
    public void setStrict(boolean strict) {
        this.strict = strict;
    }

    /** Whether StopDeployment and ContinueDeployment are called on a deployment of the group that has ended. */
    public boolean isCheckStop() {
        return checkStop;
    }

    @DataBoundSetter
    public void setCheckStop(boolean checkStop) {
        this.checkStop = checkStop;
    }

    @Override
    public StepExecution start(StepContext context) {
        return new CodeDeployPreflightExecution(this, context);
    }

    @Extension
    public static final class DescriptorImpl extends CheckedStepDescriptor implements DeployForm {
        @Override
        public String getFunctionName() {
            return "codeDeployPreflight";
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.CodeDeployPreflightStep_displayName();
        }

        /** The workspace is not among it: without one the controller tries the upload. */
        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Set.of(Run.class, TaskListener.class);
        }

        @Override
        CodeDeployPreflightStep refused(Map<String, Object> arguments) {
            return new CodeDeployPreflightStep();
        }

        @Override
        public String argumentsToString(Map<String, Object> arguments) {
            Object target = arguments.get("target");
            return target == null ? null : target.toString();
        }
    }
}
