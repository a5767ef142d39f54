package io.jenkins.plugins.codedeploy.engine.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.jenkins.plugins.codedeploy.engine.Guidance;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentHandle.AbortCause;
import io.jenkins.plugins.codedeploy.engine.watch.Snapshot;
import io.jenkins.plugins.codedeploy.engine.watch.TargetState;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.codedeploy.model.DeploymentInfo;

/** What is told of a run that its timeout or a person has ended. */
class EndedEarlyTest {
    private final FirstEvents events = new FirstEvents();

    @ParameterizedTest
    @ValueSource(strings = {"Pending", "InProgress"})
    void whereNoInstanceGotPastItsFirstEventTheAgentIsNamed(String status) {
        events.see(List.of(target("ApplicationStop", status)));
        Guidance guidance = events.ofTimeout(AbortCause.TIMEOUT, snapshot("Server"));
        assertNotNull(guidance);
        assertEquals("diagnosis.agent.start", guidance.causes().get(0).why().code());
    }

    @Test
    void whereAnEventHasPassedTheAgentIsNotToBlame() {
        events.see(List.of(target("ApplicationStop", "Succeeded"), target("DownloadBundle", "InProgress")));
        assertNull(events.ofTimeout(AbortCause.TIMEOUT, snapshot("Server")));
    }

    @Test
    void aPersonsAbortAndOtherPlatformsSayNothingOfAgents() {
        events.see(List.of(target("ApplicationStop", "Pending")));
        assertNull(events.ofTimeout(AbortCause.ASKED, snapshot("Server")));
        assertNull(events.ofTimeout(AbortCause.TIMEOUT, snapshot("Lambda")));
        assertNull(events.ofTimeout(AbortCause.TIMEOUT, null));
    }

    @Test
    void aTimeoutIsNeverCalledAnAbort() {
        AbortText text = new AbortText(AbortCause.TIMEOUT, Duration.ofMinutes(30));
        for (String told : List.of(
                text.left("d-1").toString(),
                text.shifted("d-1").toString(),
                text.notStopped("d-1").toString(),
                text.stopped("d-1", "Stopped").toString(),
                text.stillStopping("d-1", "InProgress").toString(),
                text.stillStopping("d-1", null).toString())) {
            assertFalse(told.contains("Aborted"), told);
            assertFalse(told.contains("null"), told);
        }
        assertEquals(
                "deploy.aborted.notStopped",
                new AbortText(AbortCause.ASKED, null).notStopped("d-1").code());
    }

    private static TargetState target(String event, String status) {
        return new TargetState(
                "i-" + event,
                "InProgress",
                null,
                List.of(new TargetState.Event(event, status, null, null, null, null, null, null)));
    }

    private static Snapshot snapshot(String platform) {
        return Snapshot.of(DeploymentInfo.builder()
                .deploymentId("d-1")
                .status("Stopped")
                .computePlatform(platform)
                .build());
    }
}
