package io.jenkins.plugins.codedeploy.simulator.codedeploy;

import java.time.Duration;

/** How long the parts of a deployment take, in AWS' time; guarded by the realm. */
final class Timing {
    Duration start = Duration.ofSeconds(1);
    Duration event = Duration.ofSeconds(2);
    Duration command = Duration.ofHours(1);
    Duration baking = Duration.ZERO;
    String bakingWord = "Baking";
}
