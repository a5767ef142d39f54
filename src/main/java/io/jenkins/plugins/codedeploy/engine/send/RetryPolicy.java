package io.jenkins.plugins.codedeploy.engine.send;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to keep trying one part.
 *
 * @param attempts in all, the first included
 * @param pause the longest wait before the second attempt; it doubles with each further one
 * @param longestPause where the doubling ends
 * @param connectTimeout for the TCP and TLS handshake's first part
 * @param allowance for one attempt, beside the time that its bytes take
 * @param bytesPerSecond the slowest line that is waited for
 */
public record RetryPolicy(
        int attempts,
        @NonNull Duration pause,
        @NonNull Duration longestPause,
        @NonNull Duration connectTimeout,
        @NonNull Duration allowance,
        long bytesPerSecond) {

    public static final RetryPolicy DEFAULT = new RetryPolicy(
            6,
            Duration.ofMillis(500),
            Duration.ofSeconds(20),
            Duration.ofSeconds(10),
            Duration.ofSeconds(60),
            32 * 1024);

    /** The policy for interactive checks, where a user waits for the result. */
    public static final RetryPolicy PROBE = new RetryPolicy(
            2, Duration.ofMillis(200), Duration.ofMillis(200), Duration.ofSeconds(8), Duration.ofSeconds(8), 32 * 1024);

    Duration timeLimit(long length) {
        return allowance.plusSeconds(length / bytesPerSecond);
    }

    /** Drawn from the whole range below the bound: clients that failed together do not come back together. */
    long pauseMillis(int failedAttempts, RandomGenerator random) {
        long bound = Math.min(longestPause.toMillis(), pause.toMillis() << Math.min(failedAttempts - 1, 20));
        return random.nextLong(bound + 1);
    }
}
