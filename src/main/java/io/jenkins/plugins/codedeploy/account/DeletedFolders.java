package io.jenkins.plugins.codedeploy.account;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.XmlFile;
import hudson.model.Item;
import hudson.model.listeners.ItemListener;
import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.TreeSet;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;

/**
 * The folders and jobs that were deleted though target accounts name them. Such a name allows nothing any more, so that
 * whoever creates another folder of that name does not inherit the account. Kept on disk.
 */
@Extension
public final class DeletedFolders {
    private static final Logger LOGGER = Logger.getLogger(DeletedFolders.class.getName());

    private final TreeSet<String> names = new TreeSet<>();

    public DeletedFolders() {
        XmlFile file = file();
        if (file.exists()) {
            try {
                if (file.read() instanceof String[] kept) {
                    names.addAll(List.of(kept));
                }
            } catch (IOException e) {
                LOGGER.log(Level.WARNING, "cannot read " + file, e);
            }
        }
    }

    @NonNull
    static DeletedFolders get() {
        return ExtensionList.lookupSingleton(DeletedFolders.class);
    }

    synchronized boolean contains(@NonNull String folder) {
        return names.contains(folder);
    }

    @NonNull
    synchronized List<String> all() {
        return List.copyOf(names);
    }

    /** The next one of that name may have what the last one had. */
    synchronized void allow(@NonNull String folder) {
        if (names.remove(folder)) {
            save();
        }
    }

    /** Forgets those that no target account names any more: who names one again, means the new one. */
    synchronized void retain(@NonNull List<TargetAccount> targets) {
        if (names.removeIf(
                name -> targets.stream().noneMatch(target -> target.getFolders().contains(name)))) {
            save();
        }
    }

    private synchronized void deleted(String folder) {
        TargetAccounts.get().getTargets().stream()
                .flatMap(target -> target.getFolders().stream())
                .filter(named -> named.equals(folder) || named.startsWith(folder + "/"))
                .filter(names::add)
                .toList()
                .forEach(named -> LOGGER.log(
                        Level.WARNING,
                        "{0} is deleted; the target accounts that name it allow no other of that name",
                        named));
        save();
    }

    private void save() {
        try {
            file().write(names.toArray(String[]::new));
        } catch (IOException e) {
            LOGGER.log(Level.SEVERE, "after a restart, deleted folders count as allowed again", e);
        }
    }

    private static XmlFile file() {
        return new XmlFile(
                Jenkins.XSTREAM2, new File(Jenkins.get().getRootDir(), DeletedFolders.class.getName() + ".xml"));
    }

    /** Tells of what becomes of folders and jobs. */
    @Extension
    public static final class Listener extends ItemListener {
        @Override
        public void onLocationChanged(Item item, String oldFullName, String newFullName) {
            TargetAccounts.get().renamed(oldFullName, newFullName);
        }

        @Override
        public void onDeleted(Item item) {
            String name = item.getFullName();
            boolean named = TargetAccounts.get().getTargets().stream()
                    .flatMap(target -> target.getFolders().stream())
                    .anyMatch(folder -> folder.equals(name) || folder.startsWith(name + "/"));
            if (named) {
                DeletedFolders.get().deleted(name);
            }
        }
    }
}
