package io.jenkins.plugins.codedeploy.engine.deploy;

import io.jenkins.plugins.codedeploy.engine.Problem;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.aws.AwsErrors;
import io.jenkins.plugins.codedeploy.engine.journal.JournalEntry.Stage;
import io.jenkins.plugins.codedeploy.engine.watch.Snapshot;
import io.jenkins.plugins.codedeploy.engine.watch.Subscription;
import io.jenkins.plugins.codedeploy.engine.watch.TargetState;
import io.jenkins.plugins.codedeploy.engine.watch.UnknownDeploymentException;
import io.jenkins.plugins.codedeploy.engine.watch.WatchListener;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;

/** Follows a deployment, and the rollback that it may bring about, to the end. Runs on the run's serial executor. */
final class DeploymentMonitor {
    /** Failed targets that are kept with their log tails; the counters tell how many there were. */
    static final int MOST_FAILED = 20;

    private static final String COMPLETED = "DeploymentAlreadyCompletedException";
    private static final String NOT_READY = "DeploymentIsNotInReadyStateException";

    private final DeploymentRun run;
    private final DeploymentCalls calls;
    private final EngineTimes times;
    private final Map<String, TargetState> failed = new LinkedHashMap<>();

    private String id;
    private Subscription watch;
    private volatile Snapshot last;
    private Snapshot rollback;
    private String rollbackId;
    private boolean shifted;
    private boolean readyHandled;
    private boolean stopping;
    private boolean stopTold;
    private volatile boolean stopAccepted;
    private boolean awaitingRollback;
    private boolean graceOver;
    private Problem stopProblem;
    private int stopTries;

    DeploymentMonitor(DeploymentRun run, DeploymentCalls calls, EngineTimes times) {
        this.run = run;
        this.calls = calls;
        this.times = times;
    }

    void begin(String deploymentId) {
        id = deploymentId;
        calls.rest();
        watch = run.watch(id, new Eyes(false));
        if (run.isAborting()) {
            abort();
        }
    }

    void unwatch() {
        if (watch != null) {
            watch.end();
        }
    }

    /** What somebody is told who does not wait for the stop that was begun. */
    Text leftBehind() {
        return stopAccepted
                ? Text.of("deploy.aborted.stillStopping", id, word())
                : Text.of("deploy.aborted.twice", id, word());
    }

    Text status() {
        Snapshot now = last;
        return now == null ? Text.of("deploy.status.created", id) : Text.of("deploy.status", now.id(), now.status());
    }

    void abort() {
        if (stopping) {
            return;
        }
        run.journalAbort();
        if (rollbackId != null) {
            // what there was to stop has ended already
            stopping = true;
            failed();
            return;
        }
        DeploymentPolicy.OnAbort wish = run.policy().onAbort();
        if (wish == DeploymentPolicy.OnAbort.LEAVE && run.abortCause() != DeploymentHandle.AbortCause.READY) {
            leave(
                    run.abortCause() == DeploymentHandle.AbortCause.TIMEOUT
                            ? Text.of(
                                    "deploy.timeout.left",
                                    DurationText.of(run.policy().timeout()),
                                    id)
                            : Text.of("deploy.aborted.left", id));
        } else {
            stop();
        }
    }

    private void leave(Text what) {
        run.journalIfPossible(run.entry().at(Stage.LEFT, word()));
        aborted(what);
    }

    private void stop() {
        boolean rollBack = run.policy().onAbort() == DeploymentPolicy.OnAbort.STOP_AND_ROLL_BACK;
        if (!stopping) {
            stopping = true;
            run.later(times.stopGrace(), this::stopOverdue);
        }
        try {
            if (hasShifted()) {
                leave(Text.of("deploy.aborted.shifted", id));
                return;
            }
            if (!stopTold) {
                stopTold = true;
                run.tell(new DeploymentEvent.StopRequested(id, rollBack));
            }
            calls.stop(id, rollBack, times.stopCall());
            stopAccepted = true;
            stopProblem = null;
            watch.hurry();
        } catch (SdkException e) {
            stopProblem = run.explain("codedeploy:StopDeployment", e);
            if (COMPLETED.equals(AwsErrors.code(e))) {
                stopProblem = null;
                watch.hurry();
            } else if (AwsErrors.isTransient(e)) {
                renewIfStale(e);
                run.later(times.look().multipliedBy(Math.min(++stopTries, 4)), this::stop);
            } else {
                run.tell(new DeploymentEvent.StopRefused(stopProblem));
                run.journalIfPossible(run.entry().at(Stage.LEFT, word()));
                end(
                        Outcome.Kind.ABORTED,
                        new Problem(
                                Text.of("deploy.aborted.notStopped", id),
                                stopProblem.summary(),
                                stopProblem.fix(),
                                stopProblem.guidance()));
            }
        }
    }

