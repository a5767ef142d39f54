package io.jenkins.plugins.codedeploy.engine.deploy;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.revision.Revision;
import io.jenkins.plugins.codedeploy.engine.watch.Snapshot;
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
    /** Returns whether its revision can be deployed again. */
    public boolean isDeployable() {
        return revision != null;
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
                .filter(past -> past.snapshot().status().isTerminal())
                .toList();
        if (ended.isEmpty()) {
            return Optional.empty();
        }
        PastDeployment newest = ended.get(0);
        Revision live = newest.snapshot().status().isSucceeded() ? newest.revision() : null;
        return ended.stream()
                .skip(newest.snapshot().status().isSucceeded() ? 1 : 0)
                .filter(past -> past.snapshot().status().isSucceeded())
                .filter(past -> past.isDeployable() && !Objects.equals(past.revision(), live))
                .findFirst();
    }
}
