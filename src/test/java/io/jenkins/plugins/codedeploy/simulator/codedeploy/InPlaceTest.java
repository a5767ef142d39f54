package io.jenkins.plugins.codedeploy.simulator.codedeploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.codedeploy.model.AutoRollbackConfiguration;
import software.amazon.awssdk.services.codedeploy.model.DeploymentInfo;
import software.amazon.awssdk.services.codedeploy.model.DeploymentOverview;
import software.amazon.awssdk.services.codedeploy.model.DeploymentTarget;
import software.amazon.awssdk.services.codedeploy.model.LifecycleEvent;
import software.amazon.awssdk.services.codedeploy.model.StopDeploymentResponse;

class InPlaceTest {
    private World world;

    @BeforeEach
    void start() throws Exception {
        world = new World();
    }

    @AfterEach
    void end() throws Exception {
        world.close();
    }

    private DeploymentInfo deployTo(Group group) throws InterruptedException {
        return world.awaitEnd(world.deploy(group.name(), "v1.zip"));
    }

    private static Behavior failing() {
        return Behavior.failScript("ValidateService", "scripts/validate.sh", "no answer");
    }

    private static String counts(DeploymentInfo info) {
        DeploymentOverview o = info.deploymentOverview();
        return o.pending() + " " + o.inProgress() + " " + o.succeeded() + " " + o.failed() + " " + o.skipped() + " "
                + o.ready();
    }

    @Test
    void everyEventOfEveryInstanceIsTold() throws Exception {
        DeploymentInfo info = deployTo(world.group("g").virtualInstances(2));

        assertEquals("Succeeded", info.statusAsString());
        assertEquals("0 0 2 0 0 0", counts(info));
        assertNull(info.errorInformation());
        assertNull(info.rollbackInfo());
        assertNull(info.description());
        assertNotNull(info.completeTime());
        assertEquals("user", info.creatorAsString());
        assertEquals("DISALLOW", info.fileExistsBehaviorAsString());
        assertEquals("Server", info.computePlatformAsString());
        for (DeploymentTarget target : world.targets(info.deploymentId())) {
            assertEquals("InstanceTarget", target.deploymentTargetTypeAsString());
            assertTrue(target.instanceTarget()
                    .targetArn()
                    .startsWith("arn:aws:ec2:eu-central-1:222222222222:instance/i-"));
            assertEquals(
                    InPlace.INSTALL,
                    target.instanceTarget().lifecycleEvents().stream()
                            .map(LifecycleEvent::lifecycleEventName)
                            .toList());
            for (LifecycleEvent event : target.instanceTarget().lifecycleEvents()) {
                assertEquals("Succeeded", event.statusAsString());
                assertEquals("Success", event.diagnostics().errorCodeAsString());
                assertEquals("Succeeded", event.diagnostics().message());
                assertTrue(!event.endTime().isBefore(event.startTime()));
            }
        }
        assertEquals(
                List.of("Created", "Queued", "InProgress", "Succeeded"),
                world.codeDeploy().deployments().get(0).changes().stream()
                        .map(StatusChange::status)
                        .toList());
    }

    @Test
    void oneAtATimeGivesUpAtTheFirstFailureAndSkipsTheRest() throws Exception {
        Group group = world.group("g").virtualInstances(3);
        group.host(0).on("ValidateService", failing());

        DeploymentInfo info = deployTo(group);

        assertEquals("Failed", info.statusAsString());
        assertEquals("HEALTH_CONSTRAINTS", info.errorInformation().codeAsString());
        assertEquals("0 0 0 1 2 0", counts(info));
        assertEquals("Skipped", world.event(info.deploymentId(), 1, "Install").statusAsString());
        assertEquals(
                "LifecycleEvent - ValidateService\nScript - scripts/validate.sh\n[stderr]no answer\n",
                world.event(info.deploymentId(), 0, "ValidateService")
                        .diagnostics()
                        .logTail());
    }

    @Test
    void oneAtATimeSucceedsWhereOnlyTheLastInstanceFails() throws Exception {
        Group group = world.group("g").virtualInstances(3);
        group.host(2).on("ValidateService", failing());
        DeploymentInfo info = deployTo(group);
        assertEquals("Succeeded", info.statusAsString());
        assertEquals("0 0 2 1 0 0", counts(info));
    }

    @Test
    void aSingleInstanceMustSucceed() throws Exception {
        Group group = world.group("g").virtualInstances(1).config("CodeDeployDefault.HalfAtATime");
        group.host(0).on("Install", failing());
        assertEquals("Failed", deployTo(group).statusAsString());
    }

