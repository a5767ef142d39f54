package io.jenkins.plugins.codedeploy.pipeline;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import io.jenkins.plugins.codedeploy.parameters.AccessStep;
import io.jenkins.plugins.codedeploy.parameters.DeployForm;
import java.util.Map;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Says what a deployment would change, and deploys nothing. */
public final class CodeDeployChangesStep extends AccessStep {
    private static final long serialVersionUID = 1;

    private String application;
    private String deploymentGroup;
    private String revision;

    @DataBoundConstructor
    public CodeDeployChangesStep() {
        // what is mandatory is told when the step starts
    }

    @CheckForNull
    public String getApplication() {
        return application;
    }

    @DataBoundSetter
    public void setApplication(String application) {
        this.application = Util.fixEmptyAndTrim(application);
    }

    @CheckForNull
    public String getDeploymentGroup() {
        return deploymentGroup;
    }

    @DataBoundSetter
    public void setDeploymentGroup(String deploymentGroup) {
        this.deploymentGroup = Util.fixEmptyAndTrim(deploymentGroup);
    }

    /** The revision that is compared with the live one. */
    @CheckForNull
    public String getRevision() {
        return revision;
    }

    @DataBoundSetter
    public void setRevision(String revision) {
        this.revision = Util.fixEmptyAndTrim(revision);
    }

    @Override
    public StepExecution start(StepContext context) {
        return new CodeDeployChangesExecution(this, context);
    }

    @Extension
    public static final class DescriptorImpl extends CheckedStepDescriptor implements DeployForm {
        @Override
        public String getFunctionName() {
            return "codeDeployChanges";
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.CodeDeployChangesStep_displayName();
        }

        /** A revision may come as the object that a push returned: its text says all that is needed. */
        @Override
        String prepare(Map<String, Object> arguments) {
            arguments.computeIfPresent("revision", (name, revision) -> revision.toString());
            return null;
        }

        @Override
        CodeDeployChangesStep refused(Map<String, Object> arguments) {
            return new CodeDeployChangesStep();
        }

        @Override
        public String argumentsToString(Map<String, Object> arguments) {
            return environment(arguments);
        }
    }
}
