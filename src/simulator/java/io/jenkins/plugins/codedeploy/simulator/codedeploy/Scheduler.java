package io.jenkins.plugins.codedeploy.simulator.codedeploy;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** The one thread that moves every deployment on, and a pool for the scripts of real folders. */
final class Scheduler implements AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger(Scheduler.class.getName());
    private static final int WORKERS = 32;
    private static final int CLOSING_SECONDS = 10;

    private final UnaryOperator<Duration> pace;
    private final ScheduledThreadPoolExecutor timer;
    private final ThreadPoolExecutor workers;

    Scheduler(@NonNull UnaryOperator<Duration> pace) {
        this.pace = pace;
        // Results after the end, such as a script's, are ignored.
        this.timer = new ScheduledThreadPoolExecutor(
                1, task -> daemon(task, "simulated-codedeploy"), new ThreadPoolExecutor.DiscardPolicy());
        this.timer.setRemoveOnCancelPolicy(true);
        this.workers = new ThreadPoolExecutor(
                WORKERS,
                WORKERS,
                10,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                task -> daemon(task, "simulated-instance"),
                new ThreadPoolExecutor.DiscardPolicy());
        this.workers.allowCoreThreadTimeOut(true);
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** @param delay in AWS' time */
    @NonNull
    Future<?> after(@NonNull Duration delay, @NonNull Runnable task) {
        return timer.schedule(logged(task), pace.apply(delay).toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Runs long tasks, separately from the timer's thread. */
    void work(@NonNull Runnable task) {
        workers.execute(logged(task));
    }

    private static Runnable logged(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                LOGGER.log(System.Logger.Level.ERROR, "The simulation of CodeDeploy is broken", e);
                throw e;
            }
        };
    }

    /** Scripts are ended, and what they write with them. */
    @Override
    public void close() {
        timer.shutdownNow();
        workers.shutdownNow();
        try {
            workers.awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
