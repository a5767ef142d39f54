package io.jenkins.plugins.codedeploy.freestyle;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.EnvVars;
import hudson.Extension;
import hudson.Launcher;
import hudson.Util;
import hudson.model.AbstractBuild;
import hudson.model.AbstractProject;
import hudson.model.BuildListener;
import hudson.tasks.BuildStepDescriptor;
import hudson.tasks.Builder;
import io.jenkins.plugins.codedeploy.pipeline.CodeDeployStep;
import io.jenkins.plugins.codedeploy.run.BlockingDeployment;
import io.jenkins.plugins.codedeploy.run.DeployForm;
import io.jenkins.plugins.codedeploy.run.DeployInputs;
import io.jenkins.plugins.codedeploy.run.UserMessages;
import java.io.IOException;
import jenkins.model.Jenkins;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/**
 * The build step. It holds its executor while it waits, and is not resumed: as a {@code SimpleBuildStep} it would become
 * a second Pipeline step with these shortcomings.
 */
public final class CodeDeployBuilder extends OptionsBuilder {

    @DataBoundConstructor
    public CodeDeployBuilder() {
        // what is mandatory depends on what is deployed: it is told when the step starts
    }

    @Override
    public boolean perform(AbstractBuild<?, ?> build, Launcher launcher, BuildListener listener)
            throws InterruptedException, IOException {
        EnvVars env = build.getEnvironment(listener);
        DeployInputs inputs = new DeployInputs(this, value -> Util.replaceMacro(value, env));
        try {
            inputs.checkAll();
            inputs.checkAppSpecContent(listener.getLogger()::println);
            new BlockingDeployment(build, inputs, listener).run(build.getWorkspace());
            return true;
        } catch (IOException | InterruptedException e) {
            throw e;
        } catch (Exception e) {
            throw UserMessages.asIOException(e);
        }
    }

    @Extension
    @Symbol("crossAccountCodeDeploy")
    public static final class DescriptorImpl extends BuildStepDescriptor<Builder> implements DeployForm {
        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.CodeDeployBuilder_displayName();
        }

        @Override
        public boolean isApplicable(Class<? extends AbstractProject> type) {
            return true;
        }

        /** The step's fields are this form's: one set of help pages serves both. */
        @Override
        public String getHelpFile(String field) {
            return field == null
                    ? super.getHelpFile(null)
                    : Jenkins.get().getDescriptorOrDie(CodeDeployStep.class).getHelpFile(field);
        }
    }
}
