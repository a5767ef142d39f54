package io.jenkins.plugins.codedeploy.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.engine.watch.HostileClient;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a step's work throws, its owner is told: else the step would never end. */
class WorkerTest {
    private final ExecutorService pool = Executors.newSingleThreadExecutor();
    private final BlockingQueue<Throwable> told = new LinkedBlockingQueue<>();

    @AfterEach
    void end() {
        pool.shutdownNow();
    }

    static Stream<Throwable> anything() {
        return HostileClient.anything();
    }

    @ParameterizedTest
    @MethodSource("anything")
    void whateverTheWorkThrowsIsTold(Throwable thrown) throws Exception {
        new Worker().run(pool, () -> HostileClient.raise(thrown), told::add);

        assertSame(thrown, told.poll(2, TimeUnit.MINUTES));
    }

    @ParameterizedTest
    @MethodSource("anything")
    void aPoolThatTakesNoWorkIsToldToo(Throwable thrown) {
        new Worker().run(task -> HostileClient.raise(thrown), () -> {}, told::add);

        assertEquals(List.of(thrown), List.copyOf(told));
    }

    @Test
    void anInterruptionEndsItAndItsThreadGoesBackUninterrupted() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        Worker worker = new Worker();
        worker.run(
                pool,
                () -> {
                    begun.countDown();
                    Thread.sleep(TimeUnit.HOURS.toMillis(1));
                },
                told::add);
        assertTrue(begun.await(2, TimeUnit.MINUTES));
        worker.interrupt();

        assertTrue(told.poll(2, TimeUnit.MINUTES) instanceof InterruptedException);
        assertFalse(pool.submit(() -> Thread.currentThread().isInterrupted()).get(2, TimeUnit.MINUTES));
    }
}
