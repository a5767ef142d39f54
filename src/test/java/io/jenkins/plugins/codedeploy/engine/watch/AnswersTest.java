package io.jenkins.plugins.codedeploy.engine.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.codedeploy.model.DeploymentInfo;
import software.amazon.awssdk.services.codedeploy.model.DeploymentTarget;
import software.amazon.awssdk.services.codedeploy.model.InstanceTarget;

/** AWS leaves out what it likes, and adds words. */
class AnswersTest {
    @ParameterizedTest
    @CsvSource({
        "Created,    false, false, false",
        "Queued,     false, false, false",
        "InProgress, false, false, false",
        "Baking,     false, false, false",
        "Ready,      false, false, true",
        "Succeeded,  true,  true,  false",
        "Failed,     true,  false, false",
        "Stopped,    true,  false, false",
        "Resting,    false, false, false"
    })
    void eachStatusIsKeptAndOnlyThreeAreTheEnd(String word, boolean terminal, boolean succeeded, boolean ready) {
        DeploymentStatus status =
                Snapshot.of(DeploymentInfo.builder().status(word).build()).status();

        assertEquals(word, status.toString());
        assertEquals(terminal, status.isTerminal());
        assertEquals(succeeded, status.isSucceeded());
        assertEquals(ready, status.isReady());
    }

    @Test
    void everythingButTheIdMayBeAbsent() {
        Snapshot bare =
                Snapshot.of(DeploymentInfo.builder().deploymentId("d-ABCDEFGHI").build());

        assertEquals("d-ABCDEFGHI", bare.id());
        assertEquals("Unknown", bare.status().word());
        assertFalse(bare.status().isTerminal());
        assertEquals(Overview.NONE, bare.overview());
        assertEquals(List.of(), bare.messages());
        assertFalse(bare.rollbackExpected());
        assertFalse(bare.trafficShifted());
        assertNull(bare.errorCode());
        assertNull(bare.rollbackId());
    }

    @Test
    void anOverviewMayTellSomeCountersOnly() {
        Overview some = Snapshot.of(DeploymentInfo.builder()
                        .deploymentOverview(o -> o.succeeded(2L))
                        .build())
                .overview();

        assertEquals(2, some.total());
    }

    @Test
    void aTargetOfAKindThatIsNewOrNotToldIsShownAsUnknown() {
        for (DeploymentTarget target : List.of(
                DeploymentTarget.builder().build(),
                DeploymentTarget.builder().deploymentTargetType("ToasterTarget").build(),
                DeploymentTarget.builder()
                        .deploymentTargetType("InstanceTarget")
                        .build())) {
            TargetState state = TargetState.of(target);
            assertEquals("Unknown", state.id());
            assertEquals("Unknown", state.status());
            assertEquals(List.of(), state.events());
        }
    }

    @Test
    void anInstanceThatHasNotBegunHasNoEvents() {
        TargetState state = TargetState.of(DeploymentTarget.builder()
                .deploymentTargetType("InstanceTarget")
                .instanceTarget(InstanceTarget.builder()
                        .targetId("i-1")
                        .status("Resting")
                        .build())
                .build());

        assertEquals("i-1", state.id());
        assertEquals("Resting", state.status());
        assertFalse(state.isFailed());
        assertEquals(List.of(), state.events());
    }
}
