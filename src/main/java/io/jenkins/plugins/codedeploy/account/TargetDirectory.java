package io.jenkins.plugins.codedeploy.account;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.ExtensionList;
import hudson.model.Item;
import hudson.model.ItemGroup;
import io.jenkins.plugins.codedeploy.engine.SingleLine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Which target accounts an item can name: its folders' own, the nearest first, then the global ones that allow it. A
 * target that does not allow an item does not exist for it.
 */
final class TargetDirectory {
    private TargetDirectory() {}

    /**
     * @param item null for an administrator outside of any item, who sees every global one
     * @throws AbortException where two of one place have the name: nobody knows which is meant
     */
    @CheckForNull
    static DefinedTarget find(@NonNull String name, @CheckForNull Item item) throws AbortException {
        DefinedTarget found = visibleTo(item).get(name);
        if (found != null
                && definedAt(found.folder())
                                .filter(account -> account.getName().equals(name))
                                .limit(2)
                                .count()
                        > 1) {
            throw new AbortException(SingleLine.of(Messages.TargetRules_twice(name)));
        }
        return found;
    }

    private static Stream<TargetAccount> definedAt(@CheckForNull ItemGroup<?> folder) {
        return folder == null
                ? TargetAccounts.get().getTargets().stream()
                : ExtensionList.lookup(TargetSource.class).stream()
                        .flatMap(source -> source.targetsOf(folder).stream());
    }

    /** By name; a nearer one hides its namesakes. */
    @NonNull
    static Map<String, DefinedTarget> visibleTo(@CheckForNull Item item) {
        Map<String, DefinedTarget> visible = new LinkedHashMap<>();
        for (ItemGroup<?> folder : foldersOf(item)) {
            definedAt(folder)
                    .forEach(account -> visible.putIfAbsent(account.getName(), new DefinedTarget(account, folder)));
        }
        definedAt(null)
                .filter(account -> item == null || account.allows(item))
                .forEach(account -> visible.putIfAbsent(account.getName(), new DefinedTarget(account, null)));
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
