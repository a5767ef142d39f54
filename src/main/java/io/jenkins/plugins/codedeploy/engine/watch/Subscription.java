package io.jenkins.plugins.codedeploy.engine.watch;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/** One deployment under observation. Its mutable state belongs to the observer's one polling thread. */
public final class Subscription {
    private static final Logger LOGGER = Logger.getLogger(Subscription.class.getName());

    final String deploymentId;
    private final WatchListener listener;
    final long begun;
    private final DeploymentPoller observer;

    /** {@link System#nanoTime} of the next look. */
    long due;

    volatile long lastAnswer;
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
        close();
        observer.remove(this);
    }

    /** @return whether it was open until now */
    synchronized boolean close() {
        boolean open = !over;
        over = true;
        return open;
    }

    /** Polls again at once, for example after a call that changed the deployment. */
    public void hurry() {
        observer.hurry(this);
    }

    /** Since the last answer. */
    Duration silence() {
        return Duration.ofNanos(System.nanoTime() - lastAnswer);
    }

    void tell(Consumer<WatchListener> news) {
        if (!over) {
            call(news);
        }
    }

    /** One listener's failure is its own. */
    void call(Consumer<WatchListener> news) {
        try {
            news.accept(listener);
        } catch (Throwable e) {
            LOGGER.log(Level.WARNING, "A listener of deployment " + deploymentId + " failed", e);
        }
    }

    Duration age(long now) {
        return Duration.ofNanos(now - begun);
    }

    static RuntimeException asRuntime(Throwable e) {
        return e instanceof RuntimeException known ? known : new IllegalStateException(e.toString(), e);
    }
}
