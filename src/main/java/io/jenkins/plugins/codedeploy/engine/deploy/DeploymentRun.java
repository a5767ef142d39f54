package io.jenkins.plugins.codedeploy.engine.deploy;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.Problem;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.aws.AwsErrors;
import io.jenkins.plugins.codedeploy.engine.aws.Viewpoint;
import io.jenkins.plugins.codedeploy.engine.facts.SetupValues;
import io.jenkins.plugins.codedeploy.engine.journal.JournalEntry;
import io.jenkins.plugins.codedeploy.engine.journal.JournalEntry.Stage;
import io.jenkins.plugins.codedeploy.engine.watch.Snapshot;
import io.jenkins.plugins.codedeploy.engine.watch.Subscription;
import io.jenkins.plugins.codedeploy.engine.watch.WatchListener;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * One deployment from intent to outcome, in two {@link Phase phases}. It holds no thread while it waits. Its state belongs
 * to its serial executor; other threads may only end it, which releases on that executor what it holds.
 */
final class DeploymentRun implements DeploymentHandle {
    private static final Logger LOGGER = Logger.getLogger(DeploymentRun.class.getName());

    private final DeploymentEngine engine;
    private final CallContext context;
    private final DeploymentPolicy policy;
    private final RunJournal journal;
    private final DeploymentListener listener;
    private final Consumer<Outcome> whenOver;
    private final SerialExecutor serial;
    private final AbortRequest abort;

    private volatile Phase phase;
    private volatile boolean over;
    private boolean probed;
    private ScheduledFuture<?> timeout;

    DeploymentRun(
            DeploymentEngine engine,
            CallContext context,
            DeploymentPolicy policy,
            RunJournal journal,
            DeploymentListener listener,
            Consumer<Outcome> whenOver) {
        this.engine = engine;
        this.context = context;
        this.policy = policy;
        this.journal = journal;
        this.listener = listener;
        this.whenOver = whenOver;
        serial = SerialExecutor.of(engine, context.access(), this::broken);
        abort = new AbortRequest(entry().abort(), policy);
        String id = entry().deploymentId();
        phase = id == null ? creation() : monitor(id);
    }

    private Creation creation() {
        Viewpoint viewpoint = Viewpoint.of(context.access());
        GroupQueue.Group group = new GroupQueue.Group(viewpoint, entry().application(), entry().deploymentGroup());
        return new Creation(this, context.calls(), engine.times(), engine.groups(), group);
    }

    private DeploymentMonitor monitor(String id) {
        return new DeploymentMonitor(this, context.calls(), engine.times(), id);
    }

    void begin() {
        next(() -> {
            Duration limit = policy.timeout();
            if (limit != null) {
                long left = Math.max(0, limit.minus(policy.elapsed()).toMillis());
                timeout = engine.timer().schedule(() -> abort(AbortCause.TIMEOUT), left, TimeUnit.MILLISECONDS);
            }
            String id = entry().deploymentId();
            if (id != null && context.request() != null && !policy.waits()) {
                leaveCreated(id);
                return;
            }
            if (id != null) {
                tell(new DeploymentEvent.MonitoringStarted(id, context.calls().consoleLink(id)));
            }
            phase.enter();
        });
    }

    private void become(Phase next) {
        phase.release();
        phase = next;
        next.enter();
    }

    @Override
    public void abort(AbortCause cause) {
        if (over) {
            return;
        }
        switch (abort.add(cause)) {
            case STOP ->
                serial.executeSoon(() -> unlessOver(() -> {
                    journalAbort();
                    phase.abort();
                }));
            case END_NOW ->
                endFromOutside(() -> new Outcome(
                        Outcome.Kind.ABORTED, entry().deploymentId(), null, null, List.of(), phase.leftBehind()));
            case NONE -> LOGGER.fine("A stop is already in progress");
        }
    }

    /**
     * To be called now and then: ends a run whose present step takes longer than any call may, and one that could not be
     * told of its error.
     */
    void endIfOverdue() {
        Throwable unreportedError = serial.unreportedError();
        Duration busy = serial.busyFor();
        if (unreportedError != null) {
            serial.execute(() -> broken(unreportedError));
        } else if (busy.compareTo(engine.times().watch().overdue()) > 0) {
            Text what = Text.of("deploy.stuck", DurationText.of(busy));
            endFromOutside(() -> context.unforeseen(entry(), what));
        }
    }

    @Override
    public void detach() {
        close();
        releaseSoon();
    }

    @Override
    public Text status() {
        return phase.status();
    }

    @Override
    public String deploymentId() {
        return entry().deploymentId();
    }

    @NonNull
    DeploymentRequest request() {
        return Objects.requireNonNull(context.request());
    }

    DeploymentPolicy policy() {
        return policy;
    }

