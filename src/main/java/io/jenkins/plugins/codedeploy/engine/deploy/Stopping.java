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

    private final DeploymentMonitor following;
    private final boolean rollBack;
    private boolean requestTold;
    private int tries;
    /** Why the last call did not stop it; null where it did, or none was made. */
    @CheckForNull
    private Problem problem;

    private volatile boolean accepted;

    Stopping(DeploymentMonitor following) {
        this.following = following;
        rollBack = following.policy().onAbort() == DeploymentPolicy.OnAbort.STOP_AND_ROLL_BACK;
    }

    /** A second abort ended the run while CreateDeployment was under way: the first one still holds. */
    static void untracked(DeploymentCalls calls, String id, DeploymentPolicy policy, EngineTimes times) {
        if (policy.onAbort() == DeploymentPolicy.OnAbort.LEAVE) {
            return;
        }
        try {
            calls.stop(id, policy.onAbort() == DeploymentPolicy.OnAbort.STOP_AND_ROLL_BACK, times.stopGrace());
        } catch (SdkException e) {
            LOGGER.log(Level.WARNING, "deployment " + id + ", of an aborted run, was not stopped", e);
        }
    }

    @Override
    public void enter() {
        // also where a rollback is waited for by then: nothing else comes after a stop
        following.run().later(following.times().stopGrace(), this::overdue);
        stop();
    }

    private void stop() {
        String id = following.id();
        try {
            if (hasShifted()) {
                following.leave(following.abortText().shifted(id));
                return;
            }
            if (!requestTold) {
                requestTold = true;
                following.tell(new DeploymentEvent.StopRequested(
                        id,
                        rollBack,
                        Objects.requireNonNullElse(following.run().abortCause(), DeploymentHandle.AbortCause.ASKED)));
            }
            following.calls().stop(id, rollBack, following.times().stopCall());
            accepted = true;
            problem = null;
            following.hurry();
        } catch (SdkException e) {
            refused(e);
        }
    }

    private void refused(SdkException e) {
        if (COMPLETED.equals(AwsErrors.code(e))) {
            problem = null;
            following.hurry();
            return;
        }
        Problem why = following.run().explain("codedeploy:StopDeployment", e);
        problem = why;
        if (AwsErrors.isTransient(e)) {
            following.calls().renewIfStale(e);
            tries = Math.min(tries + 1, LONGEST_PAUSE);
            following.laterIn(this, following.times().look().multipliedBy(tries), this::stop);
        } else {
            following.tell(new DeploymentEvent.StopRefused(why));
            // the journal stays open: it was meant to stop, and it runs
            following.end(
                    Outcome.Kind.ABORTED,
                    new Problem(
                            following.abortText().notStopped(following.id()),
                            why.summary(),
                            why.fix(),
                            why.guidance()));
        }
    }

    private boolean hasShifted() {
        try {
            return following.sightings().isShifted()
                    || following
                            .calls()
                            .hasShifted(following.id(), following.times().stopCall());
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
            following.succeeded();
        } else if (rollbackId != null) {
            following.tell(new DeploymentEvent.RollbackStarted(rollbackId, following.id()));
            following.stopped(rollbackId);
        } else if (rollBack) {
            following.become(new AwaitingRollback(following, this));
        } else {
            following.stopped(null);
        }
    }

    /** The journal stays open, so that the deployment is looked after. */
    private void overdue() {
        Problem why = problem;
        if (following.sightings().isOver()) {
            following.stopped(null);
        } else if (why == null) {
            following.end(
                    Outcome.Kind.ABORTED,
                    Problem.of(following
                            .abortText()
                            .stillStopping(following.id(), following.sightings().word())));
        } else {
            following.end(
                    Outcome.Kind.ABORTED,
                    new Problem(following.abortText().notStopped(following.id()), why.summary(), why.fix()));
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
