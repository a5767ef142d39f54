package io.jenkins.plugins.codedeploy.engine.deploy;

import io.jenkins.plugins.codedeploy.engine.aws.AwsErrors;
import io.jenkins.plugins.codedeploy.engine.watch.Snapshot;
import software.amazon.awssdk.core.exception.SdkException;

/** The deployment runs: its end is waited for, and on the way perhaps the moment to reroute its traffic. */
final class AwaitingEnd implements MonitorState {
    private static final String NOT_READY = "DeploymentIsNotInReadyStateException";

    private final DeploymentMonitor following;
    private boolean readyHandled;
    /** Since the first call to reroute the traffic that got no answer; null while there was none. */
    private Stopwatch rerouting;

    AwaitingEnd(DeploymentMonitor following) {
        this.following = following;
    }

    @Override
    public void enter() {
        // the poller tells
    }

    @Override
    public void seen(Snapshot now, boolean shiftedNow) {
        if (shiftedNow && following.policy().waitFor() == DeploymentPolicy.WaitFor.TRAFFIC_SHIFTED) {
            following.endWithShift();
        } else if (now.status().isReady() && !following.sightings().isShifted()) {
            ready();
        } else if (now.status().isSucceeded()) {
            following.succeeded();
        } else if (now.status().isTerminal()) {
            failed(now);
        }
    }

    private void failed(Snapshot now) {
        String rollbackId = now.rollbackId();
        if (rollbackId != null) {
            following.become(new RollingBack(following, rollbackId));
        } else if (AwaitingRollback.isExpected(now)) {
            following.become(new AwaitingRollback(following, null));
        } else {
            following.failed(null);
        }
    }

    private void ready() {
        if (readyHandled) {
            return;
        }
        readyHandled = true;
        switch (following.policy().onReady()) {
            case WAIT -> following.tell(new DeploymentEvent.Ready(following.id(), false));
            case FAIL -> following.run().abort(DeploymentHandle.AbortCause.READY);
            case CONTINUE -> reroute();
        }
    }

    private void reroute() {
        try {
            following.calls().rerouteTraffic(following.id());
            following.tell(new DeploymentEvent.Ready(following.id(), true));
            following.hurry();
        } catch (SdkException e) {
            if (AwsErrors.isTransient(e) && isPatient()) {
                // it may have been carried out: the next look tells
                readyHandled = false;
                following.calls().renewIfStale(e);
            } else if (NOT_READY.equals(AwsErrors.code(e))) {
                // rerouted by another call
                following.hurry();
            } else {
                following.tell(new DeploymentEvent.ContinueRefused(
                        following.run().explain("codedeploy:ContinueDeployment", e)));
            }
        }
    }

    private boolean isPatient() {
        if (rerouting == null) {
            rerouting = new Stopwatch();
        }
        return !rerouting.exceeds(following.times().watch().silence());
    }

    @Override
    public void abort() {
        following.stopOrLeave();
    }
}
