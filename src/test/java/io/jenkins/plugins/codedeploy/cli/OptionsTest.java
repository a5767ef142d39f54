package io.jenkins.plugins.codedeploy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.cli.Cli.Said;
import io.jenkins.plugins.codedeploy.engine.ReservedPort;
import io.jenkins.plugins.codedeploy.simulator.Accounts;
import io.jenkins.plugins.codedeploy.simulator.Clients;
import io.jenkins.plugins.codedeploy.simulator.http.Call;
import io.jenkins.plugins.codedeploy.simulator.kms.Kms;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.codedeploy.CodeDeployClient;
import software.amazon.awssdk.services.codedeploy.model.DeploymentInfo;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/** What an option says arrives at AWS. */
class OptionsTest {
    @TempDir
    Path folder;

    private Cli cli;
    private Path source;

    @BeforeEach
    void start() throws Exception {
        cli = new Cli();
        source = SampleApplication.writeTo(Files.createDirectory(folder.resolve("sample")));
    }

    @AfterEach
    void stop() throws Exception {
        cli.close();
    }

    @Test
    void everyOptionOfADeployment() throws Exception {
        Said said = cli.deploy(
                "--source",
                source.toString(),
                "--bucket",
                bucket(),
                "--no-wait",
                "--deployment-config",
                "CodeDeployDefault.HalfAtATime",
                "--description",
                "Release 7",
                "--file-exists-behavior",
                "retain",
                "--ignore-application-stop-failures",
                "--update-outdated-instances-only",
                "--auto-rollback",
                "DEPLOYMENT_FAILURE,DEPLOYMENT_STOP_ON_REQUEST");

        assertEquals(0, said.exitCode(), said.err());
        DeploymentInfo info = deployment(said.text("deploymentId"));
        assertEquals("CodeDeployDefault.HalfAtATime", info.deploymentConfigName());
        assertTrue(info.description().startsWith("Release 7 "), info.description());
        assertEquals("RETAIN", info.fileExistsBehaviorAsString());
        assertTrue(info.ignoreApplicationStopFailures());
        assertTrue(info.updateOutdatedInstancesOnly());
        assertEquals(
                Set.of("DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_REQUEST"),
                Set.copyOf(info.autoRollbackConfiguration().eventsAsStrings()));
        assertEquals(
                said.text("revision/versionId"), info.revision().s3Location().version());
        assertEquals(said.text("revision/eTag"), info.revision().s3Location().eTag());
    }

    @Test
    void whatIsNotGivenIsLeftToTheGroup() throws Exception {
        Said said = cli.deploy("--source", source.toString(), "--bucket", bucket(), "--no-wait");

        DeploymentInfo info = deployment(said.text("deploymentId"));
        assertEquals("CodeDeployDefault.AllAtOnce", info.deploymentConfigName());
        assertEquals("DISALLOW", info.fileExistsBehaviorAsString());
        assertNotEquals(Boolean.TRUE, info.ignoreApplicationStopFailures());
        assertNotEquals(Boolean.TRUE, info.updateOutdatedInstancesOnly());
    }

    /** The role allows an hour: AWS refuses more, and an hour is enough since sessions are renewed. */
    @Test
    void theSessionsDuration() throws Exception {
        assertEquals(0, deployWith("--session-duration", "900").exitCode());
        assertEquals(0, refusedSessions());
        assertEquals(0, deployWith("--session-duration", "43200").exitCode());
        assertTrue(refusedSessions() > 0);
    }

    @Test
    void theKeyThatEncrypts() throws Exception {
        String key = cli.aws()
                .kms()
                .createKey(Accounts.SOURCE, cli.aws().region(), Kms.defaultPolicy(Accounts.SOURCE))
                .arn();
        cli.aws().iam().putPolicy(user(), "Keys", """
                {"Version": "2012-10-17",
                 "Statement": [{"Effect": "Allow", "Action": "kms:*", "Resource": "*"}]}
                """);
        Said said = cli.push(source, "--kms-key-id", key);

        assertEquals(0, said.exitCode(), said.err());
        assertEquals(key, object(said).ssekmsKeyId());
    }

    @Test
    void whatIsIncluded() throws Exception {
        Files.writeString(source.resolve("site/notes.txt"), "not for servers");
        Said said = cli.push(
                source,
                "--include",
                "appspec.yml",
                "--include",
                "VERSION",
                "--include",
                "**/*.sh",
                "--include",
                "**/*.html");

        assertEquals(0, said.exitCode(), said.err());
        assertTrue(said.err().contains("Bundling 7 files"), said.err());
    }

    @Test
    void whatBecomesOfLinks() throws Exception {
        Files.createSymbolicLink(source.resolve("current"), Path.of("site"));
        Said followed = cli.push(source);
        Said kept = cli.push(source, "--symlinks", "keep");

        assertEquals(0, kept.exitCode(), kept.err());
        assertNotEquals(followed.text("revision/digest"), kept.text("revision/digest"));
        assertTrue(followed.err().contains("Bundling 8 files"), followed.err());
    }

    /** Nothing was begun: an address that is wrong is a fault of the setup. */
    @Test
    void anEndpointWhereNobodyListens() throws Exception {
        try (ReservedPort port = new ReservedPort()) {
            String nobody = port.endpoint().toString();
            for (Said said : List.of(
                    cli.deploy("--revision", "s3://" + bucket() + "/any.zip", "--endpoint-url", nobody),
                    cli.push(source, "--endpoint-url", nobody))) {
                assertEquals(2, said.exitCode(), said.err());
                assertFalse(said.err().contains("Bundling"), said.err());
                assertTrue(said.text("problem/summary").startsWith("Could not connect to AWS"), said.problem());
                assertTrue(said.text("problem/cause").contains("127.0.0.1:" + port.number()), said.problem());
                assertTrue(said.text("problem/fix").contains("Check the Region"), said.problem());
            }
        }
    }

    private Said deployWith(String option, String value) throws Exception {
        return cli.deploy("--source", source.toString(), "--bucket", bucket(), option, value);
    }

    private long refusedSessions() {
        return cli.aws().calls().of("AssumeRole").stream()
                .filter(call -> call.status() == 400)
                .map(Call::error)
                .filter("ValidationError"::equals)
                .count();
    }

    private DeploymentInfo deployment(String id) {
        try (CodeDeployClient client = CodeDeployClient.builder()
                .endpointOverride(cli.aws().endpoint())
                .region(Region.of(cli.aws().region()))
                .credentialsProvider(new Clients(cli.aws()).deployer())
                .build()) {
            return client.getDeployment(r -> r.deploymentId(id)).deploymentInfo();
        }
    }

    private HeadObjectResponse object(Said said) {
        Clients clients = new Clients(cli.aws());
        try (S3Client s3 = clients.s3(clients.jenkins())) {
            return s3.headObject(r -> r.bucket(said.text("revision/bucket")).key(said.text("revision/key")));
        }
    }

    private static String user() {
        return "arn:aws:iam::" + Accounts.SOURCE + ":user/jenkins";
    }

    private String bucket() {
        return cli.aws().seed().bucket();
    }
}
