package io.jenkins.plugins.codedeploy.checks;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.ManagementLink;
import io.jenkins.plugins.codedeploy.account.TargetAccounts;
import jenkins.model.Jenkins;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.StaplerProxy;

/** The setup of the target accounts of the whole of Jenkins, under "Manage Jenkins". */
@Extension
@Symbol("codeDeploySetup")
public final class SetupLink extends ManagementLink implements StaplerProxy {
    @Override
    public String getIconFileName() {
        return "symbol-key";
    }

    @Override
    public String getDisplayName() {
        return Messages.SetupLink_displayName();
    }

    @Override
    public String getDescription() {
        return Messages.SetupLink_description();
    }

    @Override
    public String getUrlName() {
        return SetupAction.URL;
    }

    @NonNull
    @Override
    public Category getCategory() {
        return Category.TOOLS;
    }

    @Override
    public Object getTarget() {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        return new SetupPage(null, TargetAccounts.get().getTargets());
    }
}