    JournalEntry entry() {
        return journal.entry();
    }

    boolean isOver() {
        return over;
    }

    @Override
    public boolean isAborting() {
        return abort.cause() != null;
    }

    @CheckForNull
    AbortCause abortCause() {
        return abort.cause();
    }

    Instant awsNow() {
        return engine.clients().clock(context.access()).now();
    }

    Duration callTimeout() {
        return engine.clients().callTimeout();
    }

    void tell(DeploymentEvent event) {
        if (over) {
            return;
        }
        try {
            listener.event(event);
        } catch (Throwable e) {
            LOGGER.log(Level.WARNING, "A deployment listener failed", e);
        }
    }

    Problem explain(String action, RuntimeException e) {
        return context.explain(entry(), action, e);
    }

    /** @param seen the deployment; null where there is none yet */
    SetupValues known(@CheckForNull Snapshot seen) {
        return context.known(entry(), seen);
    }

    /**
     * Looks at the revision's object, once, before anything is called that changes something.
     *
     * @return why the deployment would fail for certain; null otherwise
     */
    @CheckForNull
    Problem probeRevision() {
        if (probed) {
            return null;
        }
        probed = true;
        return context.probeRevision(engine.clients(), known(null), note -> tell(new DeploymentEvent.Note(note)));
    }

    void later(Duration pause, Runnable step) {
        engine.timer().schedule(() -> next(step), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** On the run's own executor, unless it is over. */
    void next(Runnable step) {
        serial.execute(() -> unlessOver(step));
    }

    private void unlessOver(Runnable step) {
        if (!over) {
            step.run();
        }
    }

    /**
     * Before CreateDeployment.
     *
     * @return false if the run is over, and its listener was notified that no more calls are made
     * @throws IOException when it is not on disk: nothing may be called then
     */
    synchronized boolean journalCall() throws IOException {
        if (over) {
            return false;
        }
        journal.write(entry().called(awsNow()));
        return true;
    }

    /** Records the abort before stopping anything, so that a restart does not lose it. */
    void journalAbort() {
        AbortCause cause = abort.cause();
        if (cause != null && cause != AbortCause.READY && entry().abort() == null) {
            journalIfPossible(entry().aborting(cause.name()));
        }
    }

    void journalIfPossible(JournalEntry next) {
        IOException e = journal.record(next);
        if (e != null) {
            LOGGER.log(over ? Level.FINE : Level.WARNING, "Could not write the deployment's journal", e);
            tell(new DeploymentEvent.JournalBehind(AwsErrors.message(e)));
        }
    }

    void created(String id, boolean adopted) {
        journalIfPossible(entry().created(id));
        if (over) {
            if (isAborting()) {
                Stopping.untracked(context.calls(), id, policy, engine.times());
            }
            return;
        }
        tell(new DeploymentEvent.Created(id, context.calls().consoleLink(id), adopted));
        if (policy.waits() || isAborting()) {
            become(monitor(id));
        } else {
            leaveCreated(id);
        }
    }

    private void leaveCreated(String id) {
        journalIfPossible(entry().at(Stage.LEFT, null));
        end(new Outcome(Outcome.Kind.CREATED, id, null, null, List.of(), null));
    }

    private void broken(Throwable e) {
        LOGGER.log(over ? Level.FINE : Level.WARNING, "Internal error while tracking a deployment", e);
        end(context.unforeseen(entry(), Text.of("deploy.broken", e)));
    }

    Subscription watch(String id, WatchListener watching) {
        serial.requireInside();
        return engine.observers().watch(context.access(), id, watching);
    }

    /** On the run's own executor. */
    void end(Outcome outcome) {
        if (close()) {
            release();
            tellEnd(outcome);
        }
    }

    /** On any thread, whatever step is under way. */
    private void endFromOutside(Supplier<Outcome> known) {
        Outcome outcome;
        synchronized (this) {
            if (over) {
                return;
            }
            outcome = known.get();
            over = true;
        }
        releaseSoon();
        tellEnd(outcome);
    }

    /** @return whether it was open until now */
    private synchronized boolean close() {
        boolean open = !over;
        over = true;
        return open;
    }

    private void tellEnd(Outcome outcome) {
        try {
            whenOver.accept(outcome);
        } catch (Throwable e) {
            LOGGER.log(Level.WARNING, "Could not deliver the outcome of a deployment", e);
        }
    }

    /** For other threads: what the run holds is released after its present step, which may take hold of more. */
    private void releaseSoon() {
        engine.forget(this);
        phase.releaseForOthers();
        serial.execute(this::release);
    }

    private void release() {
        serial.requireInside();
        if (timeout != null) {
            timeout.cancel(false);
        }
        phase.release();
        engine.forget(this);
    }
}
