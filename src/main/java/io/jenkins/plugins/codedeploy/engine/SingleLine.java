package io.jenkins.plugins.codedeploy.engine;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.regex.Pattern;

/**
 * Makes one line of a log out of untrusted text: of AWS, an instance, a workspace or a job. {@link Text} does so with
 * every argument. Text that has several lines on purpose, such as the tail of a script's log, is printed line by line
 * with a prefix, each line through here.
 */
public final class SingleLine {
    private static final Pattern BREAKS = Pattern.compile("\\R|\\t");
    /**
     * Controls of both blocks, format characters (what is invisible or turns the direction of writing), the separators
     * of lines and paragraphs, and half of a surrogate pair, which an encoder may turn into anything.
     */
    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}]");

    private SingleLine() {}

    /** Without anything that could begin a line of its own, steer a terminal, or make one text look like another. */
    @NonNull
    public static String of(@NonNull String text) {
        String unbroken = BREAKS.matcher(text).replaceAll(" ");
        return UNSEEN.matcher(unbroken).replaceAll("").stripTrailing();
    }
}
