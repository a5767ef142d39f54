package io.jenkins.plugins.codedeploy.freestyle;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Launcher;
import hudson.model.AbstractBuild;
import hudson.model.AbstractProject;
import hudson.model.BuildListener;
import hudson.tasks.BuildStepDescriptor;
import hudson.tasks.Builder;
import io.jenkins.plugins.codedeploy.account.FormFields;
import io.jenkins.plugins.codedeploy.pipeline.CodeDeployStep;
import java.io.IOException;
import net.sf.json.JSONObject;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.StaplerRequest2;

/**
 * The build step. Its parameters are those of the Pipeline step that it embeds. It holds its executor while it waits,
 * and is not resumed: as a {@code SimpleBuildStep} it would become a second Pipeline step with these shortcomings.
 */
public final class CodeDeployBuilder extends Builder {
    private final CodeDeployStep deployment;

    @DataBoundConstructor
    public CodeDeployBuilder(@CheckForNull CodeDeployStep deployment) {
        this.deployment = deployment == null ? new CodeDeployStep() : deployment;
    }

    @NonNull
    public CodeDeployStep getDeployment() {
        return deployment;
    }

    @Override
    public boolean perform(AbstractBuild<?, ?> build, Launcher launcher, BuildListener listener)
            throws InterruptedException, IOException {
        return EmbeddedDeployment.perform(deployment, build, listener);
    }

    @Extension
    @Symbol("crossAccountCodeDeploy")
    public static final class DescriptorImpl extends BuildStepDescriptor<Builder> {
        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.CodeDeployBuilder_displayName();
        }

        @Override
        public boolean isApplicable(Class<? extends AbstractProject> type) {
            return true;
        }

        @Override
        public Builder newInstance(@CheckForNull StaplerRequest2 req, @NonNull JSONObject form) throws FormException {
            return super.newInstance(req, FormFields.withoutBlanks(form));
        }
    }
}
