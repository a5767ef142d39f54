package io.jenkins.plugins.codedeploy.engine.deploy;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.EngineException;
import io.jenkins.plugins.codedeploy.engine.Inputs;
import io.jenkins.plugins.codedeploy.engine.RoleArn;
import io.jenkins.plugins.codedeploy.engine.aws.AwsClients;
import io.jenkins.plugins.codedeploy.engine.aws.Recent;
import io.jenkins.plugins.codedeploy.engine.aws.SessionPolicy;
import io.jenkins.plugins.codedeploy.engine.aws.TargetAccess;
import io.jenkins.plugins.codedeploy.engine.aws.TenantPool;
import io.jenkins.plugins.codedeploy.engine.aws.Viewpoint;
import io.jenkins.plugins.codedeploy.engine.diagnosis.Refusals;
import io.jenkins.plugins.codedeploy.engine.journal.Journal;
import io.jenkins.plugins.codedeploy.engine.journal.JournalEntry;
import io.jenkins.plugins.codedeploy.engine.journal.JournalEntry.Stage;
import io.jenkins.plugins.codedeploy.engine.watch.PollerRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import software.amazon.awssdk.core.exception.SdkException;

/** Starts runs and holds what they share: clients, observers, queues, threads. One a process is enough. */
public final class DeploymentEngine implements AutoCloseable {
    private static final Logger LOGGER = Logger.getLogger(DeploymentEngine.class.getName());

    /** Everything that AssumeRole depends on. */
    private record SessionKey(
            Viewpoint viewpoint,
            Duration duration,
            Map<String, String> tags,
            @CheckForNull String sourceIdentity,
            String name,
            String policy) {
        static SessionKey of(TargetAccess access, String name, String policy) {
            return new SessionKey(
                    Viewpoint.of(access),
                    access.sessionDuration(),
                    access.sessionTags(),
                    access.sourceIdentity(),
                    name,
                    policy);
        }
    }

    /** How long {@link #findByNonce} waits for its answer. */
    private static final Duration LOOKUP = Duration.ofSeconds(5);

    private final AwsClients clients;
    private final EngineTimes times;
    private final ScheduledExecutorService timer;
    private final TenantPool pool;
    private final PollerRegistry observers;
    private final LostLookups lookups;
    private final GroupQueue groups = new GroupQueue();
    /** Sessions of early checks, for the deployments that follow them. */
    private final Recent<SessionKey, DeploymentCalls> entered = new Recent<>();

    private final Set<DeploymentRun> runs = ConcurrentHashMap.newKeySet();
    private final Future<?> guard;
    private volatile boolean closed;

    /**
     * @param timer only schedules; nothing blocks on it
     * @param threads make the calls; as many as {@link TenantPool} wants, a few for each tenant, who may have a thousand
     *     runs
     */
    public DeploymentEngine(AwsClients clients, EngineTimes times, ScheduledExecutorService timer, Executor threads) {
        this.clients = clients;
        this.times = times;
        this.timer = timer;
        pool = new TenantPool(threads);
        lookups = new LostLookups(pool, LOOKUP);
        observers = new PollerRegistry(clients, times.watch(), timer, pool);
        long pause = times.watch().widest().toNanos();
        guard = timer.scheduleWithFixedDelay(this::endOverdue, pause, pause, TimeUnit.NANOSECONDS);
    }

    /**
     * Creates a deployment and tracks it, or resumes an earlier start from the journal.
     *
     * @param sessionName as {@link io.jenkins.plugins.codedeploy.engine.aws.SessionName} makes it
     * @param nonce as {@link Nonce} makes it: the same when the same run starts again
     * @param whenOver called once, on a thread of the pool or of the caller of {@link DeploymentHandle#abort}
     * @throws IOException when the journal cannot be read or written: nothing was called then
     */
    @NonNull
    public DeploymentHandle start(
            TargetAccess access,
            String sessionName,
            DeploymentRequest request,
            DeploymentPolicy policy,
            String nonce,
            Journal journal,
            DeploymentListener listener,
            Consumer<Outcome> whenOver)
            throws IOException {
        JournalEntry entry = journal.read();
        if (entry == null) {
            entry = JournalEntry.builder(nonce, request.application(), request.deploymentGroup(), access.region())
                    .role(role(access))
                    .revision(request.revision().toString())
                    .build();
            journal.write(entry);
        }
        String policyDocument =
                SessionPolicy.deployer(access, request.application(), request.deploymentGroup(), null, "");
        return begin(access, sessionName, policyDocument, request, policy, journal, entry, listener, whenOver);
    }

    /** Tracks an existing deployment, regardless of who created it. */
    @NonNull
    public DeploymentHandle follow(
            TargetAccess access,
            String sessionName,
            String deploymentId,
            DeploymentPolicy policy,
            Journal journal,
            DeploymentListener listener,
            Consumer<Outcome> whenOver)
            throws IOException {
        JournalEntry entry = journal.read();
        if (entry == null) {
            entry = JournalEntry.builder("-", "", "", access.region())
                    .stage(Stage.CREATED)
                    .role(role(access))
                    .deploymentId(Inputs.deploymentId(deploymentId))
                    .build();
            journal.write(entry);
        }
        String policyDocument = policy.onlyLooks() ? SessionPolicy.observer() : SessionPolicy.follower();
        return begin(access, sessionName, policyDocument, null, policy, journal, entry, listener, whenOver);
    }

