package io.jenkins.plugins.codedeploy.freestyle;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Launcher;
import hudson.model.AbstractBuild;
import hudson.model.AbstractProject;
import hudson.model.BuildListener;
import hudson.model.Result;
import hudson.tasks.BuildStepDescriptor;
import hudson.tasks.BuildStepMonitor;
import hudson.tasks.Publisher;
import hudson.tasks.Recorder;
import io.jenkins.plugins.codedeploy.account.FormFields;
import io.jenkins.plugins.codedeploy.pipeline.CodeDeployStep;
import java.io.IOException;
import net.sf.json.JSONObject;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.StaplerRequest2;

/** The build step as a post-build action: it deploys after all build steps, and only what did not fail before. */
public final class CodeDeployPublisher extends Recorder {
    private final CodeDeployStep deployment;

    @DataBoundConstructor
    public CodeDeployPublisher(@CheckForNull CodeDeployStep deployment) {
        this.deployment = deployment == null ? new CodeDeployStep() : deployment;
    }

    @NonNull
    public CodeDeployStep getDeployment() {
        return deployment;
    }

    @Override
    public BuildStepMonitor getRequiredMonitorService() {
        return BuildStepMonitor.NONE;
    }

    @Override
    public boolean perform(AbstractBuild<?, ?> build, Launcher launcher, BuildListener listener)
            throws InterruptedException, IOException {
        Result soFar = build.getResult();
        if (soFar != null && soFar.isWorseThan(Result.UNSTABLE)) {
            listener.getLogger().println(Messages.CodeDeployPublisher_skipped(soFar));
            return true;
        }
        return EmbeddedDeployment.perform(deployment, build, listener);
    }

    @Extension
    @Symbol("crossAccountCodeDeploy")
    public static final class DescriptorImpl extends BuildStepDescriptor<Publisher> {
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
        public Publisher newInstance(@CheckForNull StaplerRequest2 req, @NonNull JSONObject form) throws FormException {
            return super.newInstance(req, FormFields.withoutBlanks(form));
        }
    }
}
