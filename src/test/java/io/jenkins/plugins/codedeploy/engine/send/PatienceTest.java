package io.jenkins.plugins.codedeploy.engine.send;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PatienceTest {
    private final Random random = new Random(1);

    @Test
    void pausesGrowUpToABound() {
        assertTrue(longest(1) > 400 && longest(1) <= 500);
        assertTrue(longest(3) > 1800 && longest(3) <= 2000);
        assertTrue(longest(7) > 19_000 && longest(7) <= 20_000);
        assertTrue(longest(1_000_000) <= 20_000);
    }

    @Test
    void aBigPartIsGivenItsTime() {
        assertEquals(Duration.ofSeconds(60), RetryPolicy.DEFAULT.timeLimit(0));
        assertEquals(Duration.ofSeconds(60 + 256), RetryPolicy.DEFAULT.timeLimit(8 << 20));
    }

    private long longest(int failedAttempts) {
        return LongStream.generate(() -> RetryPolicy.DEFAULT.pauseMillis(failedAttempts, random))
                .limit(1000)
                .max()
                .getAsLong();
    }
}
