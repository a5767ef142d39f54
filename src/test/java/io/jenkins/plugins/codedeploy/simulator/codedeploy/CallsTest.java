package io.jenkins.plugins.codedeploy.simulator.codedeploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import software.amazon.awssdk.services.codedeploy.model.ApplicationRevisionSortBy;
import software.amazon.awssdk.services.codedeploy.model.CodeDeployException;
import software.amazon.awssdk.services.codedeploy.model.CreateDeploymentRequest;
import software.amazon.awssdk.services.codedeploy.model.DeploymentGroupInfo;
import software.amazon.awssdk.services.codedeploy.model.DeploymentInfo;
import software.amazon.awssdk.services.codedeploy.model.GenericRevisionInfo;
import software.amazon.awssdk.services.codedeploy.model.ListDeploymentTargetsResponse;

class CallsTest {
    private World world;

    @BeforeEach
    void start() throws Exception {
        world = new World();
    }

    @AfterEach
    void end() throws Exception {
        world.close();
    }

    private static void refused(String code, String message, Executable call) {
        CodeDeployException e = assertThrows(CodeDeployException.class, call);
        assertEquals(code, e.awsErrorDetails().errorCode());
        assertEquals(message, e.awsErrorDetails().errorMessage());
    }

    private static void refused(String code, Executable call) {
        assertEquals(
                code,
                assertThrows(CodeDeployException.class, call).awsErrorDetails().errorCode());
    }

    private void create(CreateDeploymentRequest.Builder request) {
        world.client.createDeployment(request.build());
    }

    @Test
    void whatDoesNotExistIsNamed() {
        world.group("g").virtualInstances(1);
        refused(
                "ApplicationDoesNotExistException",
                "No application found for name: other",
                () -> world.client.getApplication(r -> r.applicationName("other")));
        refused(
                "ApplicationDoesNotExistException",
                () -> create(world.request("g", "k").applicationName("other")));
        refused(
                "DeploymentGroupDoesNotExistException",
                "No Deployment Group found for name: other",
                () -> create(world.request("other", "k")));
        refused(
                "DeploymentConfigDoesNotExistException",
                "No deployment configuration found for name: other",
                () -> create(world.request("g", "k").deploymentConfigName("other")));
        refused(
                "DeploymentDoesNotExistException",
                "The deployment d-000000000 could not be found",
                () -> world.info("d-000000000"));
        refused("InvalidDeploymentIdException", () -> world.info("d-1"));
        refused("DeploymentIdRequiredException", () -> world.info(""));
        assertTrue(world.client
                .batchGetDeployments(r -> r.deploymentIds("d-000000000"))
                .deploymentsInfo()
                .isEmpty());
    }

    @Test
    void inputThatCannotWorkIsRefused() {
        world.group("g").virtualInstances(1);
        refused(
                "DeploymentGroupNameRequiredException",
                () -> create(world.request("g", "k").deploymentGroupName(null)));
        refused(
                "RevisionRequiredException",
                () -> create(CreateDeploymentRequest.builder()
                        .applicationName("demo")
                        .deploymentGroupName("g")));
        refused(
                "InvalidRevisionException",
                () -> create(world.request("g", "k")
                        .revision(r -> r.revisionType("S3")
                                .s3Location(s -> s.bucket("b").key("k").bundleType("YAML")))));
        refused(
                "InvalidRevisionException",
                () -> create(world.request("g", "k")
                        .revision(r -> r.revisionType("AppSpecContent").appSpecContent(c -> c.content("{}")))));
        refused(
                "DescriptionTooLongException",
                () -> create(world.request("g", "k").description("x".repeat(257))));
        refused(
                "InvalidFileExistsBehaviorException",
                () -> create(world.request("g", "k").fileExistsBehavior("ASK")));
        refused(
                "InvalidTargetInstancesException",
                () -> create(world.request("g", "k").targetInstances(t -> t.autoScalingGroups("asg"))));
        refused(
                "InvalidAutoRollbackConfigException",
                () -> create(world.request("g", "k")
                        .autoRollbackConfiguration(a -> a.enabled(true).eventsWithStrings("SOMETIMES"))));
        refused(
                "InvalidAlarmConfigException",
                () -> create(world.request("g", "k").overrideAlarmConfiguration(a -> a.enabled(true))));
        refused(
                "InvalidDeploymentConfigNameException",
                () -> create(world.request("g", "k").deploymentConfigName("CodeDeployDefault.LambdaAllAtOnce")));
        assertEquals(List.of(), world.codeDeploy().deployments());
    }

