package io.jenkins.plugins.codedeploy.simulator.codedeploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.simulator.instance.Bundles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.codedeploy.model.DeploymentInfo;
import software.amazon.awssdk.services.codedeploy.model.Diagnostics;
import software.amazon.awssdk.services.codedeploy.model.LifecycleEvent;

class FolderDeploymentTest {
    private static final String APP_SPEC = """
            version: 0.0
            os: linux
            files:
              - source: app
                destination: /srv/app
            hooks:
              ApplicationStop:
                - location: scripts/stop.sh
              ValidateService:
                - location: scripts/validate.sh
            """;

    private World world;

    @BeforeEach
    void start() throws Exception {
        world = new World();
    }

    @AfterEach
    void end() throws Exception {
        world.close();
    }

    private void put(String key, String version, String... validate) throws Exception {
        world.bucket.put(
                key,
                Bundles.with(APP_SPEC)
                        .file("app/version.txt", version)
                        .script("scripts/stop.sh", "echo " + version + " >> \"$INSTANCE_ROOT/stopped\"")
                        .script("scripts/validate.sh", validate)
                        .zip());
    }

    private String read(Host host, String path) throws Exception {
        return Files.readString(Path.of(String.valueOf(host.root())).resolve(path))
                .strip();
    }

    @Test
    void aRevisionLiesOnEveryInstance() throws Exception {
        Group group = world.group("production").instances(3, world.aws.seed().instanceRoleArn());
        put("v1.zip", "1", "true");

        String id = world.deploy("production", "v1.zip");
        DeploymentInfo info = world.awaitEnd(id);

        assertEquals("Succeeded", info.statusAsString(), () -> world.targets(id).toString());
        assertEquals(3, info.deploymentOverview().succeeded());
        for (Host host : group.hosts()) {
            assertEquals("1", read(host, "srv/app/version.txt"));
        }
        assertEquals(3, world.bucket.readers().size());
        assertTrue(world.bucket.readers().get(0).contains(":assumed-role/CodeDeploy-Instances/i-0"));
    }

    @Test
    void applicationStopRunsFromThePreviousRevision() throws Exception {
        Group group = world.group("production").instances(1, world.aws.seed().instanceRoleArn());
        put("v1.zip", "1", "true");
        put("v2.zip", "2", "true");

        world.awaitEnd(world.deploy("production", "v1.zip"));
        assertFalse(Files.exists(group.host(0).root().resolve("stopped")));
        world.awaitEnd(world.deploy("production", "v2.zip"));

        assertEquals("1", read(group.host(0), "stopped"));
        assertEquals("2", read(group.host(0), "srv/app/version.txt"));
    }

    @Test
    void aFailingScriptLeavesItsLogAndThePreviousRevisionComesBack() throws Exception {
        Group group = world.group("production")
                .instances(2, world.aws.seed().instanceRoleArn())
                .autoRollback("DEPLOYMENT_FAILURE");
        put("v1.zip", "1", "true");
        put("v2.zip", "2", "echo checking", "echo 'no answer on 8080' >&2", "exit 7");
        world.awaitEnd(world.deploy("production", "v1.zip"));

        String id = world.deploy("production", "v2.zip");
        DeploymentInfo failed = world.awaitEnd(id);

        assertEquals("Failed", failed.statusAsString());
        assertEquals("HEALTH_CONSTRAINTS", failed.errorInformation().codeAsString());
        LifecycleEvent event = world.event(id, 0, "ValidateService");
        Diagnostics diagnostics = event.diagnostics();
        assertEquals("ScriptFailed", diagnostics.errorCodeAsString());
        assertEquals("scripts/validate.sh", diagnostics.scriptName());
        assertEquals(
                "Script at specified location: scripts/validate.sh failed with exit code 7", diagnostics.message());
        assertTrue(
                diagnostics.logTail().startsWith("LifecycleEvent - ValidateService\nScript - scripts/validate.sh\n"));
        assertTrue(diagnostics.logTail().contains("[stdout]checking\n"));
        assertTrue(diagnostics.logTail().contains("[stderr]no answer on 8080\n"));

        DeploymentInfo rollback = world.awaitEnd(failed.rollbackInfo().rollbackDeploymentId());
        assertEquals("Succeeded", rollback.statusAsString());
        assertEquals("codeDeployRollback", rollback.creatorAsString());
        assertEquals(id, rollback.rollbackInfo().rollbackTriggeringDeploymentId());
        assertEquals("v1.zip", rollback.revision().s3Location().key());
        assertEquals("1", read(group.host(0), "srv/app/version.txt"));
        assertEquals(
                List.of("user", "user", "codeDeployRollback"),
                world.codeDeploy().deployments().stream()
                        .map(DeploymentSummary::creator)
                        .toList());
    }

    @Test
    void aMissingRevisionFailsTheDownload() throws Exception {
        world.group("production").instances(1, world.aws.seed().instanceRoleArn());

        String id = world.deploy("production", "none.zip");
        world.awaitEnd(id);

        Diagnostics diagnostics = world.event(id, 0, "DownloadBundle").diagnostics();
        assertEquals("UnknownError", diagnostics.errorCodeAsString());
        assertEquals("The specified key does not exist.", diagnostics.message());
        assertEquals("Skipped", world.event(id, 0, "Install").statusAsString());
    }

    @Test
    void aPinnedETagMustBeTheObjects() throws Exception {
        world.group("production").instances(1, world.aws.seed().instanceRoleArn());
        put("v1.zip", "1", "true");

        String good = world.client
                .createDeployment(world.request("production", "v1.zip")
                        .revision(World.revision("v1.zip").toBuilder()
                                .s3Location(s3 -> s3.bucket("b")
                                        .key("v1.zip")
                                        .bundleType("zip")
                                        .eTag("etag-of-v1.zip"))
                                .build())
                        .build())
                .deploymentId();
        assertEquals("Succeeded", world.awaitEnd(good).statusAsString());
        String bad = world.client
                .createDeployment(world.request("production", "v1.zip")
                        .revision(World.revision("v1.zip").toBuilder()
                                .s3Location(s3 -> s3.bucket("b")
                                        .key("v1.zip")
                                        .bundleType("zip")
                                        .eTag("other"))
                                .build())
                        .build())
                .deploymentId();
        assertEquals("Failed", world.awaitEnd(bad).statusAsString());
        assertEquals(
                "Expected deployment artifact bundle etag other but was actually \"etag-of-v1.zip\"",
                world.event(bad, 0, "DownloadBundle").diagnostics().message());
    }
}
