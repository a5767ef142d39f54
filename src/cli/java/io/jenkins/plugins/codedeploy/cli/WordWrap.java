package io.jenkins.plugins.codedeploy.cli;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Breaks lines between words, so that a terminal does not break them inside one. */
final class WordWrap {
    /** Spaces, then the number of an item, the mark of a heading or that of a quoted log. */
    private static final Pattern START = Pattern.compile("\\s*(?:\\d+\\. |== |\\| )?");

    /** A command that is broken cannot be copied. */
    private static final Pattern COMMAND = Pattern.compile("\\s*(?:aws|codedeploy-tools|java|mvn) .*");

    private WordWrap() {}

    /**
     * Returns the line in parts that fit. A word that is longer than the width stays whole, so that an address can be
     * copied; so does a command.
     *
     * @param width number of characters that fit in a line
     */
    @NonNull
    static List<String> of(@NonNull String line, int width) {
        if (line.length() <= width || COMMAND.matcher(line).matches()) {
            return List.of(line);
        }
        Matcher start = START.matcher(line);
        start.lookingAt();
        String first = start.group();
        String next = first.endsWith("| ") ? first : " ".repeat(first.isEmpty() ? 2 : first.length());
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder(first);
        boolean empty = true;
        for (String word : line.substring(first.length()).split(" ")) {
            if (!empty && part.length() + 1 + word.length() > width) {
                parts.add(part.toString().stripTrailing());
                part.setLength(0);
                part.append(next);
                empty = true;
            }
            part.append(empty ? "" : " ").append(word);
            empty = false;
        }
        parts.add(part.toString().stripTrailing());
        return parts;
    }
}
