package io.jenkins.plugins.codedeploy.engine.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.engine.watch.HostileClient;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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
        SerialExecutor serial = new SerialExecutor(pool, timer, told::add);
        CountDownLatch next = new CountDownLatch(1);

        serial.execute(() -> HostileClient.raise(thrown));
        serial.execute(next::countDown);

        assertSame(thrown, told.poll(10, TimeUnit.MINUTES));
        await(next);
    }

    @ParameterizedTest
    @MethodSource("anything")
    void anOwnerThatThrowsDoesNotEndIt(Throwable thrown) throws Exception {
        SerialExecutor serial = new SerialExecutor(pool, timer, HostileClient::raise);
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
        SerialExecutor serial = new SerialExecutor(pool, timer, told::add);
        CountDownLatch next = new CountDownLatch(1);

        serial.execute(next::countDown);

        assertTrue(told.poll(10, TimeUnit.MINUTES) instanceof RejectedExecutionException);
        await(next);
    }

    @Test
    void knowsWhichThreadIsItsOwn() throws Exception {
        SerialExecutor serial = new SerialExecutor(pool, timer, told::add);
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
        SerialExecutor serial = new SerialExecutor(pool, timer, told::add);
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
}
