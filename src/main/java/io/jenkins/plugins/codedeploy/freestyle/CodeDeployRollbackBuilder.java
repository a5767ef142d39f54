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
import io.jenkins.plugins.codedeploy.pipeline.CodeDeployRollbackStep;
import java.io.IOException;
import net.sf.json.JSONObject;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.StaplerRequest2;

/** The build step that rolls back. Its parameters are those of the Pipeline step that it embeds. */
public final class CodeDeployRollbackBuilder extends Builder {
    private final CodeDeployRollbackStep rollback;

    @DataBoundConstructor
    public CodeDeployRollbackBuilder(@CheckForNull CodeDeployRollbackStep rollback) {
        this.rollback = rollback == null ? new CodeDeployRollbackStep() : rollback;
    }

    @NonNull
    public CodeDeployRollbackStep getRollback() {
        return rollback;
    }

    @Override
    public boolean perform(AbstractBuild<?, ?> build, Launcher launcher, BuildListener listener)
            throws InterruptedException, IOException {
        return EmbeddedDeployment.perform(rollback.deployment(), build, listener);
    }

    @Extension
    @Symbol("crossAccountCodeDeployRollback")
    public static final class DescriptorImpl extends BuildStepDescriptor<Builder> {
        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.CodeDeployRollbackBuilder_displayName();
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
