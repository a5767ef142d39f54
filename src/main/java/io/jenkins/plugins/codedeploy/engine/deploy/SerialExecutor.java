package io.jenkins.plugins.codedeploy.engine.deploy;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Runs the tasks of one run one after the other on a shared pool: a run's state needs no lock. */
final class SerialExecutor implements Executor {
    private static final Logger LOGGER = Logger.getLogger(SerialExecutor.class.getName());

    private final Executor pool;
    private final Consumer<Throwable> whenBroken;
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private boolean running;

    /** @param whenBroken told of a task that failed in a way that nobody foresaw */
    SerialExecutor(Executor pool, Consumer<Throwable> whenBroken) {
        this.pool = pool;
        this.whenBroken = whenBroken;
    }

    @Override
    public void execute(Runnable task) {
        synchronized (this) {
            tasks.add(task);
            if (running) {
                return;
            }
            running = true;
        }
        pool.execute(this::drain);
    }

    private void drain() {
        for (Runnable task = next(); task != null; task = next()) {
            try {
                task.run();
            } catch (RejectedExecutionException e) {
                LOGGER.log(Level.FINE, "shutting down: the journal tells where to go on", e);
            } catch (RuntimeException | LinkageError e) {
                whenBroken.accept(e);
            }
        }
    }

    private synchronized Runnable next() {
        Runnable task = tasks.poll();
        running = task != null;
        return task;
    }
}
