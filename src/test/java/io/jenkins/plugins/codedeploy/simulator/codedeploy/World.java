package io.jenkins.plugins.codedeploy.simulator.codedeploy;

import io.jenkins.plugins.codedeploy.simulator.SimulatedAws;
import io.jenkins.plugins.codedeploy.simulator.SimulationSpeed;
import io.jenkins.plugins.codedeploy.simulator.http.AwsError;
import io.jenkins.plugins.codedeploy.simulator.http.Credential;
import io.jenkins.plugins.codedeploy.simulator.iam.Entity;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.codedeploy.CodeDeployClient;
import software.amazon.awssdk.services.codedeploy.model.BundleType;
import software.amazon.awssdk.services.codedeploy.model.CreateDeploymentRequest;
import software.amazon.awssdk.services.codedeploy.model.DeploymentInfo;
import software.amazon.awssdk.services.codedeploy.model.DeploymentTarget;
import software.amazon.awssdk.services.codedeploy.model.LifecycleEvent;
import software.amazon.awssdk.services.codedeploy.model.RevisionLocation;

/** A simulated AWS with CodeDeploy, and a client that acts as the cross-account role. Instances read from a folder. */
final class World implements AutoCloseable {
    static final double FASTER = 500;
    static final SimulationSpeed FAST = SimulationSpeed.times(FASTER);

    final SimulatedAws aws;
    final FileBucket bucket = new FileBucket();
    final CodeDeployClient client;
    private CodeDeploy codeDeploy;

    World() throws IOException, AwsError {
        this(FAST);
    }

    World(SimulationSpeed pace) throws IOException, AwsError {
        aws = SimulatedAws.builder()
                .pace(pace)
                .plug("codedeploy", sim -> {
                    codeDeploy = new CodeDeploy(sim, bucket);
                    return codeDeploy;
                })
                .start();
        client = client(aws.seed().roleArn());
    }

    /** A client that acts as a session of a role, without retries. */
    CodeDeployClient client(String roleArn) throws AwsError {
        Entity role = aws.iam().entity(roleArn);
        Credential session = aws.iam()
                .createSession(
                        role.session("test", Map.of(), null, null),
                        Instant.now().plusSeconds(3600));
        return CodeDeployClient.builder()
                .endpointOverride(aws.endpoint())
                .region(Region.of(aws.region()))
                .httpClientBuilder(ApacheHttpClient.builder())
                .credentialsProvider(StaticCredentialsProvider.create(AwsSessionCredentials.create(
                        session.accessKeyId(), session.secretAccessKey(), session.sessionToken())))
                .overrideConfiguration(c -> c.retryStrategy(AwsRetryStrategy.doNotRetry()))
                .build();
    }

    CodeDeploy codeDeploy() {
        return codeDeploy;
    }

    Realm realm() {
        return codeDeploy.target();
    }

    Group group(String name) {
        return realm().application("demo").group(name, aws.seed().serviceRoleArn());
    }

    static RevisionLocation revision(String key) {
        return RevisionLocation.builder()
                .revisionType("S3")
                .s3Location(s3 -> s3.bucket("revisions").key(key).bundleType(BundleType.ZIP))
                .build();
    }

    CreateDeploymentRequest.Builder request(String group, String key) {
        return CreateDeploymentRequest.builder()
                .applicationName("demo")
                .deploymentGroupName(group)
                .revision(revision(key));
    }

    String deploy(String group, String key) {
        return client.createDeployment(request(group, key).build()).deploymentId();
    }

    DeploymentInfo info(String id) {
        return client.getDeployment(r -> r.deploymentId(id)).deploymentInfo();
    }

    /** Waits for one of these statuses. */
    DeploymentInfo await(String id, String... statuses) throws InterruptedException {
        for (int i = 0; i < 60_000; i++) {
            DeploymentInfo info = info(id);
            if (List.of(statuses).contains(info.statusAsString())) {
                return info;
            }
            Thread.sleep(10);
        }
        throw new AssertionError(id + " never became " + List.of(statuses) + ": " + info(id));
    }

    DeploymentInfo awaitEnd(String id) throws InterruptedException {
        return await(id, "Succeeded", "Failed", "Stopped");
    }

    List<DeploymentTarget> targets(String id) {
        List<String> ids = client.listDeploymentTargets(r -> r.deploymentId(id)).targetIds();
        return client.batchGetDeploymentTargets(r -> r.deploymentId(id).targetIds(ids))
                .deploymentTargets();
    }

    LifecycleEvent event(String id, int target, String name) {
        return targets(id).get(target).instanceTarget().lifecycleEvents().stream()
                .filter(e -> e.lifecycleEventName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() throws IOException {
        client.close();
        aws.close();
        bucket.delete();
    }
}
