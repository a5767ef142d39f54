package io.jenkins.plugins.codedeploy.cli.bench;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.RoleArn;
import io.jenkins.plugins.codedeploy.engine.aws.AwsEndpoints;
import io.jenkins.plugins.codedeploy.engine.aws.SourceIdentity;
import io.jenkins.plugins.codedeploy.engine.aws.TargetAccess;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentEngine;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentListener;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentOptions;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentPolicy;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentRequest;
import io.jenkins.plugins.codedeploy.engine.deploy.Nonce;
import io.jenkins.plugins.codedeploy.engine.deploy.Outcome;
import io.jenkins.plugins.codedeploy.engine.journal.Journal;
import io.jenkins.plugins.codedeploy.engine.revision.GitHubRevision;
import io.jenkins.plugins.codedeploy.simulator.SimulatedAws;
import io.jenkins.plugins.codedeploy.simulator.SimulationSpeed;
import io.jenkins.plugins.codedeploy.simulator.codedeploy.CodeDeploy;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** A simulated target account in this process, with deployments of configurable duration. */
final class Waiting implements AutoCloseable {
    private static final String APPLICATION = "shop";
    /** Of an in-place deployment to one instance. */
    private static final int EVENTS = 7;

    private static final GitHubRevision REVISION = new GitHubRevision("acme/shop", "0123456789".repeat(4));

    final SimulatedAws aws;
    final CodeDeploy codeDeploy;
    final TargetAccess access;

    Waiting(double pace) throws IOException {
        AtomicReference<CodeDeploy> service = new AtomicReference<>();
        aws = SimulatedAws.builder()
                .pace(SimulationSpeed.times(pace))
                .plug("codedeploy", a -> {
                    service.set(new CodeDeploy(a));
                    return service.get();
                })
                .start();
        codeDeploy = service.get();
        access = access(
                aws.endpoint(),
                aws.seed().jenkins().accessKeyId(),
                aws.seed().jenkins().secretAccessKey(),
                aws.seed().roleArn(),
                aws.seed().externalId(),
                aws.region());
    }

    static TargetAccess access(
            URI endpoint,
            String accessKeyId,
            String secretAccessKey,
            String roleArn,
            String externalId,
            String region) {
        SourceIdentity jenkins = new SourceIdentity(
                StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKeyId, secretAccessKey)),
                "bench",
                "the development credential");
        return TargetAccess.of(jenkins, RoleArn.parse(roleArn), externalId, region)
                .with(AwsEndpoints.all(endpoint));
    }

    /** @param lasting about, of simulated time: a deployment to that group */
    void plant(@NonNull String group, @NonNull Duration lasting) {
        codeDeploy
                .target()
                .application(APPLICATION)
                .group(group, aws.seed().serviceRoleArn())
                .virtualInstances(1)
                .eventDuration(lasting.dividedBy(EVENTS));
    }

    /** @param lasting about, of simulated time */
    CompletableFuture<Outcome> deploy(
            @NonNull DeploymentEngine engine, @NonNull String group, @NonNull Duration lasting) throws IOException {
        plant(group, lasting);
        return deploy(engine, access, group);
    }

    static CompletableFuture<Outcome> deploy(
            @NonNull DeploymentEngine engine, @NonNull TargetAccess access, @NonNull String group) throws IOException {
        return deploy(engine, access, group, event -> {});
    }

    static CompletableFuture<Outcome> deploy(
            @NonNull DeploymentEngine engine,
            @NonNull TargetAccess access,
            @NonNull String group,
            @NonNull DeploymentListener listener)
            throws IOException {
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        engine.start(
                access,
                "bench",
                new DeploymentRequest(APPLICATION, group, REVISION, DeploymentOptions.DEFAULTS),
                DeploymentPolicy.DEFAULTS,
                Nonce.of(UUID.randomUUID().toString()),
                Journal.inMemory(),
                listener,
                outcome::complete);
        return outcome;
    }

    @Override
    public void close() throws IOException {
        aws.close();
    }
}
