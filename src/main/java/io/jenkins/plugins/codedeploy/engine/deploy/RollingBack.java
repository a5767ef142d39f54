package io.jenkins.plugins.codedeploy.engine.deploy;

import io.jenkins.plugins.codedeploy.engine.watch.Snapshot;

/** The deployment has failed, and CodeDeploy rolls it back: the rollback's end is waited for. */
final class RollingBack implements MonitorState {
    private final DeploymentMonitor monitor;
    private final String rollbackId;

    RollingBack(DeploymentMonitor monitor, String rollbackId) {
        this.monitor = monitor;
        this.rollbackId = rollbackId;
    }

    @Override
    public void enter() {
        monitor.tell(new DeploymentEvent.RollbackStarted(rollbackId, monitor.id()));
        monitor.watchRollback(rollbackId, this);
    }

    @Override
    public void seen(Snapshot now, boolean shiftedNow) {
        // the failed deployment does not change any more
    }

    void rollbackSeen(Snapshot now) {
        if (monitor.sightings().rollbackSeen(now)) {
            monitor.tell(new DeploymentEvent.Progress(now));
        }
        if (now.status().isTerminal()) {
            monitor.failed(rollbackId);
        }
    }

    /** What there was to stop has ended already. */
    @Override
    public void abort() {
        monitor.stopped(rollbackId);
    }
}
