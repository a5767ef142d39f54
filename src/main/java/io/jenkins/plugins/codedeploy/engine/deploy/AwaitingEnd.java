package io.jenkins.plugins.codedeploy.engine.deploy;

import io.jenkins.plugins.codedeploy.engine.watch.Snapshot;
import software.amazon.awssdk.services.codedeploy.model.DeploymentWaitType;

/** The deployment runs: its end is waited for, and on the way perhaps the moment to reroute its traffic. */
final class AwaitingEnd implements MonitorState {
    private final DeploymentMonitor monitor;
    private final DeploymentWait rerouting;
    private final DeploymentWait termination;
    private boolean readyHandled;
    private boolean skipHandled;

    AwaitingEnd(DeploymentMonitor monitor) {
        this.monitor = monitor;
        rerouting = new DeploymentWait(monitor, DeploymentWaitType.READY_WAIT);
        termination = new DeploymentWait(monitor, DeploymentWaitType.TERMINATION_WAIT);
    }

    @Override
    public void enter() {
        // the poller tells
    }

    @Override
    public void seen(Snapshot now, boolean shiftedNow) {
        DeploymentPolicy.WaitFor end = monitor.policy().waitFor();
        if (now.trafficShifted() && !now.status().isTerminal()) {
            skipTerminationWait();
        }
        if (shiftedNow && end != DeploymentPolicy.WaitFor.SUCCEEDED) {
            monitor.endEarly(Outcome.Kind.TRAFFIC_SHIFTED);
        } else if (now.status().isReady() && !monitor.sightings().isShifted()) {
            ready();
        } else if (now.status().isSucceeded()) {
            monitor.succeeded();
        } else if (now.status().isTerminal()) {
            failed(now);
        }
    }

    private void failed(Snapshot now) {
        String rollbackId = now.rollbackId();
        if (rollbackId != null) {
            monitor.become(new RollingBack(monitor, rollbackId));
        } else if (AwaitingRollback.isExpected(now)) {
            monitor.become(new AwaitingRollback(monitor, null));
        } else {
            monitor.failed(null);
        }
    }

    private void ready() {
        if (readyHandled) {
            return;
        }
        readyHandled = true;
        if (monitor.policy().waitFor() == DeploymentPolicy.WaitFor.READY) {
            monitor.tell(new DeploymentEvent.Ready(monitor.id(), false));
            monitor.endEarly(Outcome.Kind.READY);
            return;
        }
        switch (monitor.policy().onReady()) {
            case WAIT -> monitor.tell(new DeploymentEvent.Ready(monitor.id(), false));
            case FAIL -> monitor.run().abort(DeploymentHandle.AbortCause.READY);
            case CONTINUE -> readyHandled = rerouting.end(new DeploymentEvent.Ready(monitor.id(), true));
        }
    }

    private void skipTerminationWait() {
        if (!skipHandled && monitor.policy().terminationWait() == DeploymentPolicy.TerminationWait.SKIP) {
            skipHandled = termination.end(new DeploymentEvent.TerminationWaitSkipped(monitor.id()));
        }
    }

    @Override
    public void abort() {
        monitor.stopOrLeave();
    }
}