    /**
     * Looks, once, for what a call created whose answer was lost. Changes nothing, neither in AWS nor in the journal.
     *
     * @param lost of stage CALLED or UNKNOWN, without a deployment's id
     * @throws EngineException where AWS does not permit the lookup, or has not answered within seconds; the lookup goes
     *     on then, and a later call gets its result
     */
    @NonNull
    public LookupResult findByNonce(TargetAccess access, String sessionName, JournalEntry lost) throws EngineException {
        return lookups.find(access, lost.nonce(), () -> lookUp(access, sessionName, lost));
    }

    private LookupResult lookUp(TargetAccess access, String sessionName, JournalEntry lost) throws EngineException {
        Instant calledAt = Objects.requireNonNull(lost.calledAt());
        try {
            DeploymentCalls calls = new DeploymentCalls(clients, access, sessionName, SessionPolicy.observer());
            Instant before = clients.clock(access).now();
            String found = calls.find(lost.application(), lost.deploymentGroup(), lost.nonce(), calledAt)
                    .orElse(null);
            Instant after = clients.clock(access).now();
            Instant asOf = before.isBefore(after) ? before : after;
            return new LookupResult(
                    found, found == null && !asOf.isBefore(times.settled(calledAt, clients.callTimeout())));
        } catch (SdkException e) {
            String group = lost.application() + "/" + lost.deploymentGroup();
            throw new EngineException(
                    Refusals.explain(access, access.known(), "codedeploy:ListDeployments", group, e), e);
        }
    }

    /**
     * Asks what CreateDeployment would refuse, before anything is bundled and uploaded. Changes nothing.
     *
     * @param request with any revision: what it will be is not known yet
     * @param bundle whether an archive is deployed
     * @throws EngineException for what is certain
     */
    public void checkEarly(TargetAccess access, String sessionName, DeploymentRequest request, boolean bundle)
            throws EngineException {
        String policy = SessionPolicy.deployer(access, request.application(), request.deploymentGroup(), null, "");
        DeploymentCalls calls = new DeploymentCalls(clients, access, sessionName, policy);
        new EarlyCheck(calls, access, request).check(pool.of(access), bundle);
        calls.rest();
        entered.put(SessionKey.of(access, sessionName, policy), calls);
    }

    private DeploymentHandle begin(
            TargetAccess access,
            String sessionName,
            String sessionPolicy,
            DeploymentRequest request,
            DeploymentPolicy policy,
            Journal journal,
            JournalEntry entry,
            DeploymentListener listener,
            Consumer<Outcome> whenOver) {
        DeploymentCalls checked = entered.remove(SessionKey.of(access, sessionName, sessionPolicy));
        DeploymentCalls calls =
                checked == null ? new DeploymentCalls(clients, access, sessionName, sessionPolicy) : checked;
        DeploymentRun run = new DeploymentRun(
                this,
                new CallContext(access, calls, request, checked != null),
                policy,
                new RunJournal(journal, entry),
                listener,
                whenOver);
        runs.add(run);
        if (closed) {
            run.detach();
            throw new IllegalStateException("The engine is closed.");
        }
        run.begin();
        return run;
    }

    /** The last resort against waits that never end: no call takes that long, so something must have gone wrong. */
    private void endOverdue() {
        quietly(observers::endOverdue);
        runs.forEach(run -> quietly(run::endIfOverdue));
    }

    /** A timer's task that throws is never run again. */
    private static void quietly(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            LOGGER.log(Level.WARNING, "Could not end overdue runs", e);
        }
    }

    @CheckForNull
    private static String role(TargetAccess access) {
        RoleArn role = access.role();
        return role == null ? null : role.toString();
    }

    /**
     * Forgets every run without touching its deployment; its journal tells where to go on. To be called before pool and
     * clients end: a run that sees them end would take it for a failure.
     */
    @Override
    public void close() {
        closed = true;
        guard.cancel(false);
        runs.forEach(DeploymentRun::detach);
    }

    /** How many runs are accompanied right now. */
    public int running() {
        return runs.size();
    }

    /** Somebody looks at the deployment just now: its targets are read before those of others. */
    public void lookedAt(@NonNull String deploymentId) {
        observers.lookedAt(deploymentId);
    }

    AwsClients clients() {
        return clients;
    }

    EngineTimes times() {
        return times;
    }

    ScheduledExecutorService timer() {
        return timer;
    }

    TenantPool pool() {
        return pool;
    }

    PollerRegistry observers() {
        return observers;
    }

    GroupQueue groups() {
        return groups;
    }

    void forget(DeploymentRun run) {
        runs.remove(run);
    }
}
