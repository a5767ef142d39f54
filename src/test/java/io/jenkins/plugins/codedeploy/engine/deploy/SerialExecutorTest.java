package io.jenkins.plugins.codedeploy.engine.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.engine.watch.HostileClient;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever tasks and threads do, the owner is told and later tasks run. */
class SerialExecutorTest {
    private final ExecutorService pool = Executors.newFixedThreadPool(2);
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final BlockingQueue<Throwable> told = new LinkedBlockingQueue<>();

    @AfterEach
    void end() {
        pool.shutdownNow();
        timer.shutdownNow();
    }

    static Stream<Throwable> anything() {
        return HostileClient.anything();
    }

    private static void await(CountDownLatch latch) throws InterruptedException {
        assertTrue(latch.await(10, TimeUnit.MINUTES));
    }

    @ParameterizedTest
    @MethodSource("anything")
    void whateverATaskThrowsIsToldAndTheNextOneRuns(Throwable thrown) throws Exception {
        SerialExecutor serial = new SerialExecutor(pool, pool, timer, told::add);
        CountDownLatch next = new CountDownLatch(1);

        serial.execute(() -> HostileClient.raise(thrown));
        serial.execute(next::countDown);

        assertSame(thrown, told.poll(10, TimeUnit.MINUTES));
        await(next);
    }

    @ParameterizedTest
    @MethodSource("anything")
    void anOwnerThatThrowsDoesNotEndIt(Throwable thrown) throws Exception {
        SerialExecutor serial = new SerialExecutor(pool, pool, timer, HostileClient::raise);
        CountDownLatch next = new CountDownLatch(1);

        serial.execute(() -> HostileClient.raise(thrown));
        serial.execute(next::countDown);

        await(next);
        assertSame(thrown, serial.unreportedError());
    }

    @ParameterizedTest
    @MethodSource("anything")
    void tasksThatThePoolRefusesComeLater(Throwable thrown) throws Exception {
        AtomicInteger refusals = new AtomicInteger(2);
        SerialExecutor serial = new SerialExecutor(
                task -> {
                    if (refusals.getAndDecrement() > 0) {
                        HostileClient.raise(thrown);
                    }
                    pool.execute(task);
                },
                pool,
                timer,
                told::add);
        CountDownLatch all = new CountDownLatch(2);

        serial.execute(all::countDown);
        serial.execute(all::countDown);

        await(all);
        assertEquals(List.of(), List.copyOf(told));
    }

    @Test
    void withoutAnyThreadTheOwnerIsToldAtOnce() throws Exception {
        pool.shutdownNow();
        timer.shutdownNow();
        SerialExecutor serial = new SerialExecutor(pool, pool, timer, told::add);
        CountDownLatch next = new CountDownLatch(1);

        serial.execute(next::countDown);

        assertTrue(told.poll(10, TimeUnit.MINUTES) instanceof RejectedExecutionException);
        await(next);
    }

    @Test
    void knowsWhichThreadIsItsOwn() throws Exception {
        SerialExecutor serial = new SerialExecutor(pool, pool, timer, told::add);
        CountDownLatch inside = new CountDownLatch(1);

        serial.execute(() -> {
            serial.requireInside();
            inside.countDown();
        });

        await(inside);
        assertThrows(IllegalStateException.class, serial::requireInside);
        assertEquals(List.of(), List.copyOf(told));
    }

    @Test
    void tellsHowLongATaskHasBeenRunning() throws Exception {
        SerialExecutor serial = new SerialExecutor(pool, pool, timer, told::add);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        serial.execute(() -> {
            begun.countDown();
            try {
                await(end);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        await(begun);
        while (serial.busyFor().toMillis() < 20) {
            Thread.sleep(1);
        }
        end.countDown();
        while (!serial.busyFor().isZero()) {
            Thread.sleep(1);
        }
    }

    @Test
    void whatIsUrgentDoesNotWaitForThePoolAndKeepsTheOrder() throws Exception {
        List<Runnable> neverYet = new CopyOnWriteArrayList<>();
        SerialExecutor serial = new SerialExecutor(neverYet::add, pool, timer, told::add);
        List<Integer> order = new CopyOnWriteArrayList<>();
        CountDownLatch both = new CountDownLatch(2);
        serial.execute(() -> {
            order.add(1);
            both.countDown();
        });

        serial.executeSoon(() -> {
            order.add(2);
            both.countDown();
        });

        await(both);
        assertEquals(List.of(1, 2), order);
        // the pool's turn comes, and finds nothing left
        assertEquals(1, neverYet.size());
        neverYet.get(0).run();
        assertEquals(List.of(1, 2), order);
    }

    @Test
    void neverRunsTwoTasksAtATime() throws Exception {
        SerialExecutor serial = new SerialExecutor(pool, ForkJoinPool.commonPool(), timer, told::add);
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch all = new CountDownLatch(2_000);
        Runnable task = () -> {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            Thread.yield();
            inside.decrementAndGet();
            all.countDown();
        };
        for (int i = 0; i < 1_000; i++) {
            serial.execute(task);
            serial.executeSoon(task);
        }
        await(all);
        assertEquals(1, most.get());
    }
}
