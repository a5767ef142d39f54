package io.jenkins.plugins.codedeploy.engine.history;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What this controller knows of an environment.
 *
 * @param live the newest deployment that succeeded; null if none is recorded
 * @param newest the newest deployment
 * @param deployers full names of the jobs whose builds have deployed, without deleted jobs
 */
public record EnvironmentState(
        @NonNull DeploymentEnvironment environment,
        @CheckForNull HistoryEntry live,
        @NonNull HistoryEntry newest,
        @NonNull Set<String> deployers) {
    /** @param newestFirst not empty */
    static EnvironmentState of(List<HistoryEntry> newestFirst) {
        HistoryEntry newest = newestFirst.get(0);
        HistoryEntry live = newestFirst.stream()
                .filter(HistoryEntry::isSucceeded)
                .findFirst()
                .orElse(null);
        Set<String> deployers = newestFirst.stream()
                .map(HistoryEntry::deployedBy)
                .filter(Objects::nonNull)
                .filter(build -> !build.jobDeleted())
                .map(BuildReference::job)
                .collect(Collectors.toUnmodifiableSet());
        return new EnvironmentState(newest.environment(), live, newest, deployers);
    }

    /** Returns the name of the target account in Jenkins by which it was deployed last; null if unknown. */
    @CheckForNull
    public String target() {
        return newest.target();
    }
}
