package io.jenkins.plugins.codedeploy.pipeline;

import hudson.init.Terminator;
import hudson.security.ACL;
import hudson.util.ClassLoaderSanityThreadFactory;
import hudson.util.DaemonThreadFactory;
import hudson.util.NamingThreadFactory;
import io.jenkins.plugins.codedeploy.controller.Engines;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import jenkins.security.ImpersonatingExecutorService;

/** Runs a step's work on a thread, where it can be interrupted: also before it has begun. */
public final class Worker {
    private static final Set<Worker> RUNNING = ConcurrentHashMap.newKeySet();

    /** For what blocks on an agent: one thread an executor that is held, so it needs no bound of its own. */
    private static final Executor BLOCKING = new ImpersonatingExecutorService(
            Executors.newCachedThreadPool(new NamingThreadFactory(
                    new ClassLoaderSanityThreadFactory(new DaemonThreadFactory()), "codeDeploy upload")),
            ACL.SYSTEM2);

    /** Ends as soon as it is interrupted. */
    @FunctionalInterface
    interface Work {
        void run() throws Exception;
    }

    private Thread thread;
    private boolean interrupted;
    private boolean cutOff;

    Worker() {}

    /** With the controller: so that an upload ends on its agent, too, and begins again when the controller does. */
    @Terminator(attains = Engines.UNUSED)
    public static void endAll() {
        RUNNING.forEach(Worker::cutOff);
    }

    static Executor blocking() {
        return BLOCKING;
    }

    /**
     * @param whenFailed told of whatever the work has thrown, errors of the JVM included, on the same thread, which is not
     *     interrupted any more; on the caller's where the pool takes no work
     */
    void run(Executor pool, Work work, Consumer<Throwable> whenFailed) {
        try {
            pool.execute(() -> work(work, whenFailed));
        } catch (Throwable e) {
            // rejected, or no memory for a thread
            tell(e, whenFailed);
        }
    }

    private void work(Work work, Consumer<Throwable> whenFailed) {
        Throwable failure = null;
        try {
            begin();
            work.run();
        } catch (Throwable e) {
            failure = e;
        } finally {
            end();
        }
        if (failure != null) {
            tell(failure, whenFailed);
        }
    }

    private void tell(Throwable failure, Consumer<Throwable> whenFailed) {
        if (!isCutOff()) {
            whenFailed.accept(failure);
        }
    }

    private synchronized void cutOff() {
        cutOff = true;
        interrupt();
    }

    /** Its failure is the controller's end: it begins again after the restart. */
    private synchronized boolean isCutOff() {
        return cutOff;
    }

    synchronized void interrupt() {
        interrupted = true;
        if (thread != null) {
            thread.interrupt();
        }
    }

    private synchronized void begin() throws InterruptedException {
        if (interrupted) {
            throw new InterruptedException();
        }
        thread = Thread.currentThread();
        RUNNING.add(this);
    }

    private synchronized void end() {
        thread = null;
        RUNNING.remove(this);
        // the thread goes back to its pool
        Thread.interrupted();
    }
}
