package io.jenkins.plugins.codedeploy.engine.deploy;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.Problem;
import io.jenkins.plugins.codedeploy.engine.watch.Snapshot;
import io.jenkins.plugins.codedeploy.engine.watch.TargetState;
import java.util.List;

/**
 * What became of a run.
 *
 * @param deploymentId null where none was created
 * @param last the deployment as last seen; null where it was not
 * @param rollback the deployment that undid it, as last seen
 * @param failedTargets at most {@link Sightings#MOST_FAILED}
 * @param problem null for {@link Kind#isGood() good} ends
 */
public record Outcome(
        @NonNull Kind kind,
        @CheckForNull String deploymentId,
        @CheckForNull Snapshot last,
        @CheckForNull Snapshot rollback,
        @NonNull List<TargetState> failedTargets,
        @CheckForNull Problem problem) {

    /** How a run can end. */
    public enum Kind {
        SUCCEEDED,
        /** Blue/green: the traffic has shifted, and no more was asked for. */
        TRAFFIC_SHIFTED,
        /** Blue/green: ready for traffic rerouting, and no more was asked for. */
        READY,
        /** Created; the outcome is not awaited. */
        CREATED,
        /** Failed, or stopped outside this run. */
        FAILED,
        /** Surely nothing was created. */
        NOT_CREATED,
        /** Nothing was created, because a newer run waits for the deployment group. */
        OVERTAKEN,
        /** Ended by an abort; the problem describes the state of the deployment. */
        ABORTED,
        /** It is unknown whether the deployment was created, or how it ended. */
        UNKNOWN;

        public boolean isGood() {
            return this == SUCCEEDED || this == TRAFFIC_SHIFTED || this == READY || this == CREATED;
        }
    }

    /** CodeDeploy's word as last seen; where it gave none, one in its style. */
    @NonNull
    public String status() {
        if (last != null) {
            return last.status().word();
        }
        return switch (kind) {
            case CREATED -> "Created";
            case NOT_CREATED, OVERTAKEN -> "NotCreated";
            case ABORTED -> "Aborted";
            default -> "Unknown";
        };
    }

    static Outcome withoutDeployment(Kind kind, Problem problem) {
        return new Outcome(kind, null, null, null, List.of(), problem);
    }
}
