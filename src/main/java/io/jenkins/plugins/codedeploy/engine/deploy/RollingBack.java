package io.jenkins.plugins.codedeploy.engine.deploy;

import io.jenkins.plugins.codedeploy.engine.watch.Snapshot;

/** The deployment has failed, and CodeDeploy rolls it back: the rollback's end is waited for. */
final class RollingBack implements MonitorState {
    private final DeploymentMonitor following;
    private final String rollbackId;

    RollingBack(DeploymentMonitor following, String rollbackId) {
        this.following = following;
        this.rollbackId = rollbackId;
    }

    @Override
    public void enter() {
        following.tell(new DeploymentEvent.RollbackStarted(rollbackId, following.id()));
        following.watchRollback(rollbackId, this);
    }

    @Override
    public void seen(Snapshot now, boolean shiftedNow) {
        // the failed deployment does not change any more
    }

    void rollbackSeen(Snapshot now) {
        if (following.sightings().rollbackSeen(now)) {
            following.tell(new DeploymentEvent.Progress(now));
        }
        if (now.status().isTerminal()) {
            following.failed(rollbackId);
        }
    }

    /** What there was to stop has ended already. */
    @Override
    public void abort() {
        following.stopped(rollbackId);
    }
}
