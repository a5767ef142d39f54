package io.jenkins.plugins.codedeploy.parameters;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class TimeLimitTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Test
    void interruptsWhatTakesTooLongAndSaysHowLongItWas() {
        TimeLimit.Over over = assertThrows(
                TimeLimit.Over.class,
                () -> new TimeLimit(MINUTE).during(MINUTE.minusMillis(50), () -> {
                    new CountDownLatch(1).await();
                    return "";
                }));

        assertTrue(over.getMessage().contains("timeout of 1 min"), over.getMessage());
        assertFalse(Thread.currentThread().isInterrupted());
    }

    /** Whatever the work makes of its interruption. */
    @Test
    void tellsTheTimeOutNotItsConsequence() {
        assertThrows(
                TimeLimit.Over.class,
                () -> new TimeLimit(MINUTE).during(MINUTE.plusSeconds(5), () -> {
                    try {
                        new CountDownLatch(1).await();
                        return "";
                    } catch (InterruptedException e) {
                        throw new IOException("cut off", e);
                    }
                }));
    }

    @Test
    void leavesAloneWhatEndsInTime() throws Exception {
        assertEquals("done", new TimeLimit(MINUTE).during(Duration.ZERO, () -> "done"));
        assertEquals("done", new TimeLimit(null).during(MINUTE, () -> "done"));
    }

    @Test
    void aFailureInTimeIsItself() {
        IOException own = new IOException("own");
        IOException thrown = assertThrows(
                IOException.class,
                () -> new TimeLimit(MINUTE).during(Duration.ZERO, () -> {
                    throw own;
                }));
        assertSame(own, thrown);
    }

    /** An abort is an abort, also where the time ends in the same moment. */
    @Test
    void anInterruptionTogetherWithTheEndOfTheTimeIsNotSwallowed() {
        Thread caller = Thread.currentThread();
        assertThrows(
                InterruptedException.class,
                () -> new TimeLimit(MINUTE).during(MINUTE.minusSeconds(2), () -> {
                    try {
                        new CountDownLatch(1).await();
                        return "";
                    } catch (InterruptedException e) {
                        caller.interrupt();
                        throw e;
                    }
                }));
    }

    @Test
    void whatIsInterruptedHasEndedBeforeAnybodyIsTold() {
        AtomicBoolean ended = new AtomicBoolean();
        assertThrows(
                TimeLimit.Over.class,
                () -> new TimeLimit(MINUTE).during(MINUTE.minusSeconds(2), () -> {
                    try {
                        new CountDownLatch(1).await();
                        return "";
                    } finally {
                        Thread.sleep(100);
                        ended.set(true);
                    }
                }));
        assertTrue(ended.get());
    }

    @Test
    void anInterruptionBySomebodyElseIsItself() {
        Thread.currentThread().interrupt();
        assertThrows(
                InterruptedException.class,
                () -> new TimeLimit(MINUTE).during(Duration.ZERO, () -> {
                    new CountDownLatch(1).await();
                    return "";
                }));
    }
}
