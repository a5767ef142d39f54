package io.jenkins.plugins.codedeploy.environments;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.deploy.PastDeployment;
import io.jenkins.plugins.codedeploy.engine.history.DeploymentEnvironment;
import io.jenkins.plugins.codedeploy.engine.history.DeploymentHistory;
import io.jenkins.plugins.codedeploy.engine.history.HistoryEntry;
import io.jenkins.plugins.codedeploy.engine.watch.Snapshot;
import io.jenkins.plugins.codedeploy.records.ControllerHistory;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/** What AWS tells of an environment, compared with its history. */
final class HistoryUpdate {
    private static final Logger LOGGER = Logger.getLogger(HistoryUpdate.class.getName());

    private HistoryUpdate() {}

    /**
     * Brings the history up to date. Deployments that are not recorded remain so.
     *
     * @param newestFirst the deployments of the group that AWS returns
     * @return whether what is live was deployed by this Jenkins
     */
    @NonNull
    static String of(@NonNull DeploymentEnvironment environment, @NonNull List<PastDeployment> newestFirst) {
        DeploymentHistory history = ControllerHistory.get();
        for (PastDeployment seen : newestFirst) {
            Snapshot now = seen.snapshot();
            history.find(environment, seen.id()).ifPresent(known -> put(history, known, now));
        }
        Optional<PastDeployment> live = PastDeployment.live(newestFirst);
        if (live.isEmpty()) {
            return Messages.HistoryUpdate_none();
        }
        String id = live.get().id();
        return history.find(environment, id).isPresent()
                ? Messages.HistoryUpdate_ours(id)
                : Messages.HistoryUpdate_others(id);
    }

    private static void put(DeploymentHistory history, HistoryEntry known, Snapshot now) {
        Instant created = now.created();
        try {
            history.put(known.toBuilder()
                    .status(now.status().word())
                    .trafficShifted(now.trafficShifted())
                    .begun(created == null ? known.begun() : created)
                    .ended(now.completed())
                    .build());
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "The history of deployments is not up to date", e);
        }
    }
}
