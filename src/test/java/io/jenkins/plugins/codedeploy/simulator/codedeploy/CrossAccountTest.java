package io.jenkins.plugins.codedeploy.simulator.codedeploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.cli.Landscape;
import io.jenkins.plugins.codedeploy.simulator.Accounts;
import io.jenkins.plugins.codedeploy.simulator.Clients;
import io.jenkins.plugins.codedeploy.simulator.Seed;
import io.jenkins.plugins.codedeploy.simulator.SimulatedAws;
import io.jenkins.plugins.codedeploy.simulator.instance.Bundles;
import io.jenkins.plugins.codedeploy.simulator.kms.Kms;
import io.jenkins.plugins.codedeploy.simulator.kms.KmsKey;
import java.nio.file.Files;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.codedeploy.CodeDeployClient;
import software.amazon.awssdk.services.codedeploy.model.DeploymentInfo;
import software.amazon.awssdk.services.codedeploy.model.Diagnostics;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/** The guide's whole way: uploaded in one account, deployed as the assumed role, read by instances of the other. */
class CrossAccountTest {
    private CodeDeploy codeDeploy;
    private SimulatedAws aws;
    private CodeDeployClient client;
    private Clients clients;
    private PutObjectResponse uploaded;

    @BeforeEach
    void start() throws Exception {
        Landscape landscape = Landscape.start(SimulatedAws.builder(), World.FASTER, "demo", 3);
        aws = landscape.aws();
        codeDeploy = landscape.codeDeploy();
        clients = new Clients(aws);
        uploaded = upload(aws.seed().bucket(), aws.region());
        client = CodeDeployClient.builder()
                .endpointOverride(aws.endpoint())
                .region(Region.of(aws.region()))
                .credentialsProvider(clients.deployer())
                .build();
    }

    @AfterEach
    void end() throws Exception {
        client.close();
        aws.close();
    }

    private PutObjectResponse upload(String bucket, String region) throws Exception {
        byte[] bundle = Bundles.with("version: 0.0\nos: linux\nfiles: [{source: a.txt, destination: /srv}]\n")
                .file("a.txt", "from the other account")
                .zip();
        try (S3Client s3 = clients.s3(clients.administrator(Accounts.SOURCE), region)) {
            return s3.putObject(r -> r.bucket(bucket).key("CodeDeploy/v1.zip"), RequestBody.fromBytes(bundle));
        }
    }

    private DeploymentInfo deploy(String version) throws Exception {
        return deploy(aws.seed().bucket(), version);
    }

    private DeploymentInfo deploy(String bucket, String version) throws Exception {
        String id = client.createDeployment(r -> r.applicationName("demo")
                        .deploymentGroupName(Landscape.PRODUCTION)
                        .revision(v -> v.revisionType("S3")
                                .s3Location(s -> s.bucket(bucket)
                                        .key("CodeDeploy/v1.zip")
                                        .bundleType("zip")
                                        .version(version)
                                        .eTag(uploaded.eTag()))))
                .deploymentId();
        for (int i = 0; i < 60_000; i++) {
            DeploymentInfo info = client.getDeployment(r -> r.deploymentId(id)).deploymentInfo();
            if (info.completeTime() != null) {
                return info;
            }
            Thread.sleep(10);
        }
        throw new AssertionError(id + " never ended");
    }

    private Diagnostics download(DeploymentInfo info) {
        String id = info.deploymentId();
        String target = client.listDeploymentTargets(r -> r.deploymentId(id))
                .targetIds()
                .get(0);
        return client.getDeploymentTarget(r -> r.deploymentId(id).targetId(target))
                .deploymentTarget()
                .instanceTarget()
                .lifecycleEvents()
                .get(1)
                .diagnostics();
    }

    @Test
    void aPinnedRevisionReachesEveryInstance() throws Exception {
        assertEquals("Succeeded", deploy(uploaded.versionId()).statusAsString());
        for (Host host : codeDeploy
                .target()
                .application("demo")
                .group("production", aws.seed().serviceRoleArn())
                .hosts()) {
            assertEquals("from the other account", Files.readString(host.root().resolve("srv/a.txt")));
        }
    }

    @Test
    void withoutTheBucketPolicyTheDownloadIsDenied() throws Exception {
        aws.s3().deletePolicy(aws.seed().bucket());
        DeploymentInfo info = deploy(uploaded.versionId());
        assertEquals("Failed", info.statusAsString());
        assertEquals("UnknownError", download(info).errorCodeAsString());
        assertTrue(
                download(info).message().contains("Access Denied"),
                download(info).message());
    }

    @Test
    void aMissingVersionFailsTheDownload() throws Exception {
        DeploymentInfo info = deploy("0123456789abcdef0123456789abcdef");
        assertEquals("Failed", info.statusAsString());
        assertEquals("UnknownError", download(info).errorCodeAsString());
    }

    @Test
    void aKeyThatTheInstancesMayNotUseFailsTheDownload() throws Exception {
        KmsKey key = aws.kms().createKey(Accounts.SOURCE, aws.region(), Kms.defaultPolicy(Accounts.SOURCE));
        aws.s3().bucket(aws.seed().bucket()).encryptByKms(key.arn());
        uploaded = upload(aws.seed().bucket(), aws.region());
        DeploymentInfo info = deploy(uploaded.versionId());
        assertEquals("Failed", info.statusAsString());
        assertTrue(
                download(info).message().contains("kms:Decrypt"), download(info).message());
    }

    @Test
    void aBucketInAnotherRegionFailsTheDownload() throws Exception {
        aws.s3().createBucket("elsewhere", Accounts.SOURCE, "us-east-1");
        aws.s3().putPolicy("elsewhere", Seed.readableBy("elsewhere", aws.seed().instanceRoleArn()));
        uploaded = upload("elsewhere", "us-east-1");
        DeploymentInfo info = deploy("elsewhere", uploaded.versionId());
        assertEquals("Failed", info.statusAsString());
        assertTrue(download(info).message().contains("must be addressed using the specified endpoint"));
    }
}
