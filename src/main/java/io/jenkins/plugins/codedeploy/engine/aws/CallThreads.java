package io.jenkins.plugins.codedeploy.engine.aws;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** As many threads as there are tasks at once, up to the limit of {@link TenantPool}: for calls that block. */
public final class CallThreads extends ThreadPoolExecutor {
    private final AtomicInteger tasks;

    public CallThreads(@NonNull ThreadFactory factory) {
        this(factory, new Free());
    }

    private CallThreads(ThreadFactory factory, Free free) {
        super(0, TenantPool.MOST, 1, TimeUnit.MINUTES, free, factory);
        tasks = free.tasks;
        free.pool = this;
    }

    @Override
    public void execute(Runnable task) {
        tasks.incrementAndGet();
        super.execute(task);
    }

    @Override
    protected void afterExecute(Runnable task, Throwable failure) {
        tasks.decrementAndGet();
    }

    /** Takes a task where a thread is free or about to be; else the pool makes another one. */
    private static final class Free extends LinkedBlockingQueue<Runnable> {
        private static final long serialVersionUID = 1;

        private final AtomicInteger tasks = new AtomicInteger();
        private transient ThreadPoolExecutor pool;

        @Override
        public boolean offer(Runnable task) {
            return pool.getPoolSize() >= tasks.get() && super.offer(task);
        }
    }
}
