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
import io.jenkins.plugins.codedeploy.simulator.codedeploy.CodeDeploy;
import io.jenkins.plugins.codedeploy.simulator.codedeploy.DeploymentSummary;
import io.jenkins.plugins.codedeploy.simulator.codedeploy.Group;
import io.jenkins.plugins.codedeploy.simulator.http.AwsError;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
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
    private static final GitHubRevision REVISION = new GitHubRevision("acme/shop", "0123456789".repeat(4));

    private final CodeDeploy[] service = new CodeDeploy[1];
    final SimulatedAws aws;
    final CodeDeploy codeDeploy;
    final Group production;
    private EngineRuntime runtime;
    private final EngineTimes times;
    private final Duration callTimeout;
    private final Supplier<SdkHttpClient> http;

    TwoAccounts() throws IOException {
        this(EngineTimes.DEFAULTS.faster(FASTER), Duration.ofSeconds(2));
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
                .virtualInstances(3);
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

    /** A run, with all that was told of it. */
    static final class Followed {
        final Queue<DeploymentEvent> events = new ConcurrentLinkedQueue<>();
        final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        DeploymentHandle run;

        Outcome outcome() throws Exception {
            return outcome.get(60, TimeUnit.SECONDS);
        }

        <E extends DeploymentEvent> List<E> told(Class<E> type) {
            return events.stream().filter(type::isInstance).map(type::cast).toList();
        }

        /** Waits for an event, bounded. */
        <E extends DeploymentEvent> E await(Class<E> type, Predicate<E> which) throws InterruptedException {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
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