    private boolean hasShifted() {
        try {
            return shifted || calls.hasShifted(id, times.stopCall());
        } catch (SdkException e) {
            if (AwsErrors.isTransient(e)) {
                throw e;
            }
            // where nobody may look, the last look counts
            return false;
        }
    }

    private void renewIfStale(SdkException e) {
        if (AwsErrors.isExpired(e)) {
            calls.renew();
        }
    }

    /** It was asked to stop and has not: said, and left to the journal, which stays open. */
    private void stopOverdue() {
        if (last != null && last.status().isTerminal()) {
            failed();
            return;
        }
        end(
                Outcome.Kind.ABORTED,
                stopProblem == null
                        ? Problem.of(Text.of("deploy.aborted.stillStopping", id, word()))
                        : new Problem(
                                Text.of("deploy.aborted.notStopped", id), stopProblem.summary(), stopProblem.fix()));
    }

    private void seen(Snapshot now) {
        boolean changed = last == null
                || !last.status().equals(now.status())
                || !last.overview().equals(now.overview());
        if (last == null || !last.status().equals(now.status())) {
            run.journalIfPossible(
                    run.entry().at(run.entry().stage(), now.status().word()));
        }
        last = now;
        if (changed) {
            run.tell(new DeploymentEvent.Progress(now));
        }
        if (now.trafficShifted() && !shifted) {
            shifted = true;
            run.tell(new DeploymentEvent.TrafficShifted(id));
            if (run.policy().waitFor() == DeploymentPolicy.WaitFor.TRAFFIC_SHIFTED && !stopping) {
                run.journalIfPossible(run.entry().at(Stage.LEFT, now.status().word()));
                end(Outcome.Kind.TRAFFIC_SHIFTED, null);
                return;
            }
        }
        if (now.status().isReady() && !shifted) {
            ready();
        } else if (now.status().isTerminal()) {
            terminal(now);
        }
    }

    private void ready() {
        if (readyHandled || stopping) {
            return;
        }
        readyHandled = true;
        switch (run.policy().onReady()) {
            case WAIT -> run.tell(new DeploymentEvent.Ready(id, false));
            case FAIL -> run.abort(DeploymentHandle.AbortCause.READY);
            case CONTINUE -> {
                try {
                    calls.rerouteTraffic(id);
                    run.tell(new DeploymentEvent.Ready(id, true));
                    watch.hurry();
                } catch (SdkException e) {
                    if (AwsErrors.isTransient(e)) {
                        // it may have been carried out: the next look tells
                        readyHandled = false;
                        renewIfStale(e);
                    } else if (NOT_READY.equals(AwsErrors.code(e))) {
                        // somebody was quicker
                        watch.hurry();
                    } else {
                        run.tell(new DeploymentEvent.ContinueRefused(run.explain("codedeploy:ContinueDeployment", e)));
                    }
                }
            }
        }
    }

    private void terminal(Snapshot now) {
        if (now.status().isSucceeded()) {
            finish(Outcome.Kind.SUCCEEDED, null);
        } else if (now.rollbackId() != null) {
            rollBack(now.rollbackId());
        } else if (expectsRollback(now) && !graceOver) {
            if (!awaitingRollback) {
                awaitingRollback = true;
                run.later(times.rollbackGrace(), () -> {
                    graceOver = true;
                    if (rollbackId == null) {
                        failed();
                    }
                });
            }
        } else {
            failed();
        }
    }

    private boolean expectsRollback(Snapshot now) {
        if (stopping) {
            return run.policy().onAbort() == DeploymentPolicy.OnAbort.STOP_AND_ROLL_BACK;
        }
        return now.rollbackExpected() && now.status().word().equals("Failed") && now.rollbackMessage() == null;
    }

    private void rollBack(String deploymentId) {
        if (rollbackId != null) {
            return;
        }
        rollbackId = deploymentId;
        run.tell(new DeploymentEvent.RollbackStarted(rollbackId, id));
        if (stopping) {
            failed();
            return;
        }
        watch.end();
        watch = run.watch(rollbackId, new Eyes(true));
    }

