package io.jenkins.plugins.codedeploy.engine.deploy;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.codedeploy.engine.watch.Snapshot;

/** The deployment is over, and CodeDeploy is to name the one that rolls it back: waited for a while. */
final class AwaitingRollback implements MonitorState {
    private final DeploymentMonitor following;

    @CheckForNull
    private final Stopping stopping;

    /** @param stopping how it was stopped; null where it failed */
    AwaitingRollback(DeploymentMonitor following, @CheckForNull Stopping stopping) {
        this.following = following;
        this.stopping = stopping;
    }

    /** Whether CodeDeploy is configured to roll a failed deployment back, and has not said that it cannot. */
    static boolean isExpected(Snapshot now) {
        return now.rollbackExpected() && now.status().word().equals("Failed") && now.rollbackMessage() == null;
    }

    @Override
    public void enter() {
        following.laterIn(this, following.times().rollbackGrace(), () -> end(null));
    }

    @Override
    public void seen(Snapshot now, boolean shiftedNow) {
        String rollbackId = now.rollbackId();
        if (rollbackId != null && stopping != null) {
            following.tell(new DeploymentEvent.RollbackStarted(rollbackId, following.id()));
            end(rollbackId);
        } else if (rollbackId != null) {
            following.become(new RollingBack(following, rollbackId));
        } else if (stopping == null && !isExpected(now)) {
            end(null);
        }
    }

    private void end(@CheckForNull String rollbackId) {
        if (stopping == null) {
            following.failed(rollbackId);
        } else {
            following.stopped(rollbackId);
        }
    }

    @Override
    public void abort() {
        if (stopping == null) {
            following.stopOrLeave();
        }
    }

    @Override
    public boolean isStopAccepted() {
        return stopping != null && stopping.isStopAccepted();
    }
}
