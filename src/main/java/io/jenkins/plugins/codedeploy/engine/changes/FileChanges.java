package io.jenkins.plugins.codedeploy.engine.changes;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.SingleLine;
import io.jenkins.plugins.codedeploy.engine.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Which files differ between the live revision and the next one, by size and CRC-32 as the directories of the archives
 * say. Names are untrusted; they contain no control characters.
 *
 * @param added names, sorted
 * @param removed names, sorted
 * @param changed names, sorted
 * @param unchanged number of files that are the same in both
 * @param omitted number of names that the three lists lack, because they would be too long
 * @param note why the files cannot be compared; null if they were
 */
public record FileChanges(
        @NonNull List<String> added,
        @NonNull List<String> removed,
        @NonNull List<String> changed,
        int unchanged,
        int omitted,
        @CheckForNull Text note) {
    /** In all three lists. */
    static final int MOST_NAMES = 1_000;

    /** Longer names are cut. In characters. */
    static final int LONGEST_NAME = 300;

    private static final int MOST_OF_EACH = MOST_NAMES / 3;

    /** The same revision. */
    public static final FileChanges NONE = new FileChanges(List.of(), List.of(), List.of(), 0, 0, null);

    public FileChanges {
        added = List.copyOf(added);
        removed = List.copyOf(removed);
        changed = List.copyOf(changed);
    }

    @NonNull
    public static FileChanges unknown(@NonNull Text why) {
        return new FileChanges(List.of(), List.of(), List.of(), 0, 0, why);
    }

    @NonNull
    static FileChanges between(@NonNull Map<String, ArchiveFile> live, @NonNull Map<String, ArchiveFile> next) {
        Names added = new Names();
        Names removed = new Names();
        Names changed = new Names();
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
        live.keySet().stream().filter(name -> !next.containsKey(name)).forEach(removed::add);
        return new FileChanges(
                added.shown,
                removed.shown,
                changed.shown,
                unchanged,
                added.omitted + removed.omitted + changed.omitted,
                null);
    }

    private static final class Names {
        private final List<String> shown = new ArrayList<>();
        private int omitted;

        void add(String name) {
            if (shown.size() == MOST_OF_EACH) {
                omitted++;
                return;
            }
            String safe = SingleLine.of(name);
            shown.add(safe.length() > LONGEST_NAME ? safe.substring(0, LONGEST_NAME - 1) + '…' : safe);
        }
    }
}
