package io.jenkins.plugins.codedeploy.engine.deploy;

import io.jenkins.plugins.codedeploy.cli.runtime.EngineRuntime;
import io.jenkins.plugins.codedeploy.engine.RoleArn;
import io.jenkins.plugins.codedeploy.engine.aws.AwsClients;
import io.jenkins.plugins.codedeploy.engine.aws.AwsEndpoints;
import io.jenkins.plugins.codedeploy.engine.aws.Retries;
import io.jenkins.plugins.codedeploy.engine.aws.SessionPolicy;
import io.jenkins.plugins.codedeploy.engine.aws.SourceIdentity;
import io.jenkins.plugins.codedeploy.engine.aws.TargetAccess;
import io.jenkins.plugins.codedeploy.engine.journal.Journal;
import io.jenkins.plugins.codedeploy.engine.revision.GitHubRevision;
import io.jenkins.plugins.codedeploy.simulator.SimulatedAws;
import io.jenkins.plugins.codedeploy.simulator.SimulationSpeed;
import io.jenkins.plugins.codedeploy.simulator.codedeploy.Behavior;
import io.jenkins.plugins.codedeploy.simulator.codedeploy.CodeDeploy;
import io.jenkins.plugins.codedeploy.simulator.codedeploy.DeploymentSummary;
import io.jenkins.plugins.codedeploy.simulator.codedeploy.Group;
import io.jenkins.plugins.codedeploy.simulator.http.AwsError;
import io.jenkins.plugins.codedeploy.simulator.instance.EventDiagnostics;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.services.codedeploy.CodeDeployClient;

/** The engine against two simulated accounts in which a minute is a second. */
final class TwoAccounts implements AutoCloseable {
    static final double FASTER = 60;
    /** No machine is so slow that it runs into one of these: what a test waits for happens, or it fails. */
    static final Duration LIMIT = Duration.ofMinutes(10);

    static final Duration CALL_TIMEOUT = Duration.ofMinutes(1);
    /** For tests in which a call gets no answer and is waited for, or is not carried out and could still be. */
    static final Duration SHORT_CALL_TIMEOUT = Duration.ofSeconds(8);

    static final EngineTimes FAST = fast(LIMIT);
    /** For tests of what is not reached, or ends by that. */
    static final EngineTimes GIVES_UP_SOON = fast(Duration.ofMillis(150));

    private static final GitHubRevision REVISION = new GitHubRevision("acme/shop", "0123456789".repeat(4));

    private final CodeDeploy[] service = new CodeDeploy[1];
    final SimulatedAws aws;
    final CodeDeploy codeDeploy;
    final Group production;
    private EngineRuntime runtime;
    private final EngineTimes times;
    private Duration callTimeout;
    private final Supplier<SdkHttpClient> http;

    TwoAccounts() throws IOException {
        this(FAST, CALL_TIMEOUT);
    }

    private static EngineTimes fast(Duration unreachable) {
        EngineTimes fast = EngineTimes.DEFAULTS.faster(FASTER);
        return new EngineTimes(fast.watch(), fast.settling(), fast.look(), unreachable, LIMIT, LIMIT);
    }

    TwoAccounts(EngineTimes times, Duration callTimeout) throws IOException {
        this(
                times,
                callTimeout,
                () -> ApacheHttpClient.builder()
                        .maxConnections(AwsClients.CONNECTIONS)
                        .build());
    }

    TwoAccounts(EngineTimes times, Duration callTimeout, Supplier<SdkHttpClient> http) throws IOException {
        if (callTimeout.compareTo(CALL_TIMEOUT) < 0) {
            FirstCalls.areOver();
        }
        this.times = times;
        this.callTimeout = callTimeout;
        this.http = http;
        aws = SimulatedAws.builder()
                .pace(SimulationSpeed.times(FASTER))
                .plug("codedeploy", a -> service[0] = new CodeDeploy(a))
                .start();
        codeDeploy = service[0];
        production = group("production");
        restart();
    }

    Group group(String name) {
        return codeDeploy
                .target()
                .application("shop")
                .group(name, aws.seed().serviceRoleArn())
                .virtualInstances(3)
                .commandTimeout(Duration.ofDays(7));
    }

    /** Lets deployments to the group wait at an event of each instance until the gate is completed. */
    CompletableFuture<Void> hold() {
        CompletableFuture<Void> gate = new CompletableFuture<>();
        production.hosts().forEach(host -> host.on("Install", Behavior.succeedOnce(gate)));
        return gate;
    }

    /** Lets the next deployment fail at its first instance, and its rollback wait there until the gate is completed. */
    CompletableFuture<Void> failAndHoldTheRollback() {
        CompletableFuture<Void> gate = new CompletableFuture<>();
        AtomicReference<String> first = new AtomicReference<>();
        EventDiagnostics failure = EventDiagnostics.scriptFailed("x.sh", 1, "no");
        production.autoRollback("DEPLOYMENT_FAILURE").config("CodeDeployDefault.OneAtATime");
        production
                .hosts()
                .forEach(host -> host.on("Install", Behavior.decidedBy(command -> {
                    first.compareAndSet(null, command.deploymentId());
                    return command.deploymentId().equals(first.get())
                            ? CompletableFuture.completedFuture(failure)
                            : gate.thenApply(ignored -> EventDiagnostics.SUCCESS);
                })));
        return gate;
    }

