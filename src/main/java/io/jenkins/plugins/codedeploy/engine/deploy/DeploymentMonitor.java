package io.jenkins.plugins.codedeploy.engine.deploy;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.Problem;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.journal.JournalEntry.Stage;
import io.jenkins.plugins.codedeploy.engine.watch.Snapshot;
import io.jenkins.plugins.codedeploy.engine.watch.Subscription;
import io.jenkins.plugins.codedeploy.engine.watch.TargetState;
import io.jenkins.plugins.codedeploy.engine.watch.UnknownDeploymentException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * Follows a deployment, and the rollback that it may bring about, to the end. What it waits for is its
 * {@link MonitorState}. Runs on the run's serial executor.
 */
final class DeploymentMonitor implements Phase {
    private final DeploymentRun run;
    private final DeploymentCalls calls;
    private final EngineTimes times;
    private final String id;
    private final Sightings sightings = new Sightings();
    private final Heartbeat heartbeat = new Heartbeat(Heartbeat.INTERVAL, System::nanoTime);
    private final FirstEvents firstEvents = new FirstEvents();
    private volatile MonitorState state;
    /** Null before {@link #enter}. */
    @CheckForNull
    private Subscription watch;

    DeploymentMonitor(DeploymentRun run, DeploymentCalls calls, EngineTimes times, String deploymentId) {
        this.run = run;
        this.calls = calls;
        this.times = times;
        id = deploymentId;
        state = new AwaitingEnd(this);
    }

    @Override
    public void enter() {
        calls.rest();
        watch = run.watch(id, new MonitorListener(run, id, this::seen, this::targets, this::lost));
        state.enter();
        if (run.isAborting()) {
            abort();
        }
    }

    @Override
    public void abort() {
        run.journalAbort();
        state.abort();
    }

    @Override
    public void release() {
        Subscription now = watch;
        if (now != null) {
            now.end();
        }
    }

    @Override
    public Text status() {
        Snapshot now = sightings.last();
        return now == null ? Text.of("deploy.status.created", id) : Text.of("deploy.status", now.id(), now.status());
    }

    @Override
    public Problem leftBehind() {
        return Problem.of(
                state.isStopAccepted()
                        ? abortText().stillStopping(id, sightings.word())
                        : sightings.notYetStopping(id));
    }

    void become(MonitorState next) {
        state = next;
        next.enter();
    }

    /** Unless it waits for something else by then. */
    void laterIn(MonitorState waiting, Duration pause, Runnable step) {
        run.later(pause, () -> {
            if (state == waiting) {
                step.run();
            }
        });
    }

    DeploymentRun run() {
        return run;
    }

    DeploymentCalls calls() {
        return calls;
    }

    EngineTimes times() {
        return times;
    }

    DeploymentPolicy policy() {
        return run.policy();
    }

    String id() {
        return id;
    }

    Sightings sightings() {
        return sightings;
    }

    void tell(DeploymentEvent event) {
        run.tell(event);
    }

    void hurry() {
        Subscription now = watch;
        if (now != null) {
            now.hurry();
        }
    }

    void watchRollback(String rollbackId, RollingBack rollingBack) {
        release();
        watch = run.watch(
                rollbackId, new MonitorListener(run, rollbackId, rollingBack::rollbackSeen, t -> {}, this::lost));
    }

    private void targets(List<TargetState> changed) {
        if (!run.isAborting()) {
            firstEvents.see(changed);
        }
        sightings.targets(changed);
        heartbeat.beat();
    }

    private void seen(Snapshot now) {
        if (state instanceof RollingBack) {
            return;
        }
        String before = sightings.word();
        boolean changed = sightings.seen(now);
        if (!now.status().word().equals(before)) {
            run.journalIfPossible(
                    run.entry().at(run.entry().stage(), now.status().word()));
        }
        if (changed) {
            tell(new DeploymentEvent.Progress(now));
            heartbeat.beat();
        } else if (!now.status().isTerminal() && heartbeat.isDue()) {
            tell(new DeploymentEvent.StillRunning(now, heartbeat.elapsed()));
        }
        boolean shiftedNow = now.trafficShifted() && sightings.shifted();
        if (shiftedNow) {
            tell(new DeploymentEvent.TrafficShifted(id));
        }
        state.seen(now, shiftedNow);
    }

