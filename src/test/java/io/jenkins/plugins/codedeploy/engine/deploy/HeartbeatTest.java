package io.jenkins.plugins.codedeploy.engine.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HeartbeatTest {
    private final AtomicLong now = new AtomicLong(-5);
    private final Heartbeat heartbeat = new Heartbeat(Duration.ofMinutes(5), now::get);

    private void after(int minutes) {
        now.addAndGet(Duration.ofMinutes(minutes).toNanos());
    }

    @Test
    void isDueOnceForEachIntervalInWhichNothingIsLogged() {
        after(4);
        assertFalse(heartbeat.isDue());
        after(1);
        assertTrue(heartbeat.isDue());
        assertFalse(heartbeat.isDue());
        after(5);
        assertTrue(heartbeat.isDue());
        assertEquals(Duration.ofMinutes(10), heartbeat.elapsed());
    }

    @Test
    void isNotDueAfterSomethingElseWasLogged() {
        after(4);
        heartbeat.beat();
        after(4);
        assertFalse(heartbeat.isDue());
        after(1);
        assertTrue(heartbeat.isDue());
    }
}
