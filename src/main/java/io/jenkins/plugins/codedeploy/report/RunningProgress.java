package io.jenkins.plugins.codedeploy.report;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Run;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * How far a running deployment is, as the build that tracks it has seen last.
 *
 * @param done number of targets that have ended, whatever the result
 * @param total number of targets, at least 1
 */
public record RunningProgress(long done, long total) {
    /**
     * Returns the progress of a deployment.
     *
     * @return null if the build does not track it now, or has seen no targets yet
     */
    @CheckForNull
    public static RunningProgress of(@NonNull Run<?, ?> build, @NonNull String deploymentId) {
        DeploymentsAction action = build.isBuilding() ? build.getAction(DeploymentsAction.class) : null;
        return action == null
                ? null
                : action.all().stream()
                        .filter(DeploymentRecord::isFollowed)
                        .flatMap(record -> Stream.of(record.getDeployment(), record.getRollback()))
                        .filter(Objects::nonNull)
                        .filter(seen -> seen.getId().equals(deploymentId) && seen.getTotal() > 0)
                        .map(seen -> new RunningProgress(
                                seen.getSucceeded() + seen.getFailed() + seen.getSkipped(), seen.getTotal()))
                        .findFirst()
                        .orElse(null);
    }
}
