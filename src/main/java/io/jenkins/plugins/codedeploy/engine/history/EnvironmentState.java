package io.jenkins.plugins.codedeploy.engine.history;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.List;

/**
 * What this controller knows of an environment.
 *
 * @param live the newest deployment that succeeded; null if none is recorded
 * @param newest the newest deployment
 */
public record EnvironmentState(
        @NonNull DeploymentEnvironment environment,
        @CheckForNull HistoryEntry live,
        @NonNull HistoryEntry newest) {
    /** @param newestFirst not empty */
    static EnvironmentState of(List<HistoryEntry> newestFirst) {
        HistoryEntry newest = newestFirst.get(0);
        HistoryEntry live = newestFirst.stream()
                .filter(HistoryEntry::isSucceeded)
                .findFirst()
                .orElse(null);
        return new EnvironmentState(newest.environment(), live, newest);
    }

    /** Returns the name of the target account in Jenkins by which it was deployed last; null if unknown. */
    @CheckForNull
    public String target() {
        return newest.target();
    }
}
