package io.jenkins.plugins.codedeploy.engine.deploy;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.aws.TargetAccess;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Runs the tasks of one run one after the other on a shared pool: a run's state needs no lock. Never throws, and goes on
 * after whatever a task throws.
 */
final class SerialExecutor implements Executor {
    /** The pauses between them double: about a minute. */
    private static final int MOST_REFUSALS = 7;

    private static final long FIRST_PAUSE_MILLIS = 500;

    private final Executor pool;
    private final Executor urgent;
    private final ScheduledExecutorService timer;
    private final Consumer<Throwable> whenBroken;
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    /** Whether the pool has been asked to run the tasks. */
    private boolean running;

    /** {@link System#nanoTime} at which the present task began. */
    private volatile long begun;

    private volatile boolean busy;
    /** Runs the present task. */
    private volatile Thread worker;

    @CheckForNull
    private volatile Throwable unreportedError;

    /**
     * @param pool runs the tasks
     * @param urgent runs them where the pool would be too late
     * @param timer resubmits tasks that the pool rejects
     * @param whenBroken receives exceptions of tasks and of a pool that was shut down; never while a task runs
     */
    SerialExecutor(Executor pool, Executor urgent, ScheduledExecutorService timer, Consumer<Throwable> whenBroken) {
        this.pool = pool;
        this.urgent = urgent;
        this.timer = timer;
        this.whenBroken = whenBroken;
    }

    /** On the threads of the access's tenant. */
    static SerialExecutor of(DeploymentEngine engine, TargetAccess access, Consumer<Throwable> whenBroken) {
        return new SerialExecutor(engine.pool().of(access), engine.pool().urgent(access), engine.timer(), whenBroken);
    }

    @Override
    public void execute(@NonNull Runnable task) {
        synchronized (this) {
            tasks.add(task);
            if (running) {
                return;
            }
            running = true;
        }
        start(pool, 0);
    }

    /** Also runs after the tasks before it, but none of them waits for a turn in the pool any longer. */
    void executeSoon(@NonNull Runnable task) {
        synchronized (this) {
            tasks.add(task);
            running = true;
            if (busy) {
                return;
            }
        }
        start(urgent, 0);
    }

    /** @throws IllegalStateException for a thread that does not run a task of this: the run's state is not its own */
    void requireInside() {
        if (worker != Thread.currentThread()) {
            throw new IllegalStateException("Not on the run's own executor: " + Thread.currentThread());
        }
    }

    /** How long the present task has been running. */
    @NonNull
    Duration busyFor() {
        return busy ? Duration.ofNanos(System.nanoTime() - begun) : Duration.ZERO;
    }

    /** What a task has thrown, where telling it failed, too; null where there is none. */
    @CheckForNull
    Throwable unreportedError() {
        return unreportedError;
    }

    private void start(Executor threads, int refusals) {
        try {
            threads.execute(this::drain);
        } catch (Throwable e) {
            // rejected, or no memory for a thread
            refused(threads, refusals, e);
        }
    }

    private void refused(Executor threads, int refusals, Throwable e) {
        if (refusals < MOST_REFUSALS) {
            try {
                long pause = FIRST_PAUSE_MILLIS << refusals;
                timer.schedule(() -> start(threads, refusals + 1), pause, TimeUnit.MILLISECONDS);
                return;
            } catch (Throwable shuttingDown) {
                e.addSuppressed(shuttingDown);
            }
        }
        // on this thread, because there is no other; little is left to do once the owner is notified
        if (enter()) {
            broken(e);
            drainInside();
        }
    }

    private void drain() {
        if (enter()) {
            drainInside();
        }
    }

    /** @return false where another thread runs the tasks already */
    private synchronized boolean enter() {
        if (busy) {
            return false;
        }
        busy = true;
        begun = System.nanoTime();
        worker = Thread.currentThread();
        return true;
    }

    private void drainInside() {
        for (Runnable task = next(); task != null; task = next()) {
            try {
                task.run();
            } catch (Throwable e) {
                broken(e);
            }
        }
    }

    private void broken(Throwable e) {
        try {
            whenBroken.accept(e);
        } catch (Throwable again) {
            unreportedError = e;
        }
    }

    private synchronized Runnable next() {
        Runnable task = tasks.poll();
        running = task != null;
        busy = running;
        if (!running) {
            worker = null;
        }
        begun = System.nanoTime();
        return task;
    }
}
