package io.jenkins.plugins.codedeploy.engine;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.regex.Pattern;

/** Text of AWS, of an instance or of a workspace as one line of a log. */
public final class SingleLine {
    private static final Pattern BREAKS = Pattern.compile("\\R|\\t");
    /** Controls of both blocks, and what is invisible or turns the direction of writing. */
    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cc}\\p{Cf}]");

    private SingleLine() {}

    /** Without anything that could begin a line of its own, steer a terminal, or make one text look like another. */
    @NonNull
    public static String of(@NonNull String text) {
        String unbroken = BREAKS.matcher(text).replaceAll(" ");
        return UNSEEN.matcher(unbroken).replaceAll("").stripTrailing();
    }
}
