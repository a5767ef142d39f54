package io.jenkins.plugins.codedeploy.simulator.iam;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;

/** A value whose changes take effect some time after they were made, as IAM's documents do. */
public final class Effective<T> {
    private record Change<T>(Instant from, T value) {}

    private final ArrayDeque<Change<T>> changes = new ArrayDeque<>();
    private T current;

    public Effective(T initial) {
        current = initial;
    }

    /** What decides now. */
    public synchronized T get() {
        Instant now = Instant.now();
        while (!changes.isEmpty() && !changes.getFirst().from().isAfter(now)) {
            current = changes.removeFirst().value();
        }
        return current;
    }

    /** Returns the document that was set last. */
    public synchronized T latest() {
        return changes.isEmpty() ? current : changes.getLast().value();
    }

    /** @param delay in real time */
    public synchronized void set(T value, @NonNull Duration delay) {
        changes.add(new Change<>(Instant.now().plus(delay), value));
    }
}
