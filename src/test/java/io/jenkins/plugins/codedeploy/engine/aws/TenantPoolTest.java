package io.jenkins.plugins.codedeploy.engine.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;

class TenantPoolTest {
    private final CallThreads threads = new CallThreads(Thread::new);
    private final TenantPool pool = new TenantPool(threads);
    private final CountDownLatch answers = new CountDownLatch(1);
    private final Semaphore begun = new Semaphore(0);
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void oneTenantHoldsFourThreadsAndGoesOnWithThem() throws Exception {
        stall("one", 20);
        await(4);
        assertEquals(4, count.get());
        assertEquals(4, threads.getPoolSize());

        answers.countDown();
        await(16);
        assertEquals(4, most.get(), "at the same time, before and after the answers");
    }

    @Test
    void thoseThatAreNewLeaveAShareForThoseThatWereAnswered() throws Exception {
        run("proven").get(10, TimeUnit.MINUTES);
        for (int i = 0; i < 30; i++) {
            stall("stranger-" + i, 4);
        }
        await(TenantPool.MOST_UNPROVEN);

        run("proven").get(10, TimeUnit.MINUTES);
        CompletableFuture<Void> late = run("new");
        run("proven").get(10, TimeUnit.MINUTES);
        assertEquals(TenantPool.MOST_UNPROVEN, count.get());
        assertTrue(!late.isDone(), "it waits as the other new ones do");

        answers.countDown();
        late.get(10, TimeUnit.MINUTES);
        await(120 - TenantPool.MOST_UNPROVEN);
    }

    @Test
    void tasksOfATenantBeginInTheirOrder() throws Exception {
        List<Integer> order = new CopyOnWriteArrayList<>();
        CountDownLatch all = new CountDownLatch(100);
        stall("one", 3);
        await(3);
        for (int i = 0; i < 100; i++) {
            int number = i;
            pool.of(access("one")).execute(() -> {
                order.add(number);
                all.countDown();
            });
        }
        assertTrue(all.await(10, TimeUnit.MINUTES));
        assertEquals(IntStream.range(0, 100).boxed().toList(), order);
    }

    @Test
    void whatIsUrgentDoesNotWaitForTheTenantsOtherTasks() throws Exception {
        stall("one", 20);
        await(4);
        CompletableFuture<Void> done = new CompletableFuture<>();
        pool.urgent(access("one")).execute(() -> done.complete(null));
        done.get(10, TimeUnit.MINUTES);
        assertEquals(4, count.get(), "the others still wait");
        answers.countDown();
        await(16);
    }

    @Test
    void oneThatFailsTakesNoThreadAlong() throws Exception {
        for (int i = 0; i < 10; i++) {
            pool.of(access("one")).execute(() -> {
                throw new IllegalStateException("expected");
            });
        }
        run("one").get(10, TimeUnit.MINUTES);
    }

    @Test
    void saysThatTheThreadsHaveEnded() {
        threads.shutdownNow();
        assertThrows(RejectedExecutionException.class, () -> run("one"));
        assertThrows(RejectedExecutionException.class, () -> run("one"));
    }

    private CompletableFuture<Void> run(String tenant) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        pool.of(access(tenant)).execute(() -> done.complete(null));
        return done;
    }

    private void stall(String tenant, int tasks) {
        for (int i = 0; i < tasks; i++) {
            pool.of(access(tenant)).execute(() -> {
                count.incrementAndGet();
                most.accumulateAndGet(running.incrementAndGet(), Math::max);
                begun.release();
                try {
                    answers.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                } finally {
                    running.decrementAndGet();
                }
            });
        }
    }

    private void await(int tasks) throws InterruptedException {
        assertTrue(begun.tryAcquire(tasks, 10, TimeUnit.MINUTES));
    }

    private static TargetAccess access(String tenant) {
        return TargetAccess.of(
                new SourceIdentity(AnonymousCredentialsProvider.create(), tenant, "test"), null, null, "eu-central-1");
    }
}
