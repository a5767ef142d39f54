package io.jenkins.plugins.codedeploy.config;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.Util;
import java.util.ArrayList;
import java.util.List;
import jenkins.model.GlobalConfiguration;
import net.sf.json.JSONObject;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.StaplerRequest2;

/** The target accounts that an administrator defines for the whole of Jenkins. */
@Extension
@Symbol("crossAccountCodeDeploy")
public final class TargetAccounts extends GlobalConfiguration {
    private List<TargetAccount> targets = new ArrayList<>();

    public TargetAccounts() {
        load();
    }

    @NonNull
    public static TargetAccounts get() {
        return ExtensionList.lookupSingleton(TargetAccounts.class);
    }

    @NonNull
    @Override
    public String getDisplayName() {
        return Messages.TargetAccounts_displayName();
    }

    @NonNull
    public synchronized List<TargetAccount> getTargets() {
        return List.copyOf(targets);
    }

    /** @throws IllegalArgumentException where two share a name, or one cannot work */
    @DataBoundSetter
    public synchronized void setTargets(@CheckForNull List<TargetAccount> targets) {
        List<TargetAccount> given = Util.fixNull(targets);
        TargetRules.checkAll(given, true);
        this.targets = new ArrayList<>(given);
        save();
    }

    /** An empty list is not submitted at all. */
    @Override
    public boolean configure(StaplerRequest2 req, JSONObject json) throws FormException {
        try {
            setTargets(req.bindJSONToList(TargetAccount.class, FormFields.withoutBlanks(json.opt("targets"))));
        } catch (IllegalArgumentException e) {
            throw new FormException(e.getMessage(), e, "targets");
        }
        return true;
    }
}
