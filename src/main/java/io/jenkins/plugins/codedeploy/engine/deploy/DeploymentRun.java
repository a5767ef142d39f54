package io.jenkins.plugins.codedeploy.engine.deploy;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.Problem;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.aws.TargetAccess;
import io.jenkins.plugins.codedeploy.engine.aws.Viewpoint;
import io.jenkins.plugins.codedeploy.engine.diagnosis.Refusals;
import io.jenkins.plugins.codedeploy.engine.facts.SetupValues;
import io.jenkins.plugins.codedeploy.engine.facts.SetupValues.Field;
import io.jenkins.plugins.codedeploy.engine.journal.Journal;
import io.jenkins.plugins.codedeploy.engine.journal.JournalEntry;
import io.jenkins.plugins.codedeploy.engine.journal.JournalEntry.Stage;
import io.jenkins.plugins.codedeploy.engine.revision.S3Revision;
import io.jenkins.plugins.codedeploy.engine.watch.Snapshot;
import io.jenkins.plugins.codedeploy.engine.watch.Subscription;
import io.jenkins.plugins.codedeploy.engine.watch.WatchListener;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * One deployment from intent to outcome: first {@link Creation}, then {@link DeploymentMonitor}. It holds no thread while it
 * waits; its state belongs to its serial executor.
 */
final class DeploymentRun implements DeploymentHandle {
    private static final Logger LOGGER = Logger.getLogger(DeploymentRun.class.getName());

    private final DeploymentEngine engine;
    private final DeploymentCalls calls;
    private final TargetAccess access;
    private final DeploymentRequest request;
    private final DeploymentPolicy policy;
    private final Journal journal;
    private final DeploymentListener listener;
    private final Consumer<Outcome> whenOver;
    private final SerialExecutor serial;
    private final GroupQueue.Group group;
    private final Runnable place;
    private final AtomicInteger aborts = new AtomicInteger();

    private volatile JournalEntry entry;
    private volatile AbortCause abortCause;
    private volatile boolean over;
    private Creation creation;
    private volatile DeploymentMonitor following;
    private Subscription holder;
    private volatile String holderId;
    private ScheduledFuture<?> timeout;

    /** @param request null where only an existing deployment is followed */
    DeploymentRun(
            DeploymentEngine engine,
            DeploymentCalls calls,
            TargetAccess access,
            DeploymentRequest request,
            DeploymentPolicy policy,
            Journal journal,
            JournalEntry entry,
            DeploymentListener listener,
            Consumer<Outcome> whenOver) {
        this.engine = engine;
        this.calls = calls;
        this.access = access;
        this.request = request;
        this.policy = policy;
        this.journal = journal;
        this.entry = entry;
        this.listener = listener;
        this.whenOver = whenOver;
        serial = new SerialExecutor(engine.pool().of(access), this::broken);
        group = new GroupQueue.Group(Viewpoint.of(access), entry.application(), entry.deploymentGroup());
        place = () -> serial.execute(this::watchHolder);
    }

    void begin() {
        Duration limit = policy.timeout();
        if (limit != null) {
            long left = Math.max(0, limit.minus(policy.elapsed()).toMillis());
            timeout = engine.timer().schedule(() -> abort(AbortCause.TIMEOUT), left, TimeUnit.MILLISECONDS);
        }
        String told = entry.abort();
        if (told != null && policy.onAbort() != DeploymentPolicy.OnAbort.LEAVE) {
            // told to stop before a restart; who wants to leave it alone only looks
            abortCause =
                    limit != null && told.equals(AbortCause.TIMEOUT.name()) ? AbortCause.TIMEOUT : AbortCause.ASKED;
            aborts.set(1);
        }
        serial.execute(() -> {
            String id = entry.deploymentId();
            if (id != null && request != null && !policy.waits()) {
                leaveCreated(id);
            } else if (id != null) {
                tell(new DeploymentEvent.MonitoringStarted(id, calls.consoleLink(id)));
                follow(id);
            } else {
                creation = new Creation(this, calls, engine.times());
                creation.begin(entry);
            }
        });
    }

