package io.jenkins.plugins.codedeploy.engine.deploy;

import io.jenkins.plugins.codedeploy.engine.aws.AwsErrors;
import io.jenkins.plugins.codedeploy.engine.watch.Snapshot;
import software.amazon.awssdk.core.exception.SdkException;

/** The deployment runs: its end is waited for, and on the way perhaps the moment to reroute its traffic. */
final class AwaitingEnd implements MonitorState {
    private static final String NOT_READY = "DeploymentIsNotInReadyStateException";

    private final DeploymentMonitor monitor;
    private boolean readyHandled;
    /** Since the first call to reroute the traffic that got no answer; null while there was none. */
    private Stopwatch rerouting;

    AwaitingEnd(DeploymentMonitor monitor) {
        this.monitor = monitor;
    }

    @Override
    public void enter() {
        // the poller tells
    }

    @Override
    public void seen(Snapshot now, boolean shiftedNow) {
        if (shiftedNow && monitor.policy().waitFor() == DeploymentPolicy.WaitFor.TRAFFIC_SHIFTED) {
            monitor.endWithShift();
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
        switch (monitor.policy().onReady()) {
            case WAIT -> monitor.tell(new DeploymentEvent.Ready(monitor.id(), false));
            case FAIL -> monitor.run().abort(DeploymentHandle.AbortCause.READY);
            case CONTINUE -> reroute();
        }
    }

    private void reroute() {
        try {
            monitor.calls().rerouteTraffic(monitor.id());
            monitor.tell(new DeploymentEvent.Ready(monitor.id(), true));
            monitor.hurry();
        } catch (SdkException e) {
            if (AwsErrors.isTransient(e) && isPatient()) {
                // it may have been carried out: the next look tells
                readyHandled = false;
                monitor.calls().renewIfStale(e);
            } else if (NOT_READY.equals(AwsErrors.code(e))) {
                // rerouted by another call
                monitor.hurry();
            } else {
                monitor.tell(
                        new DeploymentEvent.ContinueRefused(monitor.run().explain("codedeploy:ContinueDeployment", e)));
            }
        }
    }

    private boolean isPatient() {
        if (rerouting == null) {
            rerouting = new Stopwatch();
        }
        return !rerouting.exceeds(monitor.times().watch().silence());
    }

    @Override
    public void abort() {
        monitor.stopOrLeave();
    }
}
