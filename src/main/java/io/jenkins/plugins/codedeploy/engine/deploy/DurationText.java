package io.jenkins.plugins.codedeploy.engine.deploy;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.time.Duration;

/** Formats durations for messages: {@code 2 h 5 min}, {@code 45 s}. */
public final class DurationText {
    private DurationText() {}

    @NonNull
    public static String of(@NonNull Duration d) {
        if (d.toSeconds() < 10) {
            return Math.round(d.toMillis() / 100.0) / 10.0 + " s";
        }
        if (d.toMinutes() == 0) {
            return d.toSeconds() + " s";
        }
        if (d.toHours() == 0) {
            return d.toMinutes() + " min" + (d.toSecondsPart() == 0 ? "" : " " + d.toSecondsPart() + " s");
        }
        return d.toHours() + " h" + (d.toMinutesPart() == 0 ? "" : " " + d.toMinutesPart() + " min");
    }
}
