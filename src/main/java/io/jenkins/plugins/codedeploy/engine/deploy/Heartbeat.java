package io.jenkins.plugins.codedeploy.engine.deploy;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Tells when nothing has been logged for so long that a reader wonders whether anything still happens. */
final class Heartbeat {
    /** Also for a simulated AWS that runs faster than the real one: the reader is not faster. */
    static final Duration INTERVAL = Duration.ofMinutes(5);

    private final long interval;
    private final LongSupplier nanoTime;
    private final long begun;
    private long last;

    /** @param nanoTime as {@link System#nanoTime} */
    Heartbeat(@NonNull Duration interval, @NonNull LongSupplier nanoTime) {
        this.interval = interval.toNanos();
        this.nanoTime = nanoTime;
        begun = nanoTime.getAsLong();
        last = begun;
    }

    /** To be called when something is logged. */
    void beat() {
        last = nanoTime.getAsLong();
    }

    /** Returns whether it is time to log that the deployment is still running; once for each interval. */
    boolean isDue() {
        long now = nanoTime.getAsLong();
        boolean due = now - last >= interval;
        if (due) {
            last = now;
        }
        return due;
    }

    /** Returns the time since this was made. */
    @NonNull
    Duration elapsed() {
        return Duration.ofNanos(nanoTime.getAsLong() - begun);
    }
}
