package io.jenkins.plugins.codedeploy.engine.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.engine.aws.SessionPolicy;
import io.jenkins.plugins.codedeploy.engine.aws.TargetAccess;
import io.jenkins.plugins.codedeploy.engine.deploy.TwoAccounts.Followed;
import io.jenkins.plugins.codedeploy.engine.journal.Journal;
import io.jenkins.plugins.codedeploy.engine.journal.JournalEntry;
import io.jenkins.plugins.codedeploy.engine.preflight.Check;
import io.jenkins.plugins.codedeploy.engine.preflight.Preflight;
import io.jenkins.plugins.codedeploy.engine.preflight.PreflightListener;
import io.jenkins.plugins.codedeploy.engine.preflight.PreflightRequest;
import io.jenkins.plugins.codedeploy.engine.send.PartProbe;
import io.jenkins.plugins.codedeploy.engine.upload.BucketOwner;
import io.jenkins.plugins.codedeploy.engine.upload.BucketTarget;
import io.jenkins.plugins.codedeploy.simulator.sts.Sts;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever asks for a role asks for less than the role may. */
class SessionPoliciesTest {
    private TwoAccounts accounts;

    @BeforeEach
    void setUp() throws Exception {
        accounts = new TwoAccounts();
    }

    @AfterEach
    void tearDown() throws Exception {
        accounts.close();
    }

    @Test
    void everySessionHasOne() throws Exception {
        Followed created = accounts.start(DeploymentPolicy.DEFAULTS);
        String id = created.outcome().deploymentId();
        follow(id, DeploymentPolicy.DEFAULTS).outcome();
        accounts.engine().findByNonce(accounts.access(), "search", lost());
        new TargetCatalog(accounts.clients(), accounts.access()).applications();
        preflight("shop", "production");
        preflight(null, null);

        List<Sts.Session> sessions = accounts.aws.sts().sessions();
        assertTrue(sessions.size() >= 7, sessions.toString());
        for (Sts.Session session : sessions) {
            assertNotNull(session.policy(), session.toString());
            assertFalse(session.policy().contains("\"Action\":[\"*\"]"), session.toString());
        }
    }

    @Test
    void whoOnlyLooksMayOnlyLook() throws Exception {
        String id = accounts.start(DeploymentPolicy.DEFAULTS).outcome().deploymentId();
        int before = accounts.aws.sts().sessions().size();
        follow(id, DeploymentPolicy.DEFAULTS.with(DeploymentPolicy.OnAbort.LEAVE))
                .outcome();
        accounts.engine().findByNonce(accounts.access(), "search", lost());

        List<Sts.Session> sessions = accounts.aws.sts().sessions();
        for (Sts.Session session : sessions.subList(before, sessions.size())) {
            assertEquals(SessionPolicy.observer(), session.policy(), session.toString());
        }
    }

    @Test
    void whoFollowsMayStopAndCreateNothing() throws Exception {
        accounts.hold();
        Followed created = accounts.start(DeploymentPolicy.DEFAULTS.with(false));
        String id = created.outcome().deploymentId();
        Followed followed = follow(id, DeploymentPolicy.DEFAULTS);
        followed.await(DeploymentEvent.Progress.class);
        followed.run.abort(DeploymentHandle.AbortCause.ASKED);

        assertEquals(Outcome.Kind.ABORTED, followed.outcome().kind());
        assertEquals("Stopped", followed.outcome().last().status().word(), followed.events.toString());
        assertFalse(SessionPolicy.follower().contains("Create"));
        assertTrue(accounts.aws.sts().sessions().stream()
                .anyMatch(session -> SessionPolicy.follower().equals(session.policy())));
    }

    @Test
    void preflightTellsThatTheRoleTakesNoTags() throws Exception {
        TargetAccess plain = accounts.access();
        TargetAccess named = new TargetAccess(
                plain.source(),
                plain.role(),
                plain.externalId(),
                plain.sessionDuration(),
                plain.region(),
                plain.endpoints(),
                Map.of("jenkins-job", "shop"),
                "jenkins-shop");
        PreflightRequest request = new PreflightRequest(named, null, "CodeDeploy", "shop", "production", null);
        for (int i = 0; i < 2; i++) {
            String found = new Preflight(accounts.clients(), "check")
                    .run(request, PartProbe.local(), PreflightListener.SILENT).stream()
                            .filter(result -> result.check() == Check.ASSUME_ROLE)
                            .findFirst()
                            .orElseThrow()
                            .finding()
                            .toString();
            assertTrue(found.contains("only without session tags and a source identity"), found);
        }
        assertEquals(
                1,
                accounts.aws.calls().of("AssumeRole").stream()
                        .filter(call -> call.error() != null)
                        .count(),
                "refused once");
    }

    private Followed follow(String id, DeploymentPolicy policy) throws Exception {
        Followed followed = new Followed();
        followed.run = accounts.engine()
                .follow(
                        accounts.access(),
                        "follower",
                        id,
                        policy,
                        Journal.inMemory(),
                        followed.events::add,
                        followed.outcome::complete);
        return followed;
    }

    private void preflight(String application, String group) throws Exception {
        BucketTarget bucket =
                new BucketTarget(accounts.aws.seed().bucket(), accounts.aws.region(), BucketOwner.TARGET, null, null);
        new Preflight(accounts.clients(), "check")
                .run(
                        new PreflightRequest(accounts.access(), bucket, "CodeDeploy", application, group, null),
                        PartProbe.local(),
                        PreflightListener.SILENT);
    }

    private JournalEntry lost() {
        return JournalEntry.builder(Nonce.of("nobody"), "shop", "production", accounts.aws.region())
                .role(accounts.aws.seed().roleArn())
                .build()
                .called(Instant.now());
    }
}