    @Test
    void halfAtATimeBearsHalfOfTheFailures() throws Exception {
        Group group = world.group("g").virtualInstances(4).config("CodeDeployDefault.HalfAtATime");
        group.host(0).on("Install", failing());
        assertEquals("0 0 3 1 0 0", counts(deployTo(group)));
        group.host(1).on("Install", failing());
        DeploymentInfo failed = deployTo(group);
        assertEquals("Failed", failed.statusAsString());
        assertEquals("0 0 0 2 2 0", counts(failed));
    }

    @Test
    void allAtOnceNeedsOneSuccess() throws Exception {
        Group group = world.group("g").virtualInstances(3).config("CodeDeployDefault.AllAtOnce");
        group.host(0).on("Install", failing());
        group.host(1).on("Install", failing());
        assertEquals("Succeeded", deployTo(group).statusAsString());
        group.host(2).on("Install", failing());
        assertEquals("Failed", deployTo(group).statusAsString());
    }

    @Test
    void aMinimumThatLeavesNoInstanceFailsAtOnce() throws Exception {
        world.realm().config("strict", "FLEET_PERCENT", 95);
        world.realm().config("impossible", "HOST_COUNT", 5);
        DeploymentInfo strict = deployTo(world.group("g").virtualInstances(3).config("strict"));
        assertEquals("HEALTH_CONSTRAINTS", strict.errorInformation().codeAsString());
        assertEquals("0 0 0 0 3 0", counts(strict));
        DeploymentInfo impossible = deployTo(world.group("g").config("impossible"));
        assertEquals("HEALTH_CONSTRAINTS_INVALID", impossible.errorInformation().codeAsString());
    }

    @Test
    void failuresAsAWholeCarryTheirCodes() throws Exception {
        assertEquals(
                "NO_INSTANCES",
                deployTo(world.group("empty")).errorInformation().codeAsString());
        Group group = world.group("g").virtualInstances(1).failWith("AGENT_ISSUE", "The agent is silent.");
        DeploymentInfo info = deployTo(group);
        assertEquals("AGENT_ISSUE", info.errorInformation().codeAsString());
        assertEquals("The agent is silent.", info.errorInformation().message());
        assertEquals("Succeeded", deployTo(group.asUsual()).statusAsString());
        Application demo = world.realm().application("demo");
        Group noRole =
                demo.group("noRole", "arn:aws:iam::222222222222:role/Gone").virtualInstances(1);
        assertEquals("IAM_ROLE_MISSING", deployTo(noRole).errorInformation().codeAsString());
        Group wrongRole =
                demo.group("wrongRole", world.aws.seed().instanceRoleArn()).virtualInstances(1);
        assertEquals(
                "IAM_ROLE_PERMISSIONS", deployTo(wrongRole).errorInformation().codeAsString());
        world.aws.iam().detach(world.aws.seed().serviceRoleArn(), "AWSCodeDeployRole");
        assertEquals(
                "IAM_ROLE_PERMISSIONS",
                deployTo(world.group("roleWithoutPolicy").virtualInstances(1))
                        .errorInformation()
                        .codeAsString());
    }

    @Test
    void anAgentThatDoesNotAnswerTimesOut() throws Exception {
        Group group = world.group("g").virtualInstances(1).commandTimeout(Duration.ofSeconds(30));
        group.host(0).on("BeforeInstall", Behavior.hang());
        DeploymentInfo info = deployTo(group);
        assertEquals("Failed", info.statusAsString());
        assertTrue(world.event(info.deploymentId(), 0, "BeforeInstall")
                .diagnostics()
                .message()
                .startsWith("CodeDeploy agent was not able to receive the lifecycle event."));
    }

    @Test
    void failuresOfApplicationStopCanBeIgnored() throws Exception {
        Group group = world.group("g").virtualInstances(1);
        group.host(0).on("ApplicationStop", failing());
        assertEquals("Failed", deployTo(group).statusAsString());
        String id = world.client
                .createDeployment(world.request("g", "v1.zip")
                        .ignoreApplicationStopFailures(true)
                        .build())
                .deploymentId();
        assertEquals("Succeeded", world.awaitEnd(id).statusAsString());
        assertEquals("Failed", world.event(id, 0, "ApplicationStop").statusAsString());
    }

