package io.jenkins.plugins.codedeploy.engine.watch;

import io.jenkins.plugins.codedeploy.engine.aws.AwsErrors;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.codedeploy.CodeDeployClient;
import software.amazon.awssdk.services.codedeploy.model.DeploymentInfo;
import software.amazon.awssdk.services.sts.model.StsException;

/**
 * Watches every deployment that waits on one observer session: at most one thread polls at a time, 25 deployments a
 * call, and none at all while nothing is due.
 *
 * @see <a href="https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_BatchGetDeployments.html">
 *     BatchGetDeployments</a>
 */
public final class DeploymentPoller {
    private static final Logger LOGGER = Logger.getLogger(DeploymentPoller.class.getName());
    private static final int BATCH = 25;
    /** A new document of IAM takes effect bit by bit: one refusal alone says little. */
    private static final int REFUSALS = 3;
    /** Further looks at the targets of a deployment that is over, where AWS would not tell. */
    private static final int LAST_READS = 4;

    private final CodeDeployClient client;
    private final Runnable renewSession;
    private final WatchTimes times;
    private final CallRate rate;
    private final ScheduledExecutorService timer;
    private final Executor pool;
    private final Runnable idle;

    private final Set<Subscription> watches = new LinkedHashSet<>();
    private boolean polling;
    private long wakeAt = Long.MAX_VALUE;

    DeploymentPoller(
            CodeDeployClient client,
            Runnable renewSession,
            WatchTimes times,
            CallRate rate,
            ScheduledExecutorService timer,
            Executor pool,
            Runnable idle) {
        this.client = client;
        this.renewSession = renewSession;
        this.times = times;
        this.rate = rate;
        this.timer = timer;
        this.pool = pool;
        this.idle = idle;
    }

    synchronized Subscription add(String deploymentId, WatchListener listener) {
        Subscription watch = new Subscription(this, deploymentId, listener, System.nanoTime());
        watches.add(watch);
        wakeBy(watch.due);
        return watch;
    }

    void remove(Subscription watch) {
        boolean last;
        synchronized (this) {
            last = watches.remove(watch) && watches.isEmpty();
        }
        if (last) {
            idle.run();
        }
    }

    synchronized void hurry(Subscription watch) {
        watch.due = System.nanoTime();
        wakeBy(watch.due);
    }

    synchronized boolean isIdle() {
        return watches.isEmpty();
    }