    private void rollbackSeen(Snapshot now) {
        boolean changed = rollback == null
                || !rollback.status().equals(now.status())
                || !rollback.overview().equals(now.overview());
        rollback = now;
        if (changed) {
            run.tell(new DeploymentEvent.Progress(now));
        }
        if (now.status().isTerminal()) {
            failed();
        }
    }

    /** Failed or stopped; by us or by others. */
    private void failed() {
        if (stopping) {
            Text what = run.abortCause() == DeploymentHandle.AbortCause.TIMEOUT
                    ? Text.of(
                            "deploy.timeout.stopped",
                            DurationText.of(run.policy().timeout()),
                            id,
                            word())
                    : run.abortCause() == DeploymentHandle.AbortCause.READY
                            ? Text.of("deploy.ready.stopped", id, word())
                            : Text.of("deploy.aborted.stopped", id, word());
            finish(
                    run.abortCause() == DeploymentHandle.AbortCause.READY ? Outcome.Kind.FAILED : Outcome.Kind.ABORTED,
                    rollbackId == null
                            ? Problem.of(what)
                            : new Problem(what, Text.of("deploy.aborted.rollback", rollbackId), null));
        } else {
            finish(
                    Outcome.Kind.FAILED,
                    Failures.explain(
                            calls.learn(run.known(last), last, List.copyOf(failed.values())),
                            last,
                            rollback,
                            rollbackId,
                            List.copyOf(failed.values())));
        }
    }

    private void aborted(Text what) {
        end(Outcome.Kind.ABORTED, Problem.of(what));
    }

    private void finish(Outcome.Kind kind, Problem problem) {
        run.journalIfPossible(run.entry().at(Stage.ENDED, word()));
        end(kind, problem);
    }

    private void end(Outcome.Kind kind, Problem problem) {
        run.end(new Outcome(kind, id, last, rollback, List.copyOf(failed.values()), problem));
    }

    private String word() {
        Snapshot now = last;
        return now == null ? "-" : now.status().word();
    }

    private void lost(RuntimeException e, Duration silence) {
        run.journalIfPossible(run.entry().at(Stage.UNKNOWN, word()));
        if (e instanceof UnknownDeploymentException && last == null) {
            end(Outcome.Kind.UNKNOWN, calls.unknown(id));
            return;
        }
        Problem why = run.explain("codedeploy:BatchGetDeployments", e);
        end(
                Outcome.Kind.UNKNOWN,
                new Problem(
                        Text.of("deploy.lost", id, DurationText.of(silence), word()),
                        why.summary(),
                        Text.of("deploy.lost.fix", id, calls.consoleLink(id))));
    }

    /** What the observer sees, brought over to the run's own executor. */
    private final class Eyes implements WatchListener {
        private final boolean ofRollback;

        Eyes(boolean ofRollback) {
            this.ofRollback = ofRollback;
        }

        @Override
        public void seen(Snapshot snapshot) {
            run.next(() -> {
                if (ofRollback) {
                    rollbackSeen(snapshot);
                } else if (rollbackId == null) {
                    DeploymentMonitor.this.seen(snapshot);
                }
            });
        }

        @Override
        public void targets(List<TargetState> changed) {
            run.next(() -> {
                if (!ofRollback) {
                    changed.stream()
                            .filter(TargetState::isFailed)
                            .filter(t -> failed.size() < MOST_FAILED || failed.containsKey(t.id()))
                            .forEach(t -> failed.put(t.id(), t));
                }
                run.tell(new DeploymentEvent.Targets(ofRollback ? rollbackId : id, changed));
            });
        }

        @Override
        public void targetsRefused(RuntimeException refusal) {
            run.next(() -> run.tell(
                    new DeploymentEvent.TargetsRefused(run.explain("codedeploy:ListDeploymentTargets", refusal))));
        }

        @Override
        public void troubleBegan(RuntimeException trouble) {
            run.next(() ->
                    run.tell(new DeploymentEvent.TroubleBegan(run.explain("codedeploy:BatchGetDeployments", trouble))));
        }

        @Override
        public void troubleEnded(Duration spell) {
            run.next(() -> run.tell(new DeploymentEvent.TroubleEnded(spell)));
        }

        @Override
        public void lost(RuntimeException last, Duration silence) {
            run.next(() -> DeploymentMonitor.this.lost(last, silence));
        }
    }
}
