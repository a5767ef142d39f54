package io.jenkins.plugins.codedeploy.engine.deploy;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.watch.WatchTimes;
import java.time.Duration;
import java.time.Instant;

/**
 * Every duration that is ours to choose: intervals and waits, which are shorter where AWS is faster, and limits, which
 * are not.
 *
 * @param settling after a lost CreateDeployment's time-out: by then AWS's lists show what it created
 * @param look between two looks for a lost deployment, and first pause after a throttle
 * @param unreachable how long an address that has never answered is tried before a deployment exists
 * @param rollbackGrace for CodeDeploy to name the rollback of a deployment that has failed
 * @param stopGrace for a stopped deployment to reach its end; less than Pipeline's own grace of a minute
 */
public record EngineTimes(
        @NonNull WatchTimes watch,
        @NonNull Duration settling,
        @NonNull Duration look,
        @NonNull Duration unreachable,
        @NonNull Duration rollbackGrace,
        @NonNull Duration stopGrace) {

    private static final Duration SHORTEST_ROLLBACK_GRACE = Duration.ofSeconds(1);

    public static final EngineTimes DEFAULTS = new EngineTimes(
            WatchTimes.DEFAULTS,
            Duration.ofSeconds(60),
            Duration.ofSeconds(4),
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofSeconds(45));

    /** For a simulated AWS that runs faster than the real one: the limits stay, as the machine may be slow. */
    @NonNull
    public EngineTimes faster(double factor) {
        return new EngineTimes(
                watch.faster(factor),
                scaled(settling, factor),
                scaled(look, factor),
                unreachable,
                longer(scaled(rollbackGrace, factor), SHORTEST_ROLLBACK_GRACE),
                stopGrace);
    }

    @NonNull
    public EngineTimes with(@NonNull WatchTimes other) {
        return new EngineTimes(other, settling, look, unreachable, rollbackGrace, stopGrace);
    }

    /** For one call of those that stop a deployment: leaves time to ask again. */
    @NonNull
    Duration stopCall() {
        return stopGrace.dividedBy(3);
    }

    /** When AWS's lists show what a call created whose answer was lost. */
    @NonNull
    Instant settled(@NonNull Instant calledAt, @NonNull Duration callTimeout) {
        return calledAt.plus(settled(callTimeout));
    }

    /** From the call on. */
    @NonNull
    Duration settled(@NonNull Duration callTimeout) {
        return callTimeout.plus(settling);
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? b : a;
    }

    private static Duration scaled(Duration d, double factor) {
        return Duration.ofNanos((long) (d.toNanos() / factor));
    }
}