    @Test
    void onlyOutdatedInstancesAreUpdatedOnRequest() throws Exception {
        Group group = world.group("g").virtualInstances(3);
        group.host(2).on("Install", failing());
        deployTo(group);
        group.asUsual();
        String id = world.client
                .createDeployment(world.request("g", "v1.zip")
                        .updateOutdatedInstancesOnly(true)
                        .build())
                .deploymentId();
        assertEquals("0 0 1 0 0 0", counts(world.awaitEnd(id)));
    }

    @Test
    void aStopSkipsWhatHasNotBegunAndRollsBackOnRequest() throws Exception {
        Group group = world.group("g").virtualInstances(2);
        deployTo(group);
        group.host(0).on("Install", Behavior.hang());
        String id = world.deploy("g", "v2.zip");
        world.await(id, "InProgress");

        StopDeploymentResponse stop =
                world.client.stopDeployment(r -> r.deploymentId(id).autoRollbackEnabled(true));
        group.asUsual();

        assertEquals("Pending", stop.statusAsString());
        assertEquals(DeploymentProcess.NO_MORE_COMMANDS, stop.statusMessage());
        DeploymentInfo stopped = world.awaitEnd(id);
        assertEquals("Stopped", stopped.statusAsString());
        assertEquals("0 0 0 1 1 0", counts(stopped));
        DeploymentInfo rollback = world.awaitEnd(stopped.rollbackInfo().rollbackDeploymentId());
        assertEquals("v1.zip", rollback.revision().s3Location().key());
        assertEquals(
                "Deployment " + rollback.deploymentId() + " is triggered to roll back deployment " + id + ".",
                rollback.rollbackInfo().rollbackMessage());
    }

    @Test
    void theDeploymentsRollbackConfigurationGoesBeforeTheGroups() throws Exception {
        Group group = world.group("g").virtualInstances(2).autoRollback("DEPLOYMENT_FAILURE");
        deployTo(group);
        group.host(0).on("Install", failing());
        String id = world.client
                .createDeployment(world.request("g", "v2.zip")
                        .autoRollbackConfiguration(AutoRollbackConfiguration.builder()
                                .enabled(false)
                                .build())
                        .build())
                .deploymentId();
        assertNull(world.awaitEnd(id).rollbackInfo());
        DeploymentInfo second = deployTo(group);
        assertNotNull(second.rollbackInfo().rollbackDeploymentId());
    }

    @Test
    void withoutASuccessfulDeploymentThereIsNothingToRollBackTo() throws Exception {
        Group group = world.group("g").virtualInstances(2).autoRollback("DEPLOYMENT_FAILURE");
        group.host(0).on("Install", failing());
        DeploymentInfo info = deployTo(group);
        assertNull(info.rollbackInfo().rollbackDeploymentId());
        assertNotNull(info.rollbackInfo().rollbackMessage());
    }

    @Test
    void anAlarmStopsAndRollsBack() throws Exception {
        Group group = world.group("g").virtualInstances(1).alarms("errors").autoRollback("DEPLOYMENT_STOP_ON_ALARM");
        deployTo(group);
        group.host(0).on("Install", Behavior.hang());
        String id = world.deploy("g", "v2.zip");
        world.await(id, "InProgress");
        world.realm().alarm("errors");
        group.asUsual();
        world.realm().calm("errors");

        DeploymentInfo info = world.awaitEnd(id);
        assertEquals("Stopped", info.statusAsString());
        assertEquals("ALARM_ACTIVE", info.errorInformation().codeAsString());
        assertTrue(info.errorInformation().message().endsWith("Activated alarms: <errors>"));
        assertNotNull(info.rollbackInfo().rollbackDeploymentId());
    }

    @Test
    void bakingComesBeforeSuccess() throws Exception {
        Group group = world.group("g").virtualInstances(1).baking(Duration.ofMinutes(5));
        deployTo(group);
        assertEquals(
                List.of("Created", "Queued", "InProgress", "Baking", "Succeeded"),
                world.codeDeploy().deployments().get(0).changes().stream()
                        .map(StatusChange::status)
                        .toList());
    }

    @Test
    void aThousandDeploymentsRunAtOnce() throws Exception {
        world.codeDeploy().limits().concurrentDeployments(2000);
        int threads = Thread.activeCount();
        for (int i = 0; i < 1000; i++) {
            world.group("g" + i).virtualInstances(2).eventDuration(Duration.ofMinutes(2));
            world.deploy("g" + i, "v1.zip");
        }
        assertTrue(Thread.activeCount() < threads + 40);
        for (DeploymentSummary record : world.codeDeploy().deployments()) {
            assertEquals("Succeeded", world.awaitEnd(record.id()).statusAsString());
        }
    }
}
