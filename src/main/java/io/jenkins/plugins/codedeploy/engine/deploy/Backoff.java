package io.jenkins.plugins.codedeploy.engine.deploy;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.time.Duration;

/** Pauses that double, and how long they have gone on. */
final class Backoff {
    private static final int MOST_DOUBLINGS = 5;

    private final Duration first;
    private int pauses;
    private Stopwatch since;

    Backoff(@NonNull Duration first) {
        this.first = first;
    }

    @NonNull
    Duration next() {
        return first.multipliedBy(1L << Math.min(pauses++, MOST_DOUBLINGS));
    }

    int pauses() {
        return pauses;
    }

    /** Whether less time than the limit has passed since this was first asked. */
    boolean isWithin(@NonNull Duration limit) {
        if (since == null) {
            since = new Stopwatch();
        }
        return !since.exceeds(limit);
    }

    void reset() {
        pauses = 0;
        since = null;
    }
}
