package io.jenkins.plugins.codedeploy.engine.watch;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.codedeploy.engine.aws.AwsErrors;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import software.amazon.awssdk.core.exception.SdkClientException;
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
final class DeploymentPoller {
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
    private final Attention attention;
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
            Attention attention,
            ScheduledExecutorService timer,
            Executor pool,
            Runnable idle) {
        this.client = client;
        this.renewSession = renewSession;
        this.times = times;
        this.rate = rate;
        this.attention = attention;
        this.timer = timer;
        this.pool = pool;
        this.idle = idle;
    }

    Subscription add(String deploymentId, WatchListener listener) {
        Subscription watch = new Subscription(this, deploymentId, listener, System.nanoTime());
        synchronized (this) {
            watches.add(watch);
        }
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

    void hurry(Subscription watch) {
        long now = System.nanoTime();
        synchronized (this) {
            watch.due = now;
        }
        wakeBy(now);
    }

    synchronized boolean isIdle() {
        return watches.isEmpty();
    }

    /**
     * Ends every watch that has had no answer for longer than any poll may take, whatever keeps the polls from ending:
     * a call that never returns, or a pool that loses its tasks.
     */
    void endOverdue() {
        Duration limit = times.overdue();
        for (Subscription watch : all()) {
            if (watch.silence().compareTo(limit) > 0) {
                lose(watch, SdkClientException.create("No call has returned."));
            }
        }
        // if the timer itself failed, there is no other trigger
        wakeForNext(System.nanoTime());
    }

    private synchronized List<Subscription> all() {
        return List.copyOf(watches);
    }

    /** Must be called without the lock, because it notifies listeners if the timer has been shut down. */
    private void wakeBy(long at) {
        synchronized (this) {
            if (polling || wakeAt != Long.MAX_VALUE && wakeAt - at <= 0) {
                return;
            }
            wakeAt = at;
        }
        try {
            timer.schedule(this::wake, Math.max(0, at - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (Throwable e) {
            synchronized (this) {
                wakeAt = Long.MAX_VALUE;
            }
            LOGGER.log(Level.FINE, "The timer rejected a poll", e);
            if (e instanceof RejectedExecutionException) {
                all().forEach(watch -> lose(watch, e));
            }
        }
    }

    private void wake() {
        synchronized (this) {
            wakeAt = Long.MAX_VALUE;
            if (polling || watches.isEmpty()) {
                return;
            }
            polling = true;
        }
        try {
            pool.execute(() -> round(null));
        } catch (Throwable e) {
            // rejected, or no memory for a thread
            round(e);
        }
    }

    /**
     * One batch, then back to the timer: the thread is free between calls.
     *
     * @param refusal why no call can be made; null where it can
     */
    private void round(@CheckForNull Throwable refusal) {
        long wait = 0;
        List<Subscription> batch = List.of();
        try {
            batch = takeDue();
            if (refusal != null) {
                batch.forEach(watch -> troubled(watch, refusal));
            } else if (!batch.isEmpty()) {
                wait = rate.take();
                poll(batch);
            }
        } catch (Throwable e) {
            batch.forEach(watch -> troubled(watch, e));
        } finally {
            synchronized (this) {
                polling = false;
            }
            wakeForNext(System.nanoTime() + wait);
        }
    }

    private void wakeForNext(long earliest) {
        OptionalLong next;
        synchronized (this) {
            next = watches.stream().mapToLong(w -> w.due).min();
        }
        next.ifPresent(due -> wakeBy(due - earliest > 0 ? due : earliest));
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
        Map<String, DeploymentInfo> seen = new HashMap<>();
        try {
            client.batchGetDeployments(r -> r.deploymentIds(
                            batch.stream().map(w -> w.deploymentId).distinct().toList()))
                    .deploymentsInfo()
                    .forEach(info -> seen.put(info.deploymentId(), info));
        } catch (Throwable e) {
            failed(batch, e);
            return;
        }
        rate.answered();
        for (Subscription watch : batch) {
            try {
                looked(watch, seen.get(watch.deploymentId));
            } catch (Throwable e) {
                troubled(watch, e);
            }
        }
    }

    private void looked(Subscription watch, @CheckForNull DeploymentInfo info) {
        if (info == null) {
            refused(watch, new UnknownDeploymentException(watch.deploymentId));
        } else {
            answered(watch, Snapshot.of(info));
        }
    }

    private void failed(List<Subscription> batch, Throwable e) {
        adapt(e);
        if (!(e instanceof SdkException) || AwsErrors.isTransient(e)) {
            // what is not AWS's answer says nothing of a deployment: it may pass
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

    private void adapt(Throwable e) {
        if (AwsErrors.isThrottle(e)) {
            rate.throttled();
        } else if (AwsErrors.isExpired(e)) {
            renewSession.run();
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
            watch.tell(l -> l.troubleEnded(spell));
        }
        schedule(watch, times.interval(watch.age(now)));
        boolean atEnd = snapshot.status().isTerminal();
        boolean first = attention.isOn(watch.deploymentId);
        if (watch.targets.isDue(snapshot, first)
                && (atEnd || rate.tryTake(first))
                && !readTargets(watch, snapshot)
                && atEnd
                && watch.lastReads++ < LAST_READS) {
            // the last look before the end is reported: the failed targets show the cause
            schedule(watch, times.shortest());
            return;
        }
        watch.tell(l -> l.seen(snapshot));
    }

    /** @return false where another look may tell more */
    private boolean readTargets(Subscription watch, Snapshot snapshot) {
        try {
            List<TargetState> changed = watch.targets.read(client, snapshot);
            if (!changed.isEmpty()) {
                watch.tell(l -> l.targets(changed));
            }
            return true;
        } catch (Throwable e) {
            // includes internal errors: the deployment's status is more important and is always reported
            LOGGER.log(Level.FINE, "Could not read the targets of deployment " + watch.deploymentId, e);
            adapt(e);
            if (e instanceof SdkException refusal && AwsErrors.isAccessDenied(refusal)) {
                watch.targets.refuse();
                watch.tell(l -> l.targetsRefused(refusal));
            }
            return !AwsErrors.isTransient(e);
        }
    }

    private void refused(Subscription watch, Throwable e) {
        if (++watch.refusals >= REFUSALS) {
            lose(watch, e);
        } else {
            troubled(watch, e);
        }
    }

    private void troubled(Subscription watch, Throwable e) {
        if (watch.silence().compareTo(times.silence()) > 0) {
            lose(watch, e);
            return;
        }
        long now = System.nanoTime();
        if (watch.troubledSince == 0) {
            watch.troubledSince = now == 0 ? 1 : now;
            LOGGER.log(Level.FINE, "Could not read deployment " + watch.deploymentId, e);
            watch.tell(l -> l.troubleBegan(Subscription.asRuntime(e)));
        }
        Duration wide = times.interval(watch.age(now)).multipliedBy(1L << Math.min(watch.failures++, 6));
        schedule(watch, wide.compareTo(times.widest()) > 0 ? times.widest() : wide);
    }

    /** Reports the loss exactly once. */
    private void lose(Subscription watch, Throwable e) {
        if (watch.close()) {
            Duration silence = watch.silence();
            try {
                remove(watch);
            } finally {
                watch.call(l -> l.lost(Subscription.asRuntime(e), silence));
            }
        }
    }

    private void schedule(Subscription watch, Duration interval) {
        double jitter = ThreadLocalRandom.current().nextDouble(0.9, 1.1);
        synchronized (this) {
            watch.due = System.nanoTime() + (long) (interval.toNanos() * jitter);
        }
    }
}
