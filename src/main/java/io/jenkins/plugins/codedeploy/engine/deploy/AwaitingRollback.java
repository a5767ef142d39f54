package io.jenkins.plugins.codedeploy.engine.deploy;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.codedeploy.engine.watch.Snapshot;

/** The deployment is over, and CodeDeploy is to name the one that rolls it back: waited for a while. */
final class AwaitingRollback implements MonitorState {
    private final DeploymentMonitor monitor;

    @CheckForNull
    private final Stopping stopping;

    /** @param stopping how it was stopped; null where it failed */
    AwaitingRollback(DeploymentMonitor monitor, @CheckForNull Stopping stopping) {
        this.monitor = monitor;
        this.stopping = stopping;
    }

    /** Whether CodeDeploy is configured to roll back a failed deployment, and has not reported that it cannot. */
    static boolean isExpected(Snapshot now) {
        return now.rollbackExpected() && now.status().word().equals("Failed") && now.rollbackMessage() == null;
    }

    @Override
    public void enter() {
        monitor.laterIn(this, monitor.times().rollbackGrace(), () -> end(null));
    }

    @Override
    public void seen(Snapshot now, boolean shiftedNow) {
        String rollbackId = now.rollbackId();
        if (rollbackId != null && stopping != null) {
            monitor.tell(new DeploymentEvent.RollbackStarted(rollbackId, monitor.id()));
            end(rollbackId);
        } else if (rollbackId != null) {
            monitor.become(new RollingBack(monitor, rollbackId));
        } else if (stopping == null && !isExpected(now)) {
            end(null);
        }
    }

    private void end(@CheckForNull String rollbackId) {
        if (stopping == null) {
            monitor.failed(rollbackId);
        } else {
            monitor.stopped(rollbackId);
        }
    }

    @Override
    public void abort() {
        if (stopping == null) {
            monitor.stopOrLeave();
        }
    }

    @Override
    public boolean isStopAccepted() {
        return stopping != null && stopping.isStopAccepted();
    }
}
