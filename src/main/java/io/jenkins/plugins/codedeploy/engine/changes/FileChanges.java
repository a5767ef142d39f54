package io.jenkins.plugins.codedeploy.engine.changes;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Which files differ between the live revision and the next one, by size and CRC-32 as the directories of the archives
 * say.
 *
 * @param unchanged number of files that are the same in both
 * @param note why the files cannot be compared; null if they were
 */
public record FileChanges(
        @NonNull FileNames added,
        @NonNull FileNames removed,
        @NonNull FileNames changed,
        int unchanged,
        @CheckForNull Text note) {
    /** The same revision. */
    public static final FileChanges NONE = new FileChanges(FileNames.NONE, FileNames.NONE, FileNames.NONE, 0, null);

    @NonNull
    public static FileChanges unknown(@NonNull Text why) {
        return new FileChanges(FileNames.NONE, FileNames.NONE, FileNames.NONE, 0, why);
    }

    /** @param next sorted, as {@code live} is */
    @NonNull
    static FileChanges between(@NonNull Map<String, ArchiveFile> live, @NonNull Map<String, ArchiveFile> next) {
        List<String> added = new ArrayList<>();
        List<String> changed = new ArrayList<>();
        int unchanged = 0;
        for (ArchiveFile file : next.values()) {
            ArchiveFile before = live.get(file.name());
            if (before == null) {
                added.add(file.name());
            } else if (before.hasSameContentAs(file)) {
                unchanged++;
            } else {
                changed.add(file.name());
            }
        }
        List<String> removed =
                live.keySet().stream().filter(name -> !next.containsKey(name)).toList();
        return new FileChanges(FileNames.of(added), FileNames.of(removed), FileNames.of(changed), unchanged, null);
    }
}