    private void lost(RuntimeException e, Duration silence) {
        boolean ours = !run.entry().application().isEmpty();
        boolean seen = sightings.last() != null || run.entry().status() != null;
        // a deployment that never existed, for example with a mistyped ID, needs no attention
        run.journalIfPossible(
                run.entry().at(ours || seen ? Stage.UNKNOWN : Stage.LEFT, seen ? sightings.word() : null));
        if (e instanceof UnknownDeploymentException && sightings.last() == null) {
            end(Outcome.Kind.UNKNOWN, calls.unknown(id));
            return;
        }
        String word = sightings.word();
        String spell = DurationText.of(silence);
        end(
                Outcome.Kind.UNKNOWN,
                new Problem(
                        word == null
                                ? Text.of("deploy.lost.unseen", id, spell)
                                : Text.of("deploy.lost", id, spell, word),
                        run.explain("codedeploy:BatchGetDeployments", e).summary(),
                        Text.of("deploy.lost.fix", id, calls.consoleLink(id))));
    }

    /** Stops or leaves the deployment, according to the policy. */
    void stopOrLeave() {
        boolean leaves = policy().onAbort() == DeploymentPolicy.OnAbort.LEAVE;
        if (!leaves || run.abortCause() == DeploymentHandle.AbortCause.READY) {
            become(new Stopping(this));
        } else {
            leave(abortText().left(id));
        }
    }

    void leave(Text what) {
        leave(Problem.of(what));
    }

    /** Ends the run after an abort or a timeout while the deployment is still running. */
    void leave(Problem what) {
        run.journalIfPossible(run.entry().at(Stage.LEFT, sightings.word()));
        end(Outcome.Kind.ABORTED, what);
    }

    /** Ends the run as it was asked to, before the deployment ends. */
    void endEarly(@NonNull Outcome.Kind kind) {
        run.journalIfPossible(run.entry().at(Stage.LEFT, sightings.word()));
        end(kind, null);
    }

    void succeeded() {
        finish(Outcome.Kind.SUCCEEDED, null);
    }

    /** Failed, or stopped by others. */
    void failed(@CheckForNull String rollbackId) {
        Snapshot last = Objects.requireNonNull(sightings.last());
        finish(
                Outcome.Kind.FAILED,
                Failures.explain(
                        calls.learn(run.known(last), last, sightings.failed()),
                        last,
                        sightings.rollback(),
                        rollbackId,
                        sightings.failed()));
    }

    /** Ends the run after the deployment was stopped. */
    void stopped(@CheckForNull String rollbackId) {
        DeploymentHandle.AbortCause cause = Objects.requireNonNull(run.abortCause());
        String word = Objects.requireNonNull(sightings.word());
        finish(
                cause == DeploymentHandle.AbortCause.READY ? Outcome.Kind.FAILED : Outcome.Kind.ABORTED,
                new Problem(
                                abortText().stopped(id, word),
                                rollbackId == null ? null : Text.of("deploy.aborted.rollback", rollbackId),
                                null)
                        .with(firstEvents.ofTimeout(cause, sightings.last())));
    }

    /** What a person is told of an end that came early. */
    AbortText abortText() {
        return new AbortText(run.abortCause(), policy().timeout());
    }

    private void finish(Outcome.Kind kind, @CheckForNull Problem problem) {
        run.journalIfPossible(run.entry().at(Stage.ENDED, sightings.word()));
        end(kind, problem);
    }

    void end(@NonNull Outcome.Kind kind, @CheckForNull Problem problem) {
        run.end(new Outcome(kind, id, sightings.last(), sightings.rollback(), sightings.failed(), problem));
    }
}
