package io.jenkins.plugins.codedeploy.simulator.codedeploy;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.simulator.instance.Command;
import io.jenkins.plugins.codedeploy.simulator.instance.EventDiagnostics;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Overrides what a host does with a lifecycle event.
 *
 * @param outcome null never answers, like an agent that is not running, or with a duration does what it would
 * @param duration in AWS' time; null for the group's usual
 * @param decision gives the outcome, once it is known, in place of the other two; null where they hold
 */
public record Behavior(
        @CheckForNull EventDiagnostics outcome,
        @CheckForNull Duration duration,
        @CheckForNull Function<Command, CompletionStage<EventDiagnostics>> decision) {

    private Behavior(@CheckForNull EventDiagnostics outcome, @CheckForNull Duration duration) {
        this(outcome, duration, null);
    }

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

    /**
     * Asks for each event how it ends.
     *
     * @param decision called under the service's lock, so it must not block; what it answers may be completed by any
     *     thread at any time
     */
    @NonNull
    public static Behavior decidedBy(@NonNull Function<Command, CompletionStage<EventDiagnostics>> decision) {
        return new Behavior(null, null, decision);
    }

    /** Succeeds as soon as something else has happened, and waits for it at the event. */
    @NonNull
    public static Behavior succeedOnce(@NonNull CompletionStage<?> happened) {
        return decidedBy(command -> happened.thenApply(ignored -> EventDiagnostics.SUCCESS));
    }

    boolean isAsUsual() {
        return outcome == null && duration != null;
    }

    @NonNull
    public static Behavior hang() {
        return new Behavior(null, null);
    }
}
