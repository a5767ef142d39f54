package io.jenkins.plugins.codedeploy.engine.changes;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.SingleLine;
import java.util.List;
import java.util.stream.Stream;

/**
 * Names of files, which are untrusted: they are cut if they are long, and contain no control characters.
 *
 * @param shown sorted; the first ones, if there are many
 * @param total number of files
 */
public record FileNames(@NonNull List<String> shown, int total) {
    /** Further names are only counted. */
    static final int MOST = 200;

    /** In characters. */
    static final int LONGEST = 300;

    static final FileNames NONE = new FileNames(List.of(), 0);

    public FileNames {
        shown = List.copyOf(shown);
    }

    /** @param names sorted */
    static FileNames of(@NonNull List<String> names) {
        Stream<String> first = names.stream().limit(MOST).map(SingleLine::of);
        return new FileNames(
                first.map(name -> name.length() > LONGEST ? name.substring(0, LONGEST - 1) + '…' : name)
                        .toList(),
                names.size());
    }
}