    @Test
    void everyOptionIsToldAgain() throws Exception {
        world.group("g").virtualInstances(1);
        String id = world.client
                .createDeployment(world.request("g", "k")
                        .description("build 7")
                        .deploymentConfigName("CodeDeployDefault.AllAtOnce")
                        .fileExistsBehavior("OVERWRITE")
                        .ignoreApplicationStopFailures(true)
                        .updateOutdatedInstancesOnly(true)
                        .autoRollbackConfiguration(a -> a.enabled(true).eventsWithStrings("DEPLOYMENT_FAILURE"))
                        .overrideAlarmConfiguration(a -> a.enabled(false))
                        .build())
                .deploymentId();
        DeploymentInfo info = world.awaitEnd(id);
        assertTrue(id.matches("d-[A-Z0-9]{9}"));
        assertEquals("build 7", info.description());
        assertEquals("CodeDeployDefault.AllAtOnce", info.deploymentConfigName());
        assertEquals("OVERWRITE", info.fileExistsBehaviorAsString());
        assertTrue(info.ignoreApplicationStopFailures());
        assertTrue(info.updateOutdatedInstancesOnly());
        assertEquals(
                List.of("DEPLOYMENT_FAILURE"), info.autoRollbackConfiguration().eventsAsStrings());
        assertFalse(info.overrideAlarmConfiguration().enabled());
        DeploymentSummary record = world.codeDeploy().deployments().get(0);
        assertEquals("build 7", record.description());
        assertEquals("arn:aws:sts::222222222222:assumed-role/CrossAccountDeploy/test", record.createdBy());
    }

    @Test
    void aDeploymentThatHasNotStartedHasNoTargetsAndNoCounts() throws Exception {
        world.group("g").virtualInstances(1).startDelay(Duration.ofDays(1));
        String id = world.deploy("g", "k");
        DeploymentInfo info = world.info(id);
        assertEquals("Created", info.statusAsString());
        assertNull(info.deploymentOverview());
        assertNull(info.startTime());
        assertNull(info.completeTime());
        refused("DeploymentNotStartedException", () -> world.targets(id));
        assertEquals(
                "Succeeded",
                world.client.stopDeployment(r -> r.deploymentId(id)).statusAsString());
        assertEquals("Stopped", world.info(id).statusAsString());
    }

    @Test
    void aGroupDeploysOneAtATimeAndTheAccountHasALimit() throws Exception {
        world.group("g").virtualInstances(1).host(0).on("Install", Behavior.hang());
        world.group("h").virtualInstances(1);
        String id = world.deploy("g", "k");
        refused(
                "DeploymentLimitExceededException",
                "The Deployment Group 'g' already has an active Deployment '" + id + "'",
                () -> world.deploy("g", "k"));
        world.codeDeploy().limits().concurrentDeployments(1);
        CodeDeployException quota = assertThrows(CodeDeployException.class, () -> world.deploy("h", "k"));
        assertEquals("DeploymentLimitExceededException", quota.awsErrorDetails().errorCode());
        assertFalse(quota.awsErrorDetails().errorMessage().contains("d-"));
    }

    @Test
    void whatIsOverCannotBeStoppedOrContinued() throws Exception {
        world.group("g").virtualInstances(1);
        String id = world.deploy("g", "k");
        refused(
                "UnsupportedActionForDeploymentTypeException",
                () -> world.client.continueDeployment(r -> r.deploymentId(id)));
        world.awaitEnd(id);
        refused(
                "DeploymentAlreadyCompletedException",
                "The deployment " + id + " has already completed",
                () -> world.client.stopDeployment(r -> r.deploymentId(id)));
        refused("DeploymentAlreadyCompletedException", () -> world.client.continueDeployment(r -> r.deploymentId(id)));
    }

