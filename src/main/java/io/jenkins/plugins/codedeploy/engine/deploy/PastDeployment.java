package io.jenkins.plugins.codedeploy.engine.deploy;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.history.HistoryEntry;
import io.jenkins.plugins.codedeploy.engine.revision.Revision;
import io.jenkins.plugins.codedeploy.engine.watch.DeploymentStatus;
import io.jenkins.plugins.codedeploy.engine.watch.Snapshot;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A deployment in the history of a deployment group.
 *
 * @param revision what it deployed; null if AWS does not return it in a form that can be deployed again
 */
public record PastDeployment(
        @NonNull Snapshot snapshot, @CheckForNull Revision revision) {
    /** Returns what this controller has recorded of a deployment. */
    @NonNull
    static PastDeployment of(@NonNull HistoryEntry entry) {
        Snapshot snapshot = new Snapshot.Builder(entry.deploymentId(), new DeploymentStatus(entry.status()))
                .application(entry.environment().application())
                .deploymentGroup(entry.environment().deploymentGroup())
                .revision(entry.revision())
                .rollsBack(entry.rollbackOf())
                .trafficShifted(entry.trafficShifted())
                .created(entry.begun())
                .completed(entry.ended())
                .build();
        return new PastDeployment(snapshot, entry.deployableRevision());
    }

    /** Returns the ID of the deployment. */
    @NonNull
    public String id() {
        return snapshot.id();
    }

    /** Returns whether its revision can be deployed again. */
    public boolean isDeployable() {
        return revision != null;
    }

    /** Returns whether its revision was installed completely. */
    public boolean isSucceeded() {
        return snapshot.status().isSucceeded()
                || snapshot.trafficShifted() && !snapshot.status().isTerminal();
    }

    /** Returns when it ended or, as long as it has not, when it was created. */
    @NonNull
    Instant ended() {
        Instant created = Objects.requireNonNullElse(snapshot.created(), Instant.EPOCH);
        return Objects.requireNonNullElse(snapshot.completed(), created);
    }

    /**
     * Finds the deployment whose revision is live.
     *
     * @param newestFirst of one deployment group
     * @return empty if none succeeded
     */
    @NonNull
    public static Optional<PastDeployment> live(@NonNull List<PastDeployment> newestFirst) {
        return newestFirst.stream().filter(PastDeployment::isSucceeded).findFirst();
    }

    /**
     * Finds what to deploy to take back the current state: the last deployment that succeeded with another revision than
     * the one that is live. After a deployment that failed or was stopped, that is the last one that succeeded.
     *
     * @param newestFirst of one deployment group
     * @return empty if no deployment of the list can be deployed again
     */
    @NonNull
    public static Optional<PastDeployment> previous(@NonNull List<PastDeployment> newestFirst) {
        List<PastDeployment> ended = newestFirst.stream()
                .filter(past -> past.isSucceeded() || past.snapshot().status().isTerminal())
                .toList();
        if (ended.isEmpty()) {
            return Optional.empty();
        }
        PastDeployment newest = ended.get(0);
        Revision live = newest.isSucceeded() ? newest.revision() : null;
        return ended.stream()
                .skip(newest.isSucceeded() ? 1 : 0)
                .filter(past -> past.isSucceeded() && past.isDeployable())
                .filter(past -> !Objects.equals(past.revision(), live))
                .findFirst();
    }
}