    /** Must hold the lock. */
    private void wakeBy(long at) {
        if (polling || wakeAt != Long.MAX_VALUE && wakeAt - at <= 0) {
            return;
        }
        wakeAt = at;
        try {
            timer.schedule(this::wake, Math.max(0, at - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            LOGGER.log(Level.FINE, "shutting down", e);
        }
    }

    private void wake() {
        synchronized (this) {
            if (polling || watches.isEmpty()) {
                wakeAt = Long.MAX_VALUE;
                return;
            }
            polling = true;
            wakeAt = Long.MAX_VALUE;
        }
        try {
            pool.execute(this::pollDue);
        } catch (RejectedExecutionException e) {
            LOGGER.log(Level.FINE, "shutting down", e);
            synchronized (this) {
                polling = false;
            }
        }
    }

    /** One batch, then back to the timer: the thread is free between calls. */
    private void pollDue() {
        long wait = 0;
        try {
            List<Subscription> batch = takeDue();
            if (!batch.isEmpty()) {
                wait = rate.take();
                poll(batch);
            }
        } catch (RuntimeException e) {
            // with nobody left to tell, it is the shutdown that closes its client
            LOGGER.log(isIdle() ? Level.FINE : Level.WARNING, "a poll failed", e);
        } finally {
            synchronized (this) {
                polling = false;
                long pause = System.nanoTime() + wait;
                watches.stream().mapToLong(w -> w.due).min().ifPresent(due -> wakeBy(due - pause > 0 ? due : pause));
            }
        }
    }

    /** The most overdue first; those that are nearly due fill the batch up, as their look costs nothing then. */
    private synchronized List<Subscription> takeDue() {
        long now = System.nanoTime();
        if (watches.stream().noneMatch(w -> w.due - now <= 0)) {
            return List.of();
        }
        long soon = now + times.shortest().toNanos() / 2;
        return watches.stream()
                .filter(w -> w.due - soon <= 0)
                .sorted(Comparator.comparingLong(w -> w.due - now))
                .limit(BATCH)
                .toList();
    }

    private void poll(List<Subscription> batch) {
        Map<String, Snapshot> seen;
        try {
            seen = client
                    .batchGetDeployments(r -> r.deploymentIds(
                            batch.stream().map(w -> w.deploymentId).distinct().toList()))
                    .deploymentsInfo()
                    .stream()
                    .collect(Collectors.toMap(DeploymentInfo::deploymentId, Snapshot::of, (a, b) -> a));
        } catch (SdkException e) {
            failed(batch, e);
            return;
        }
        rate.answered();
        for (Subscription watch : batch) {
            Snapshot snapshot = seen.get(watch.deploymentId);
            if (snapshot == null) {
                refused(watch, new UnknownDeploymentException(watch.deploymentId));
            } else {
                answered(watch, snapshot);
            }
        }
    }

    private void failed(List<Subscription> batch, SdkException e) {
        if (AwsErrors.isThrottle(e)) {
            rate.throttled();
        } else if (AwsErrors.isExpired(e)) {
            renewSession.run();
        }
        if (AwsErrors.isTransient(e)) {
            batch.forEach(w -> troubled(w, e));
        } else if (e instanceof StsException) {
            // the session itself is refused: every one of the batch would be
            batch.forEach(w -> refused(w, e));
        } else if (batch.size() > 1) {
            // one that is refused must not take the others along
            int half = batch.size() / 2;
            poll(batch.subList(0, half));
            poll(batch.subList(half, batch.size()));
        } else {
            refused(batch.get(0), e);
        }
    }

    private void answered(Subscription watch, Snapshot snapshot) {
        long now = System.nanoTime();
        watch.lastAnswer = now;
        watch.failures = 0;
        watch.refusals = 0;
        if (watch.troubledSince != 0) {
            Duration spell = Duration.ofNanos(now - watch.troubledSince);
            watch.troubledSince = 0;
            tell(watch, l -> l.troubleEnded(spell));
        }
        schedule(watch, times.interval(watch.age(now)));
        boolean atEnd = snapshot.status().isTerminal();
        if (watch.targets.isDue(snapshot)
                && (atEnd || rate.tryTake())
                && !readTargets(watch, snapshot)
                && atEnd
                && watch.lastReads++ < LAST_READS) {
            // nobody looks again once the end is told, and the failed targets say why it failed
            schedule(watch, times.shortest());
            return;
        }
        tell(watch, l -> l.seen(snapshot));
    }

    /** @return false where another look may tell more */
    private boolean readTargets(Subscription watch, Snapshot snapshot) {
        try {
            List<TargetState> changed = watch.targets.read(client, snapshot);
            if (!changed.isEmpty()) {
                tell(watch, l -> l.targets(changed));
            }
            return true;
        } catch (SdkException e) {
            if (AwsErrors.isThrottle(e)) {
                rate.throttled();
            } else if (AwsErrors.isExpired(e)) {
                renewSession.run();
            } else if (AwsErrors.isAccessDenied(e)) {
                watch.targets.refuse();
                tell(watch, l -> l.targetsRefused(e));
            } else {
                // too early, or AWS's trouble: the next look asks again
                LOGGER.log(Level.FINE, "no targets of " + watch.deploymentId, e);
            }
            return !AwsErrors.isTransient(e);
        }
    }

    private void refused(Subscription watch, RuntimeException e) {
        if (++watch.refusals >= REFUSALS) {
            lose(watch, e);
        } else {
            troubled(watch, e);
        }
    }

    private void troubled(Subscription watch, RuntimeException e) {
        long now = System.nanoTime();
        Duration silence = Duration.ofNanos(now - watch.lastAnswer);
        if (silence.compareTo(times.silence()) > 0) {
            lose(watch, e);
            return;
        }
        if (watch.troubledSince == 0) {
            watch.troubledSince = now == 0 ? 1 : now;
            tell(watch, l -> l.troubleBegan(e));
        }
        Duration wide = times.interval(watch.age(now)).multipliedBy(1L << Math.min(watch.failures++, 6));
        schedule(watch, wide.compareTo(times.widest()) > 0 ? times.widest() : wide);
    }

    private void lose(Subscription watch, RuntimeException e) {
        Duration silence = Duration.ofNanos(System.nanoTime() - watch.lastAnswer);
        tell(watch, l -> l.lost(e, silence));
        watch.end();
    }

    private void schedule(Subscription watch, Duration interval) {
        double jitter = ThreadLocalRandom.current().nextDouble(0.9, 1.1);
        synchronized (this) {
            watch.due = System.nanoTime() + (long) (interval.toNanos() * jitter);
        }
    }

    /** One listener's failure is its own. */
    private static void tell(Subscription watch, Consumer<WatchListener> news) {
        if (watch.isOver()) {
            return;
        }
        try {
            news.accept(watch.listener);
        } catch (RejectedExecutionException e) {
            LOGGER.log(Level.FINE, "shutting down", e);
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, "a listener of " + watch.deploymentId + " failed", e);
        }
    }
}
