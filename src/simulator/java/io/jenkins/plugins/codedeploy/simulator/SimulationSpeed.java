package io.jenkins.plugins.codedeploy.simulator;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.time.Duration;

/**
 * How much faster simulated work goes by than AWS'. Signatures, timestamps and the end of sessions always follow the
 * wall clock.
 *
 * @param factor 1 is real time, 60 makes a minute a second
 */
public record SimulationSpeed(double factor) {
    public static final SimulationSpeed REAL = new SimulationSpeed(1);

    public SimulationSpeed {
        if (!(factor > 0)) {
            throw new IllegalArgumentException("A pace is above 0: " + factor);
        }
    }

    @NonNull
    public static SimulationSpeed times(double factor) {
        return new SimulationSpeed(factor);
    }

    /** @return how long it takes here */
    @NonNull
    public Duration of(@NonNull Duration atAws) {
        return Duration.ofNanos((long) (atAws.toNanos() / factor));
    }

    public void sleep(@NonNull Duration atAws) throws InterruptedException {
        Duration here = of(atAws);
        Thread.sleep(here.toMillis(), here.toNanosPart() % 1_000_000);
    }
}
