package io.jenkins.plugins.codedeploy.simulator.codedeploy;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.time.Instant;

/** When a deployment came into a status. */
public record StatusChange(@NonNull Instant time, @NonNull String status) {}
