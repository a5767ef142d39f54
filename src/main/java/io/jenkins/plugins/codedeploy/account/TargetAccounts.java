package io.jenkins.plugins.codedeploy.account;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.Util;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.GlobalConfiguration;
import net.sf.json.JSONObject;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.StaplerRequest2;

/** The target accounts that an administrator defines for the whole of Jenkins. */
@Extension
@Symbol("crossAccountCodeDeploy")
public final class TargetAccounts extends GlobalConfiguration {
    private static final Logger LOGGER = Logger.getLogger(TargetAccounts.class.getName());

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
        keep(given);
    }

    private synchronized void keep(List<TargetAccount> given) {
        targets = new ArrayList<>(given);
        save();
        DeletedFolders.get().retain(given);
    }

    /** An item has another full name from here on; those that name it go on naming it. */
    synchronized void renamed(@NonNull String from, @NonNull String to) {
        List<String> changed = targets.stream()
                .filter(target -> target.renameFolder(from, to))
                .map(TargetAccount::getName)
                .toList();
        if (!changed.isEmpty()) {
            save();
            LOGGER.log(
                    Level.WARNING,
                    "{0} is now {1}, and the target accounts {2} follow it; change the configuration as code, too",
                    new Object[] {from, to, changed});
        }
    }

    /** The names of the target accounts that name that folder or job. */
    @NonNull
    synchronized List<String> naming(@NonNull String folder) {
        return targets.stream()
                .filter(target -> target.getFolders().contains(folder))
                .map(TargetAccount::getName)
                .toList();
    }

    /**
     * An empty list is not submitted at all. Keeps also what cannot work, as {@link FolderTargets} does: this page has
     * the settings of every other plugin, too.
     */
    @Override
    public boolean configure(StaplerRequest2 req, JSONObject json) {
        keep(req.bindJSONToList(TargetAccount.class, FormFields.withoutBlanks(json.opt("targets"))));
        return true;
    }
}
