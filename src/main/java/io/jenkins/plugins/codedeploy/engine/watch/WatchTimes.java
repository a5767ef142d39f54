package io.jenkins.plugins.codedeploy.engine.watch;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.time.Duration;

/**
 * How often AWS is asked.
 *
 * @param shortest interval of a young deployment: with its calls for targets, fewer than 20 a minute
 * @param longest interval of an old one
 * @param widest interval under throttling or without an answer
 * @param silence without any answer after which a deployment counts as lost
 * @param betweenCalls to one account and region, on average
 */
public record WatchTimes(
        @NonNull Duration shortest,
        @NonNull Duration longest,
        @NonNull Duration widest,
        @NonNull Duration silence,
        @NonNull Duration betweenCalls) {

    /** The interval is this part of the age: the end is seen late in proportion to the wait. */
    private static final int PART_OF_AGE = 80;

    public static final WatchTimes DEFAULTS = new WatchTimes(
            Duration.ofMillis(4_500),
            Duration.ofSeconds(15),
            Duration.ofMinutes(2),
            Duration.ofMinutes(30),
            Duration.ofMillis(500));

    /** The same, with all but the silence faster: for a simulated AWS that runs faster. */
    @NonNull
    public WatchTimes faster(double factor) {
        return new WatchTimes(
                scaled(shortest, factor),
                scaled(longest, factor),
                scaled(widest, factor),
                silence,
                scaled(betweenCalls, factor));
    }

    @NonNull
    public WatchTimes with(@NonNull Duration otherSilence) {
        return new WatchTimes(shortest, longest, widest, otherSilence, betweenCalls);
    }

    @NonNull
    Duration interval(Duration age) {
        Duration wanted = age.dividedBy(PART_OF_AGE);
        return wanted.compareTo(shortest) < 0 ? shortest : wanted.compareTo(longest) > 0 ? longest : wanted;
    }

    /** Without any answer, after which polls themselves must have come to a halt. */
    @NonNull
    public Duration overdue() {
        return silence.plus(widest.multipliedBy(2));
    }

    private static Duration scaled(Duration d, double factor) {
        return Duration.ofNanos((long) (d.toNanos() / factor));
    }
}
