package io.jenkins.plugins.codedeploy.simulator.codedeploy;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.simulator.instance.EventDiagnostics;
import java.time.Duration;

/**
 * What a host is told to do with a lifecycle event instead of what it would.
 *
 * @param outcome null never answers, like an agent that is not running, or with a duration does what it would
 * @param duration in AWS' time; null for the group's usual
 */
public record Behavior(
        @CheckForNull EventDiagnostics outcome,
        @CheckForNull Duration duration) {

    @NonNull
    public static Behavior succeed() {
        return new Behavior(EventDiagnostics.SUCCESS, null);
    }

    @NonNull
    public static Behavior succeedAfter(@NonNull Duration duration) {
        return new Behavior(EventDiagnostics.SUCCESS, duration);
    }

    @NonNull
    public static Behavior fail(@NonNull EventDiagnostics outcome) {
        return new Behavior(outcome, null);
    }

    /** A script that exits with 1 and prints one line. */
    @NonNull
    public static Behavior failScript(@NonNull String event, @NonNull String script, @NonNull String line) {
        String log = "LifecycleEvent - " + event + "\nScript - " + script + "\n[stderr]" + line + "\n";
        return fail(EventDiagnostics.scriptFailed(script, 1, log));
    }

    /** Does what it would, after a longer time. */
    @NonNull
    public static Behavior slow(@NonNull Duration duration) {
        return new Behavior(null, duration);
    }

    boolean isAsUsual() {
        return outcome == null && duration != null;
    }

    @NonNull
    public static Behavior hang() {
        return new Behavior(null, null);
    }
}