    DeploymentEngine engine() {
        return runtime.engine();
    }

    AwsClients clients() {
        return runtime.clients();
    }

    /** As a controller that is killed and starts again: what was in memory is gone. */
    void restart() {
        restart(times);
    }

    void restart(EngineTimes times) {
        restart(times, callTimeout);
    }

    void restart(EngineTimes times, Duration callTimeout) {
        if (callTimeout.compareTo(CALL_TIMEOUT) < 0) {
            FirstCalls.areOver();
        }
        this.callTimeout = callTimeout;
        if (runtime != null) {
            runtime.close();
        }
        runtime = new EngineRuntime(times, callTimeout, http.get());
    }

    TargetAccess access() {
        return access(new SourceIdentity(
                StaticCredentialsProvider.create(AwsBasicCredentials.create(
                        aws.seed().jenkins().accessKeyId(), aws.seed().jenkins().secretAccessKey())),
                "test",
                "credential \"aws-dev\""));
    }

    TargetAccess access(SourceIdentity source) {
        return TargetAccess.of(
                        source, RoleArn.parse(aws.seed().roleArn()), aws.seed().externalId(), aws.region())
                .with(AwsEndpoints.all(aws.endpoint()));
    }

    static DeploymentRequest request(String group) {
        return new DeploymentRequest("shop", group, REVISION, DeploymentOptions.DEFAULTS);
    }

    Followed start(DeploymentPolicy policy) throws IOException {
        return start(request("production"), policy, Journal.inMemory());
    }

    Followed start(DeploymentRequest request, DeploymentPolicy policy, Journal journal) throws IOException {
        return start(access(), request, policy, journal, UUID.randomUUID().toString());
    }

    Followed start(
            TargetAccess access, DeploymentRequest request, DeploymentPolicy policy, Journal journal, String nonce)
            throws IOException {
        Followed followed = new Followed();
        followed.run = engine().start(
                        access,
                        "test",
                        request,
                        policy,
                        Nonce.of(nonce),
                        journal,
                        followed.events::add,
                        followed.outcome::complete);
        return followed;
    }

    List<DeploymentSummary> deployments() {
        return codeDeploy.deployments();
    }

    /** Waits until something is so, bounded. */
    static void await(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("waited for " + LIMIT);
            }
            Thread.sleep(5);
        }
    }

    /** As a role that lacks a right; separate several by {@code ", "} in quotes. */
    void deny(String action) throws AwsError {
        deny(action, "*");
    }

    void deny(String action, String resource) throws AwsError {
        aws.iam().putPolicy(aws.seed().roleArn(), "Deny", """
                {"Version": "2012-10-17",
                 "Statement": [{"Effect": "Deny", "Action": ["%s"], "Resource": "%s"}]}
                """.formatted(action, resource));
    }

    /** CodeDeploy as somebody else sees it who has the same role. */
    CodeDeployClient somebody() {
        AwsClients clients = runtime.clients();
        return clients.codeDeploy(
                access(), clients.session(access(), "somebody", SessionPolicy.follower()), Retries.STANDARD);
    }

    DeploymentSummary deployment(String id) {
        return deployments().stream().filter(d -> d.id().equals(id)).findFirst().orElseThrow();
    }

    @Override
    public void close() throws IOException {
        runtime.close();
        aws.close();
    }

    /** The first calls of a process load and compile much: they take long on a slow machine. */
    private static final class FirstCalls {
        static {
            try (TwoAccounts accounts = new TwoAccounts()) {
                accounts.start(DeploymentPolicy.DEFAULTS).outcome();
            } catch (Exception e) {
                throw new ExceptionInInitializerError(e);
            }
        }

        static void areOver() {
            // by the initialization of this class
        }
    }

    /** A run, with all that was told of it. */
    static final class Followed {
        final Queue<DeploymentEvent> events = new ConcurrentLinkedQueue<>();
        final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        DeploymentHandle run;

        Outcome outcome() throws Exception {
            return outcome.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        }

        <E extends DeploymentEvent> List<E> told(Class<E> type) {
            return events.stream().filter(type::isInstance).map(type::cast).toList();
        }

        /** Waits for an event, bounded. */
        <E extends DeploymentEvent> E await(Class<E> type, Predicate<E> which) throws InterruptedException {
            long end = System.nanoTime() + LIMIT.toNanos();
            boolean over = false;
            while (System.nanoTime() < end && !over) {
                over = outcome.isDone();
                for (E event : told(type)) {
                    if (which.test(event)) {
                        return event;
                    }
                }
                Thread.sleep(5);
            }
            throw new AssertionError("no such " + type.getSimpleName() + " in " + events + " " + outcome);
        }

        <E extends DeploymentEvent> E await(Class<E> type) throws InterruptedException {
            return await(type, e -> true);
        }
    }
}
