package io.jenkins.plugins.codedeploy.tools.aws;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.time.Duration;

/**
 * How much faster simulated work goes by than AWS'. Signatures, timestamps and the end of sessions always follow the
 * wall clock.
 *
 * @param factor 1 is real time, 60 makes a minute a second
 */
public record Pace(double factor) {
    public static final Pace REAL = new Pace(1);

    public Pace {
        if (!(factor > 0)) {
            throw new IllegalArgumentException("A pace is above 0: " + factor);
        }
    }

    @NonNull
    public static Pace times(double factor) {
        return new Pace(factor);
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
