package io.jenkins.plugins.codedeploy.run;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.List;
import java.util.stream.Stream;

/** Several values in one text field: separated by commas, or one a line. */
public final class TextLists {
    private TextLists() {}

    @NonNull
    public static List<String> of(@CheckForNull String text) {
        return text == null
                ? List.of()
                : Stream.of(text.split("[,\\n]"))
                        .map(String::strip)
                        .filter(s -> !s.isEmpty())
                        .toList();
    }
}
