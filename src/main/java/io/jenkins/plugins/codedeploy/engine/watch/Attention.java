package io.jenkins.plugins.codedeploy.engine.watch;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.aws.Recent;
import java.time.Duration;

/** Which deployments somebody is looking at: where calls are short, their targets are read first. */
final class Attention {
    /** A page that is open asks more often; one that was closed does not. */
    private static final Duration SPAN = Duration.ofSeconds(45);

    private final Recent<String, Long> until = new Recent<>();

    void draw(@NonNull String deploymentId) {
        until.put(deploymentId, System.nanoTime() + SPAN.toNanos());
    }

    boolean isOn(@NonNull String deploymentId) {
        Long end = until.get(deploymentId);
        return end != null && end - System.nanoTime() > 0;
    }
}
