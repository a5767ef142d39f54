package io.jenkins.plugins.codedeploy.engine.deploy;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.time.Duration;

/** Measures the time since its creation with a monotonic clock. */
final class Stopwatch {
    private final long start = System.nanoTime();

    boolean exceeds(@NonNull Duration limit) {
        return Duration.ofNanos(System.nanoTime() - start).compareTo(limit) > 0;
    }
}
