package io.jenkins.plugins.codedeploy.account;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.ExtensionList;
import hudson.model.Item;
import hudson.model.ItemGroup;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which target accounts an item can name: its folders' own, the nearest first, then the global ones that allow it. A
 * target that does not allow an item does not exist for it.
 */
final class TargetDirectory {
    private TargetDirectory() {}

    /** @param item null for an administrator outside of any item, who sees every global one */
    @CheckForNull
    static DefinedTarget find(@NonNull String name, @CheckForNull Item item) {
        return visibleTo(item).get(name);
    }

    /** By name; a nearer one hides its namesakes. */
    @NonNull
    static Map<String, DefinedTarget> visibleTo(@CheckForNull Item item) {
        Map<String, DefinedTarget> visible = new LinkedHashMap<>();
        for (ItemGroup<?> folder : foldersOf(item)) {
            for (TargetSource source : ExtensionList.lookup(TargetSource.class)) {
                source.targetsOf(folder)
                        .forEach(account -> visible.putIfAbsent(account.getName(), new DefinedTarget(account, folder)));
            }
        }
        for (TargetAccount account : TargetAccounts.get().getTargets()) {
            if (item == null || account.allows(item)) {
                visible.putIfAbsent(account.getName(), new DefinedTarget(account, null));
            }
        }
        return visible;
    }

    private static List<ItemGroup<?>> foldersOf(@CheckForNull Item item) {
        List<ItemGroup<?>> folders = new ArrayList<>();
        Object at = item;
        while (at instanceof Item here) {
            if (here instanceof ItemGroup<?> group) {
                folders.add(group);
            }
            at = here.getParent();
        }
        return folders;
    }
}