    @Override
    public void abort(AbortCause cause) {
        if (over || cause == AbortCause.TIMEOUT && aborts.get() > 0) {
            // only somebody who insists ends a stop that is under way
            return;
        }
        if (aborts.getAndIncrement() > 0) {
            leave();
            return;
        }
        abortCause = cause;
        next(() -> {
            journalAbort();
            if (following != null) {
                following.abort();
            } else if (entry.stage() == Stage.INTENDED) {
                endBeforeCreation();
            }
            // else a call is in doubt: creation goes on until it knows whether there is anything to stop
        });
    }

    /** At once, whatever is under way: with what is known of the deployment at this moment. */
    private void leave() {
        Outcome left;
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
            String id = entry.deploymentId();
            DeploymentMonitor now = following;
            Problem what = id != null
                    ? Problem.of(now == null ? Text.of("deploy.aborted.twice", id, "-") : now.leftBehind())
                    : entry.stage() == Stage.CALLED
                            ? Problem.of(Text.of("deploy.aborted.inDoubt"), Text.of("deploy.unknown.fix", nonce()))
                            : Problem.of(Text.of("deploy.aborted.early"));
            left = new Outcome(Outcome.Kind.ABORTED, id, null, null, List.of(), what);
        }
        release();
        whenOver.accept(left);
    }

    /** Before anything is stopped: a restart must not forget what somebody wants. */
    void journalAbort() {
        AbortCause cause = abortCause;
        if (cause != null && cause != AbortCause.READY && entry.abort() == null) {
            journalIfPossible(entry.aborting(cause.name()));
        }
    }

    @Override
    public void detach() {
        synchronized (this) {
            over = true;
        }
        release();
    }

    @Override
    public Text status() {
        DeploymentMonitor now = following;
        if (now != null) {
            return now.status();
        }
        return holderId == null ? Text.of("deploy.status.creating") : Text.of("deploy.status.busy", holderId);
    }

    @Override
    public String deploymentId() {
        return entry.deploymentId();
    }

    @NonNull
    DeploymentRequest request() {
        return request;
    }

    DeploymentPolicy policy() {
        return policy;
    }

    JournalEntry entry() {
        return entry;
    }

    String nonce() {
        return entry.nonce();
    }

    boolean isOver() {
        return over;
    }

    @Override
    public boolean isAborting() {
        return abortCause != null;
    }

    AbortCause abortCause() {
        return abortCause;
    }

    Instant awsNow() {
        return engine.clients().clock(access).now();
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
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, "a listener failed", e);
        }
    }

    Problem explain(String action, RuntimeException e) {
        String resource = entry.application().isEmpty()
                ? String.valueOf(entry.deploymentId())
                : entry.application() + "/" + entry.deploymentGroup();
        return Refusals.explain(access, calls.nearest(known(null), e), action, resource, e);
    }

    /** @param seen the deployment; null where there is none yet */
    SetupValues known(@CheckForNull Snapshot seen) {
        boolean named = !entry.application().isEmpty();
        SetupValues known = access.known()
                .with(Field.APPLICATION, named || seen == null ? entry.application() : seen.application())
                .with(Field.GROUP, named || seen == null ? entry.deploymentGroup() : seen.deploymentGroup());
        if (request != null && request.revision() instanceof S3Revision revision) {
            return known.with(Field.BUCKET, revision.bucket())
                    .withKey(revision.key())
                    .with(Field.KEY, revision.key());
        }
        return known;
    }

    void later(Duration pause, Runnable step) {
        engine.timer()
                .schedule(
                        () -> serial.execute(() -> {
                            if (!over) {
                                step.run();
                            }
                        }),
                        pause.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    /** On the run's own executor, unless it is over. */
    void next(Runnable step) {
        serial.execute(() -> {
            if (!over) {
                step.run();
            }
        });
    }

    /**
     * Before CreateDeployment.
     *
     * @return false where the run is over: whoever ended it was told that nothing is called any more
     * @throws IOException when it is not on disk: nothing may be called then
     */
    synchronized boolean journalCall() throws IOException {
        if (over) {
            return false;
        }
        JournalEntry next = entry.called(awsNow());
        journal.write(next);
        entry = next;
        return true;
    }

    void journalIfPossible(JournalEntry next) {
        entry = next;
        try {
            journal.write(next);
        } catch (IOException e) {
            LOGGER.log(over ? Level.FINE : Level.WARNING, "the journal is behind", e);
            tell(new DeploymentEvent.JournalBehind(String.valueOf(e.getMessage())));
        }
    }

    void created(String id, boolean adopted) {
        journalIfPossible(entry.created(id));
        leaveQueue();
        if (over) {
            stopUnattended(id);
            return;
        }
        tell(new DeploymentEvent.Created(id, calls.consoleLink(id), adopted));
        if (!policy.waits() && !isAborting()) {
            leaveCreated(id);
            return;
        }
        follow(id);
    }

    private void leaveCreated(String id) {
        journalIfPossible(entry.at(Stage.LEFT, null));
        end(new Outcome(Outcome.Kind.CREATED, id, null, null, List.of(), null));
    }

    /** An impatient second abort ended the run while the call was under way: its first wish still holds. */
    private void stopUnattended(String id) {
        if (!isAborting() || policy.onAbort() == DeploymentPolicy.OnAbort.LEAVE) {
            return;
        }
        try {
            calls.stop(
                    id,
                    policy.onAbort() == DeploymentPolicy.OnAbort.STOP_AND_ROLL_BACK,
                    engine.times().stopGrace());
        } catch (SdkException e) {
            LOGGER.log(Level.WARNING, "deployment " + id + ", of an aborted run, was not stopped", e);
        }
    }

    /** An error of ours, or of a library's: the run must not hang on it, nor claim to know the deployment's end. */
    private void broken(Throwable e) {
        LOGGER.log(over ? Level.FINE : Level.WARNING, "a step of a deployment's run failed", e);
        String id = entry.deploymentId();
        boolean surelyNone = id == null && entry.stage() == Stage.INTENDED;
        Text fix = surelyNone
                ? null
                : id == null
                        ? Text.of("deploy.unknown.fix", nonce())
                        : Text.of("deploy.lost.fix", id, calls.consoleLink(id));
        end(new Outcome(
                surelyNone ? Outcome.Kind.NOT_CREATED : Outcome.Kind.UNKNOWN,
                id,
                null,
                null,
                List.of(),
                Problem.of(Text.of("deploy.broken", e), fix)));
    }

    private void follow(String id) {
        following = new DeploymentMonitor(this, calls, engine.times());
        following.begin(id);
    }

    Subscription watch(String id, WatchListener eyes) {
        Subscription watch = engine.observers().watch(access, id, eyes);
        if (over) {
            // detached meanwhile
            watch.end();
        }
        return watch;
    }

    /**
     * Lets those go first who wait for the group already: it may be free for a moment between its holder's end and
     * their turn.
     *
     * @return false where nobody waits, and where it is our turn
     */
    boolean queueUp() {
        if (holderId != null) {
            return false;
        }
        String busyWith = engine.groups().joinIfAwaited(group, place);
        if (busyWith == null) {
            return false;
        }
        awaiting(busyWith);
        return true;
    }

    void waitForGroup(String activeId) {
        boolean queued = holderId != null;
        awaiting(activeId);
        if (queued) {
            engine.groups().busyWith(group, activeId);
            watchHolder();
        } else {
            engine.groups().join(group, activeId, place);
        }
    }

    private void awaiting(String activeId) {
        if (!activeId.equals(holderId)) {
            tell(new DeploymentEvent.WaitingForGroup(entry.deploymentGroup(), activeId));
        }
        holderId = activeId;
    }

    /** Our turn, as soon as the deployment that holds the group is over. */
    private void watchHolder() {
        if (over) {
            return;
        }
        holder = watch(
                holderId,
                new GroupHolder(() -> next(() -> {
                    endHolder();
                    creation.attempt();
                })));
    }

    void endBeforeCreation() {
        end(Outcome.withoutDeployment(
                Outcome.Kind.ABORTED,
                Problem.of(
                        abortCause == AbortCause.TIMEOUT
                                ? Text.of("deploy.timeout.early", DurationText.of(policy.timeout()))
                                : Text.of("deploy.aborted.early"))));
    }

    void end(Outcome outcome) {
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
        }
        release();
        whenOver.accept(outcome);
    }

    private void release() {
        if (timeout != null) {
            timeout.cancel(false);
        }
        leaveQueue();
        if (following != null) {
            following.unwatch();
        }
        engine.forget(this);
    }

    private void leaveQueue() {
        endHolder();
        engine.groups().leave(group, place);
    }

    private void endHolder() {
        if (holder != null) {
            holder.end();
            holder = null;
        }
    }
}