    @Test
    void listsComeInPagesTheNewestFirst() throws Exception {
        world.codeDeploy().limits().pageSize(2);
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            world.group("g" + i).virtualInstances(5);
            made.add(world.deploy("g" + i, "k"));
        }
        Collections.reverse(made);
        assertEquals(
                made,
                world.client.listDeploymentsPaginator(r -> {}).deployments().stream()
                        .toList());
        assertEquals(
                List.of("g0", "g1", "g2", "g3", "g4"),
                world.client.listDeploymentGroupsPaginator(r -> r.applicationName("demo")).deploymentGroups().stream()
                        .toList());
        String id = made.get(0);
        world.awaitEnd(id);
        List<String> targets = new ArrayList<>();
        String token = null;
        do {
            String from = token;
            ListDeploymentTargetsResponse page =
                    world.client.listDeploymentTargets(r -> r.deploymentId(id).nextToken(from));
            assertTrue(page.targetIds().size() <= 2);
            targets.addAll(page.targetIds());
            token = page.nextToken();
        } while (token != null);
        assertEquals(5, targets.stream().distinct().count());
        assertTrue(world.client.listDeploymentConfigsPaginator(r -> {}).deploymentConfigsList().stream()
                .anyMatch("CodeDeployDefault.HalfAtATime"::equals));
        refused("InvalidNextTokenException", () -> world.client.listDeployments(r -> r.nextToken("no")));
    }

    @Test
    void listsFilterAndLagBehind() throws Exception {
        world.group("g").virtualInstances(1);
        world.group("h").virtualInstances(1).host(0).on("Install", Behavior.hang());
        Instant before = Instant.now().minusSeconds(1);
        String done = world.deploy("g", "k");
        String running = world.deploy("h", "k");
        world.awaitEnd(done);

        assertEquals(
                List.of(done),
                world.client
                        .listDeployments(r -> r.applicationName("demo").deploymentGroupName("g"))
                        .deployments());
        assertEquals(
                List.of(done),
                world.client
                        .listDeployments(r -> r.includeOnlyStatusesWithStrings("Succeeded", "Failed"))
                        .deployments());
        assertEquals(
                2,
                world.client
                        .listDeployments(r -> r.createTimeRange(t -> t.start(before)))
                        .deployments()
                        .size());
        assertEquals(
                0,
                world.client
                        .listDeployments(r -> r.createTimeRange(t -> t.end(before)))
                        .deployments()
                        .size());
        assertEquals(
                0,
                world.client
                        .listDeployments(r -> r.externalId("x"))
                        .deployments()
                        .size());
        refused(
                "InvalidTimeRangeException",
                () -> world.client.listDeployments(
                        r -> r.createTimeRange(t -> t.start(Instant.now()).end(before))));
        refused(
                "InvalidDeploymentStatusException",
                () -> world.client.listDeployments(r -> r.includeOnlyStatusesWithStrings("Done")));
        refused(
                "DeploymentGroupNameRequiredException",
                () -> world.client.listDeployments(r -> r.applicationName("demo")));
        refused(
                "ApplicationNameRequiredException",
                () -> world.client.listDeployments(r -> r.deploymentGroupName("g")));

        world.codeDeploy().limits().listLag(Duration.ofHours(1));
        assertEquals(List.of(), world.client.listDeployments(r -> {}).deployments());
        assertEquals("InProgress", world.await(running, "InProgress").statusAsString());
    }

    @Test
    void targetsFilterAndBatchesAreLimited() throws Exception {
        Group group = world.group("g").virtualInstances(3).config("CodeDeployDefault.AllAtOnce");
        group.host(1).on("Install", Behavior.failScript("Install", "s", "no"));
        String id = world.deploy("g", "k");
        world.awaitEnd(id);
        assertEquals(
                List.of(group.host(1).id()),
                world.client
                        .listDeploymentTargets(r ->
                                r.deploymentId(id).targetFiltersWithStrings(Map.of("TargetStatus", List.of("Failed"))))
                        .targetIds());
        assertEquals(
                "Failed",
                world.client
                        .getDeploymentTarget(
                                r -> r.deploymentId(id).targetId(group.host(1).id()))
                        .deploymentTarget()
                        .instanceTarget()
                        .statusAsString());
        List<String> many = Collections.nCopies(26, group.host(0).id());
        refused(
                "DeploymentTargetListSizeExceededException",
                () -> world.client.batchGetDeploymentTargets(
                        r -> r.deploymentId(id).targetIds(many)));
        refused(
                "DeploymentTargetDoesNotExistException",
                () -> world.client.batchGetDeploymentTargets(
                        r -> r.deploymentId(id).targetIds("i-0")));
        refused(
                "DeploymentTargetIdRequiredException",
                () -> world.client.batchGetDeploymentTargets(
                        r -> r.deploymentId(id).targetIds(List.of())));
        refused(
                "BatchLimitExceededException",
                () -> world.client.batchGetDeployments(r -> r.deploymentIds(Collections.nCopies(26, id))));
        assertEquals(
                25,
                world.client
                        .batchGetDeployments(r -> r.deploymentIds(Collections.nCopies(25, id)))
                        .deploymentsInfo()
                        .size());
    }

    @Test
    void aGroupTellsItsLastDeployments() throws Exception {
        Group group = world.group("g").virtualInstances(1);
        DeploymentGroupInfo fresh = world.client
                .getDeploymentGroup(r -> r.applicationName("demo").deploymentGroupName("g"))
                .deploymentGroupInfo();
        assertNull(fresh.lastAttemptedDeployment());
        assertEquals(world.aws.seed().serviceRoleArn(), fresh.serviceRoleArn());
        assertEquals("Server", fresh.computePlatformAsString());
        String good = world.deploy("g", "k");
        world.awaitEnd(good);
        group.host(0).on("Install", Behavior.failScript("Install", "s", "no"));
        String bad = world.deploy("g", "k2");
        world.awaitEnd(bad);
        DeploymentGroupInfo info = world.client
                .batchGetDeploymentGroups(r -> r.applicationName("demo").deploymentGroupNames("g", "none"))
                .deploymentGroupsInfo()
                .get(0);
        assertEquals(bad, info.lastAttemptedDeployment().deploymentId());
        assertEquals("Failed", info.lastAttemptedDeployment().statusAsString());
        assertEquals(good, info.lastSuccessfulDeployment().deploymentId());
        assertEquals("k", info.targetRevision().s3Location().key());
        assertEquals("k", world.info(bad).previousRevision().s3Location().key());
    }

    @Test
    void revisionsAreRegisteredByTheirUse() throws Exception {
        world.group("g").virtualInstances(1);
        world.client.registerApplicationRevision(
                r -> r.applicationName("demo").description("from build 7").revision(World.revision("a/1.zip")));
        GenericRevisionInfo registered = world.client
                .getApplicationRevision(r -> r.applicationName("demo").revision(World.revision("a/1.zip")))
                .revisionInfo();
        assertEquals("from build 7", registered.description());
        assertNull(registered.firstUsedTime());
        refused(
                "RevisionDoesNotExistException",
                () -> world.client.getApplicationRevision(
                        r -> r.applicationName("demo").revision(World.revision("b/2.zip"))));
        world.awaitEnd(world.deploy("g", "b/2.zip"));
        assertEquals(
                List.of("g"),
                world.client
                        .getApplicationRevision(r -> r.applicationName("demo").revision(World.revision("b/2.zip")))
                        .revisionInfo()
                        .deploymentGroups());
        assertEquals(
                List.of(World.revision("b/2.zip")),
                world.client
                        .listApplicationRevisions(r -> r.applicationName("demo").deployed("include"))
                        .revisions());
        assertEquals(
                List.of(World.revision("a/1.zip")),
                world.client
                        .listApplicationRevisions(r ->
                                r.applicationName("demo").s3Bucket("revisions").s3KeyPrefix("a/"))
                        .revisions());
        assertEquals(
                List.of(World.revision("b/2.zip"), World.revision("a/1.zip")),
                world.client
                        .listApplicationRevisions(r -> r.applicationName("demo")
                                .sortBy(ApplicationRevisionSortBy.REGISTER_TIME)
                                .sortOrder("descending"))
                        .revisions());
    }
}
