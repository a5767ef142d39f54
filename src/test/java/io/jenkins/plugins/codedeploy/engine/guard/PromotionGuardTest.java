package io.jenkins.plugins.codedeploy.engine.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.jenkins.plugins.codedeploy.engine.Problem;
import io.jenkins.plugins.codedeploy.engine.guard.PromotionGuard.Candidate;
import io.jenkins.plugins.codedeploy.engine.history.BuildReference;
import io.jenkins.plugins.codedeploy.engine.history.DeploymentEnvironment;
import io.jenkins.plugins.codedeploy.engine.history.DeploymentHistory;
import io.jenkins.plugins.codedeploy.engine.history.HistoryEntry;
import io.jenkins.plugins.codedeploy.engine.history.RevisionOrigin;
import io.jenkins.plugins.codedeploy.engine.revision.S3Revision;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PromotionGuardTest {
    private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");
    private static final DeploymentEnvironment PRODUCTION =
            new DeploymentEnvironment("222222222222", "eu-central-1", "shop", "web");
    private static final DeploymentEnvironment STAGING =
            new DeploymentEnvironment("333333333333", "eu-central-1", "shop", "test");
    private static final Requirement IN_STAGING = new Requirement("staging", "333333333333", null, null);

    @TempDir
    Path home;

    private DeploymentHistory history;

    @BeforeEach
    void begin() {
        history = new DeploymentHistory(home);
    }

    private static S3Revision revision(int number) {
        return new S3Revision("bucket", "shop/" + number + ".zip", "zip", "v" + number, "e" + number);
    }

    private static RevisionOrigin origin(int number) {
        return new RevisionOrigin(new BuildReference("shop", number), NOON.plusSeconds(number), List.of());
    }

    private static Candidate candidate(int number) {
        return new Candidate(revision(number), "digest" + number, origin(number));
    }

    private void deployed(DeploymentEnvironment environment, int number, String status) throws Exception {
        history.put(HistoryEntry.builder(environment, "d-" + environment.account() + number)
                .revision(revision(number))
                .digest("digest" + number)
                .origin(origin(number))
                .begun(NOON.plusSeconds(number))
                .status(status)
                .build());
    }

    private Problem refusal(GuardRules rules, boolean anyTime, Candidate candidate) {
        return new PromotionGuard(rules, history, Clock.fixed(NOON, ZoneOffset.UTC), anyTime, PRODUCTION, candidate)
                .refusal();
    }

    private Problem refusal(Requirement requirement, int number) {
        return refusal(new GuardRules(List.of(requirement), true, null), false, candidate(number));
    }

    @Test
    void noRulesRefuseNothing() {
        assertNull(refusal(GuardRules.NONE, false, new Candidate(revision(1), null, null)));
    }

    @Test
    void aRevisionMustHaveSucceededWhereTheTargetAccountSays() throws Exception {
        assertEquals("guard.notYet", refusal(IN_STAGING, 1).summary().code());
        deployed(STAGING, 1, "Failed");
        deployed(STAGING, 2, "InProgress");
        assertNotNull(refusal(IN_STAGING, 1));
        assertNotNull(refusal(IN_STAGING, 2));
        deployed(STAGING, 3, "Succeeded");
        assertNull(refusal(IN_STAGING, 3));
        assertNotNull(refusal(IN_STAGING, 4), "another revision than the one that succeeded");
        assertNull(
                refusal(
                        new GuardRules(List.of(IN_STAGING), true, null),
                        false,
                        new Candidate(new S3Revision("another", "copy.zip", "zip", "v", "e"), "digest3", null)),
                "the same content in another bucket");
    }

    @Test
    void aNamesakeInAnotherAccountRegionOrApplicationCountsForNothing() throws Exception {
        deployed(new DeploymentEnvironment("444444444444", "eu-central-1", "shop", "test"), 1, "Succeeded");
        deployed(new DeploymentEnvironment("333333333333", "eu-central-1", "other", "test"), 1, "Succeeded");
        assertNotNull(refusal(IN_STAGING, 1));
        deployed(STAGING, 1, "Succeeded");
        assertNotNull(refusal(new Requirement("staging", "333333333333", "us-east-1", null), 1));
        assertNotNull(refusal(new Requirement("staging", "333333333333", null, "load"), 1));
        assertNull(refusal(new Requirement("staging", "333333333333", "eu-central-1", "test"), 1));
    }

    @Test
    void noRevisionIsOlderThanTheLiveOne() throws Exception {
        GuardRules newer = new GuardRules(List.of(), false, null);
        assertNull(refusal(newer, false, candidate(1)), "nothing is live");
        deployed(PRODUCTION, 2, "Succeeded");
        deployed(PRODUCTION, 5, "Failed");
        assertEquals(
                "guard.older", refusal(newer, false, candidate(1)).summary().code());
        assertNull(refusal(newer, false, candidate(2)), "the live one again");
        assertNull(refusal(newer, false, candidate(3)));
        assertEquals(
                "guard.unknownAge",
                refusal(newer, false, new Candidate(revision(9), null, null))
                        .summary()
                        .code());
        assertNull(refusal(new GuardRules(List.of(), true, null), false, candidate(1)));
    }

    @Test
    void aClosedWindowRefusesUnlessItIsOverridden() {
        GuardRules night = new GuardRules(List.of(), true, DeploymentWindows.parse("daily 01:00-02:00", "UTC"));
        Problem closed = refusal(night, false, candidate(1));
        assertEquals("guard.closed", closed.summary().code());
        assertNull(refusal(night, true, candidate(1)));
        assertNull(refusal(
                new GuardRules(List.of(), true, DeploymentWindows.parse("Thu 11:00-13:00", "UTC")),
                false,
                candidate(1)));
    }
}
