package io.jenkins.plugins.codedeploy.parameters.option;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.List;
import java.util.stream.Stream;

/** Text fields of more than one word. */
public final class TextLists {
    private TextLists() {}

    /** Several values in one field: separated by commas, or one a line. */
    @NonNull
    public static List<String> of(@CheckForNull String text) {
        return text == null
                ? List.of()
                : Stream.of(text.split("[,\\n]"))
                        .map(String::strip)
                        .filter(s -> !s.isEmpty())
                        .toList();
    }

    /** Lines without what all of them are indented by: so a script may write them among its own. Null for none. */
    @CheckForNull
    public static String block(@CheckForNull String text) {
        // an empty last line would count as one that is not indented
        return text == null || text.isBlank() ? null : text.stripTrailing().stripIndent();
    }
}
