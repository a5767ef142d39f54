package io.jenkins.plugins.codedeploy.engine.deploy;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.codedeploy.engine.Problem;
import io.jenkins.plugins.codedeploy.engine.aws.AwsErrors;
import io.jenkins.plugins.codedeploy.engine.watch.Snapshot;
import java.util.Objects;
import java.util.logging.Level;
import java.util.logging.Logger;
import software.amazon.awssdk.core.exception.SdkException;

/** The deployment is to stop: StopDeployment is called until AWS answers, then its end is waited for, for a while. */
final class Stopping implements MonitorState {
    private static final Logger LOGGER = Logger.getLogger(Stopping.class.getName());
    private static final String COMPLETED = "DeploymentAlreadyCompletedException";
    private static final int LONGEST_PAUSE = 4;

    private final DeploymentMonitor monitor;
    private final boolean rollBack;
    private boolean requestTold;
    private int tries;
    /** Why the last call did not stop it; null where it did, or none was made. */
    @CheckForNull
    private Problem problem;

    private volatile boolean accepted;

    Stopping(DeploymentMonitor monitor) {
        this.monitor = monitor;
        rollBack = monitor.policy().onAbort() == DeploymentPolicy.OnAbort.STOP_AND_ROLL_BACK;
    }

    /** A second abort ended the run while CreateDeployment was under way: the first one still holds. */
    static void untracked(DeploymentCalls calls, String id, DeploymentPolicy policy, EngineTimes times) {
        if (policy.onAbort() == DeploymentPolicy.OnAbort.LEAVE) {
            return;
        }
        try {
            calls.stop(id, policy.onAbort() == DeploymentPolicy.OnAbort.STOP_AND_ROLL_BACK, times.stopGrace());
        } catch (SdkException e) {
            LOGGER.log(Level.WARNING, "Could not stop deployment " + id + " after an abort", e);
        }
    }

    @Override
    public void enter() {
        // also where a rollback is waited for by then: nothing else comes after a stop
        monitor.run().later(monitor.times().stopGrace(), this::overdue);
        stop();
    }

    private void stop() {
        String id = monitor.id();
        try {
            if (hasShifted()) {
                monitor.leave(monitor.abortText().shifted(id));
                return;
            }
            if (!requestTold) {
                requestTold = true;
                monitor.tell(new DeploymentEvent.StopRequested(
                        id,
                        rollBack,
                        Objects.requireNonNullElse(monitor.run().abortCause(), DeploymentHandle.AbortCause.ASKED)));
            }
            monitor.calls().stop(id, rollBack, monitor.times().stopCall());
            accepted = true;
            problem = null;
            monitor.hurry();
        } catch (SdkException e) {
            refused(e);
        }
    }

    private void refused(SdkException e) {
        if (COMPLETED.equals(AwsErrors.code(e))) {
            problem = null;
            monitor.hurry();
            return;
        }
        Problem why = monitor.run().explain("codedeploy:StopDeployment", e);
        problem = why;
        if (AwsErrors.isTransient(e)) {
            monitor.calls().renewIfStale(e);
            tries = Math.min(tries + 1, LONGEST_PAUSE);
            monitor.laterIn(this, monitor.times().look().multipliedBy(tries), this::stop);
        } else {
            monitor.tell(new DeploymentEvent.StopRefused(why));
            // the journal stays open: it was meant to stop, and it runs
            monitor.end(
                    Outcome.Kind.ABORTED,
                    new Problem(
                            monitor.abortText().notStopped(monitor.id()), why.summary(), why.fix(), why.guidance()));
        }
    }

    private boolean hasShifted() {
        try {
            return monitor.sightings().isShifted()
                    || monitor.calls().hasShifted(monitor.id(), monitor.times().stopCall());
        } catch (SdkException e) {
            if (AwsErrors.isTransient(e)) {
                throw e;
            }
            // where the role may not look, the poller's last look counts
            return false;
        }
    }

    @Override
    public void seen(Snapshot now, boolean shiftedNow) {
        if (!now.status().isTerminal()) {
            return;
        }
        String rollbackId = now.rollbackId();
        if (now.status().isSucceeded()) {
            monitor.succeeded();
        } else if (rollbackId != null) {
            monitor.tell(new DeploymentEvent.RollbackStarted(rollbackId, monitor.id()));
            monitor.stopped(rollbackId);
        } else if (rollBack) {
            monitor.become(new AwaitingRollback(monitor, this));
        } else {
            monitor.stopped(null);
        }
    }

    /** The journal stays open, so that the deployment is looked after. */
    private void overdue() {
        Problem why = problem;
        if (monitor.sightings().isOver()) {
            monitor.stopped(null);
        } else if (why == null) {
            monitor.end(
                    Outcome.Kind.ABORTED,
                    Problem.of(monitor.abortText()
                            .stillStopping(monitor.id(), monitor.sightings().word())));
        } else {
            monitor.end(
                    Outcome.Kind.ABORTED,
                    new Problem(monitor.abortText().notStopped(monitor.id()), why.summary(), why.fix()));
        }
    }

    @Override
    public void abort() {
        // under way
    }

    @Override
    public boolean isStopAccepted() {
        return accepted;
    }
}
