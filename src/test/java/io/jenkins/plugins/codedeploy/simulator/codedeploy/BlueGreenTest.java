package io.jenkins.plugins.codedeploy.simulator.codedeploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.codedeploy.model.DeploymentInfo;
import software.amazon.awssdk.services.codedeploy.model.DeploymentIsNotInReadyStateException;
import software.amazon.awssdk.services.codedeploy.model.DeploymentTarget;

class BlueGreenTest {
    private World world;

    @BeforeEach
    void start() throws Exception {
        world = new World();
    }

    @AfterEach
    void end() throws Exception {
        world.close();
    }

    private void proceed(String id, String type) {
        world.client.continueDeployment(r -> r.deploymentId(id).deploymentWaitType(type));
    }

    private DeploymentInfo awaitShift(String id) throws InterruptedException {
        for (int i = 0; i < 60_000; i++) {
            DeploymentInfo info = world.info(id);
            if (info.instanceTerminationWaitTimeStarted()) {
                return info;
            }
            Thread.sleep(10);
        }
        throw new AssertionError("The traffic of " + id + " never shifted");
    }

    @Test
    void readyWaitsForContinueAndTerminationForItsTime() throws Exception {
        Group group = world.group("g").virtualInstances(2).blueGreen(Duration.ofDays(2), Duration.ofDays(2));
        List<Host> blue = group.hosts();
        String id = world.deploy("g", "v1.zip");

        DeploymentInfo ready = world.await(id, "Ready");
        assertEquals(2, ready.deploymentOverview().ready());
        assertFalse(ready.instanceTerminationWaitTimeStarted());
        assertThrows(DeploymentIsNotInReadyStateException.class, () -> proceed(id, "TERMINATION_WAIT"));
        assertEquals(
                List.of("Green", "Green", "Blue", "Blue"),
                world.targets(id).stream()
                        .map(t -> t.instanceTarget().instanceLabelAsString())
                        .toList());
        assertEquals(
                2,
                world.client
                        .listDeploymentTargets(r -> r.deploymentId(id)
                                .targetFiltersWithStrings(Map.of("ServerInstanceLabel", List.of("Blue"))))
                        .targetIds()
                        .size());

        proceed(id, "READY_WAIT");
        DeploymentInfo shifted = awaitShift(id);
        assertEquals("InProgress", shifted.statusAsString());
        assertNotEquals(blue, group.hosts());

        proceed(id, "TERMINATION_WAIT");
        assertEquals("Succeeded", world.awaitEnd(id).statusAsString());
        for (DeploymentTarget target : world.targets(id)) {
            assertEquals("Succeeded", target.instanceTarget().statusAsString());
        }
    }

    @Test
    void withoutWaitsItRunsThrough() throws Exception {
        world.group("g").virtualInstances(2).blueGreen(null, null);
        DeploymentInfo info = world.awaitEnd(world.deploy("g", "v1.zip"));
        assertEquals("Succeeded", info.statusAsString());
        assertEquals("BLUE_GREEN", info.deploymentStyle().deploymentTypeAsString());
        assertFalse(info.instanceTerminationWaitTimeStarted());
    }

    @Test
    void readyThatNobodyContinuesStops() throws Exception {
        world.group("g").virtualInstances(1).blueGreen(Duration.ofMinutes(10), null);
        String id = world.deploy("g", "v1.zip");
        assertEquals("Stopped", world.awaitEnd(id).statusAsString());
    }

    @Test
    void aFailingReplacementLeavesTheOriginalInstances() throws Exception {
        Group group = world.group("g").virtualInstances(1).blueGreen(null, Duration.ofMinutes(5));
        List<Host> blue = group.hosts();
        blue.get(0).on("AfterInstall", Behavior.failScript("AfterInstall", "s.sh", "no"));
        String id = world.deploy("g", "v1.zip");
        assertEquals("Failed", world.awaitEnd(id).statusAsString());
        assertEquals(blue, group.hosts());
    }

    @Test
    void trafficThatDoesNotShiftFailsTheDeployment() throws Exception {
        Group group = world.group("g").virtualInstances(1).blueGreen(null, null);
        group.host(0).on("BlockTraffic", Behavior.failScript("BlockTraffic", "", "no"));
        DeploymentInfo info = world.awaitEnd(world.deploy("g", "v1.zip"));
        assertEquals("Failed", info.statusAsString());
        assertTrue(info.deploymentOverview().failed() > 0);
    }
}
