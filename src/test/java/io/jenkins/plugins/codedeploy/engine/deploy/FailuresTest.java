package io.jenkins.plugins.codedeploy.engine.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.engine.Problem;
import io.jenkins.plugins.codedeploy.engine.Remedy;
import io.jenkins.plugins.codedeploy.engine.facts.SetupValues;
import io.jenkins.plugins.codedeploy.engine.watch.Snapshot;
import io.jenkins.plugins.codedeploy.engine.watch.TargetState;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.codedeploy.model.DeploymentInfo;

class FailuresTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final SetupValues KNOWN = SetupValues.of("aws", "eu-central-1")
            .with(SetupValues.Field.ROLE, "arn:aws:iam::222222222222:role/Deployer")
            .with(SetupValues.Field.APPLICATION, "shop")
            .with(SetupValues.Field.GROUP, "production");

    /** Targets come in the order of their names, not of what happened. */
    @Test
    void theFirstCauseIsTheEarliest() {
        Problem problem = explain(List.of(
                failed("i-1", "ApplicationStart", NOON.plusSeconds(60)),
                failed("i-2", "DownloadBundle", null),
                failed("i-3", "AfterInstall", NOON)));
        assertEquals(
                "First cause: on i-3, AfterInstall failed with ScriptFailed in scripts/run.sh: it ended with 1",
                problem.summary().toString());
        assertEquals("deploy.failed", problem.cause().code());
    }

    @Test
    void whereAwsTellsNoTimeTheOrderIsKept() {
        Problem problem =
                explain(List.of(failed("i-1", "ApplicationStart", null), failed("i-2", "DownloadBundle", null)));
        assertEquals(
                List.of("i-1", "ApplicationStart"), problem.summary().args().subList(0, 2));
    }

    @Test
    void targetsThatFailedInTheSameWayAreCounted() {
        Problem problem = explain(List.of(
                failed("i-1", "AfterInstall", NOON.plusSeconds(1)),
                failed("i-2", "AfterInstall", NOON),
                failed("i-3", "ApplicationStart", NOON.plusSeconds(2))));
        assertEquals("2 targets (i-2 first)", problem.summary().args().get(0));
    }

    /** The role may not list targets, or none was seen: then it is still called a consequence. */
    @Test
    void aConsequenceWithoutItsCauseIsCalledOne() {
        Problem problem = explain(List.of());
        assertNull(problem.cause());
        assertTrue(problem.toString().contains("This error is a consequence"), problem::toString);
        Remedy remedy = problem.guidance().causes().get(0).remedies().get(0);
        assertEquals(Remedy.Kind.ATTACH_POLICY, remedy.kind());
        assertTrue(remedy.content().contains("codedeploy:BatchGetDeploymentTargets"), remedy::content);
    }

    private static Problem explain(List<TargetState> failed) {
        Snapshot last = Snapshot.of(DeploymentInfo.builder()
                .deploymentId("d-1")
                .status("Failed")
                .errorInformation(e -> e.code("HEALTH_CONSTRAINTS").message("Too many instances failed"))
                .build());
        return Failures.explain(KNOWN, last, null, null, failed);
    }

    private static TargetState failed(String id, String event, Instant end) {
        return new TargetState(
                id,
                "Failed",
                null,
                List.of(new TargetState.Event(
                        event, "Failed", null, end, "ScriptFailed", "scripts/run.sh", "it ended with 1", null)));
    }
}
