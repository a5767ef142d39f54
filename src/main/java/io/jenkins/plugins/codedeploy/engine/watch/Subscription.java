package io.jenkins.plugins.codedeploy.engine.watch;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.time.Duration;

/** One deployment under observation. Its mutable state belongs to the observer's one polling thread. */
public final class Subscription {
    final String deploymentId;
    final WatchListener listener;
    final long begun;
    private final DeploymentPoller observer;

    /** {@link System#nanoTime} of the next look. */
    long due;

    long lastAnswer;
    /** {@link System#nanoTime} at which the present spell of trouble began; 0 for none. */
    long troubledSince;

    int failures;
    int refusals;
    int lastReads;
    TargetReader targets;
    private volatile boolean over;

    Subscription(DeploymentPoller observer, String deploymentId, WatchListener listener, long now) {
        this.observer = observer;
        this.deploymentId = deploymentId;
        this.listener = listener;
        begun = now;
        due = now;
        lastAnswer = now;
        targets = new TargetReader(deploymentId);
    }

    @NonNull
    public String deploymentId() {
        return deploymentId;
    }

    /** No listener is called after this returns, but for one that is being called right now. */
    public void end() {
        over = true;
        observer.remove(this);
    }

    /** Looks again at once, as after a call of ours that changed something. */
    public void hurry() {
        observer.hurry(this);
    }

    boolean isOver() {
        return over;
    }

    Duration age(long now) {
        return Duration.ofNanos(now - begun);
    }
}
