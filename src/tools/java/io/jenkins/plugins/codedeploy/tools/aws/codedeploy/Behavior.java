package io.jenkins.plugins.codedeploy.tools.aws.codedeploy;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.tools.aws.instance.Outcome;
import java.time.Duration;

/**
 * What a host is told to do with a lifecycle event instead of what it would.
 *
 * @param outcome null never answers, like an agent that is not running
 * @param duration in AWS' time; null for the group's usual
 */
public record Behavior(
        @CheckForNull Outcome outcome, @CheckForNull Duration duration) {

    @NonNull
    public static Behavior succeed() {
        return new Behavior(Outcome.SUCCESS, null);
    }

    @NonNull
    public static Behavior succeedAfter(@NonNull Duration duration) {
        return new Behavior(Outcome.SUCCESS, duration);
    }

    @NonNull
    public static Behavior fail(@NonNull Outcome outcome) {
        return new Behavior(outcome, null);
    }

    /** A script that exits with 1 and prints one line. */
    @NonNull
    public static Behavior failScript(@NonNull String event, @NonNull String script, @NonNull String line) {
        String log = "LifecycleEvent - " + event + "\nScript - " + script + "\n[stderr]" + line + "\n";
        return fail(Outcome.scriptFailed(script, 1, log));
    }

    @NonNull
    public static Behavior hang() {
        return new Behavior(null, null);
    }
}
