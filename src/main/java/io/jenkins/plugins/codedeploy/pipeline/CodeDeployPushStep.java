package io.jenkins.plugins.codedeploy.pipeline;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import io.jenkins.plugins.codedeploy.parameters.BundleForm;
import io.jenkins.plugins.codedeploy.parameters.BundleStep;
import java.util.Map;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;

/** Bundles and uploads on the node, and returns the revision: so that every account installs the same bytes. */
public final class CodeDeployPushStep extends BundleStep {
    private static final long serialVersionUID = 1;

    private final String source;

    @DataBoundConstructor
    public CodeDeployPushStep(String source) {
        this.source = Util.fixEmptyAndTrim(source);
    }

    @Override
    public String getSource() {
        return source;
    }

    @Override
    public StepExecution start(StepContext context) {
        return new CodeDeployPushExecution(this, context);
    }

    @Extension
    public static final class DescriptorImpl extends CheckedStepDescriptor implements BundleForm {
        @Override
        public String getFunctionName() {
            return "codeDeployPush";
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.CodeDeployPushStep_displayName();
        }

        @Override
        CodeDeployPushStep refused(Map<String, Object> arguments) {
            return new CodeDeployPushStep(null);
        }

        @Override
        public String argumentsToString(Map<String, Object> arguments) {
            Object source = arguments.get("source");
            return source == null ? null : source.toString();
        }
    }
}
