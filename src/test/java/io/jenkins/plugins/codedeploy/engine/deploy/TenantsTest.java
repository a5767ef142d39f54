package io.jenkins.plugins.codedeploy.engine.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.engine.EngineException;
import io.jenkins.plugins.codedeploy.engine.aws.SourceIdentity;
import io.jenkins.plugins.codedeploy.engine.aws.TargetAccess;
import io.jenkins.plugins.codedeploy.engine.deploy.TwoAccounts.Followed;
import io.jenkins.plugins.codedeploy.engine.journal.Journal;
import io.jenkins.plugins.codedeploy.engine.journal.JournalEntry;
import io.jenkins.plugins.codedeploy.simulator.HostileEndpoint;
import io.jenkins.plugins.codedeploy.simulator.HostileEndpoint.Behavior;
import io.jenkins.plugins.codedeploy.simulator.http.Fault;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** Others' deployments beside those whose endpoint does not do as AWS does. */
class TenantsTest {
    private static final int DEPLOYMENTS = 64;

    private HostileEndpoint hostile;
    private TwoAccounts accounts;

    /** Calls that are not answered are kept for longer than any test lasts. */
    @BeforeEach
    void start() throws IOException {
        hostile = new HostileEndpoint();
        accounts = new TwoAccounts(TwoAccounts.FAST, Duration.ofHours(1));
    }

    @AfterEach
    void stop() throws IOException {
        accounts.close();
        hostile.close();
    }

    @ParameterizedTest
    @CsvSource({
        "STALL, AssumeRole, 1",
        "STALL, AssumeRole, 64",
        "STALL, CreateDeployment, 64",
        "DRIP, AssumeRole, 64",
        "DRIP_HEADER, BatchGetDeployments, 64"
    })
    void aDeploymentEndsWhileOthersGetNoAnswers(Behavior behavior, String operation, int identities) throws Exception {
        hostile.on(operation, behavior);
        for (int i = 0; i < DEPLOYMENTS; i++) {
            begin(stranger("stranger-" + i % identities, hostile.address()), DeploymentPolicy.DEFAULTS);
        }
        TwoAccounts.await(() -> hostile.held() >= Math.min(DEPLOYMENTS, identities * 4));

        Outcome outcome = accounts.start(DeploymentPolicy.DEFAULTS).outcome();

        assertEquals(Outcome.Kind.SUCCEEDED, outcome.kind());
        assertTrue(hostile.held() >= Math.min(DEPLOYMENTS, identities * 4), "they still wait");
    }

    /** What begins later finds free threads, too. */
    @Test
    void aTenantHoldsFewThreads() throws Exception {
        hostile.on("AssumeRole", Behavior.STALL);
        List<Followed> stalled = new ArrayList<>();
        for (int i = 0; i < DEPLOYMENTS; i++) {
            stalled.add(begin(stranger("stranger", hostile.address()), DeploymentPolicy.DEFAULTS));
        }
        TwoAccounts.await(() -> hostile.held() >= 4);
        for (int i = 0; i < 3; i++) {
            assertEquals(
                    Outcome.Kind.SUCCEEDED,
                    accounts.start(DeploymentPolicy.DEFAULTS).outcome().kind());
        }
        assertEquals(4, hostile.calls("AssumeRole"), "no other call of theirs was made");
        assertTrue(stalled.stream().noneMatch(run -> run.outcome.isDone()));
    }

    /** A job chooses these: they must not give it more threads. */
    @Test
    void rolesAndExternalIdsAreNoFurtherTenants() throws Exception {
        hostile.on("AssumeRole", Behavior.STALL);
        for (int i = 0; i < DEPLOYMENTS; i++) {
            TargetAccess access = stranger("stranger", hostile.address());
            begin(
                    new TargetAccess(
                            access.source(),
                            io.jenkins.plugins.codedeploy.engine.RoleArn.parse(access.role() + "-" + i),
                            "external-" + i,
                            access.sessionDuration(),
                            "eu-central-" + (i % 90 + 1),
                            access.endpoints(),
                            access.sessionTags(),
                            null),
                    DeploymentPolicy.DEFAULTS);
        }
        TwoAccounts.await(() -> hostile.held() >= 4);
        accounts.start(DeploymentPolicy.DEFAULTS).outcome();
        assertEquals(4, hostile.calls("AssumeRole"));
    }

    /** A time-out of the socket would never come about. */
    @ParameterizedTest
    @EnumSource(
            value = Behavior.class,
            names = {"STALL", "DRIP", "DRIP_HEADER"})
    void aCallEndsByItsTimeOut(Behavior behavior) throws Exception {
        hostile.on("RegisterApplicationRevision", behavior);
        try (TwoAccounts brief = new TwoAccounts(TwoAccounts.FAST, Duration.ofMillis(500))) {
            Followed run = new Followed();
            run.run = brief.engine()
                    .start(
                            stranger("stranger", hostile.address()),
                            "test",
                            TwoAccounts.request("production"),
                            DeploymentPolicy.DEFAULTS,
                            Nonce.of(UUID.randomUUID().toString()),
                            Journal.inMemory(),
                            run.events::add,
                            run.outcome::complete);
            run.await(DeploymentEvent.CreateDelayed.class);
            run.run.abort(DeploymentHandle.AbortCause.ASKED);
            assertEquals(Outcome.Kind.ABORTED, run.outcome().kind());
            if (behavior != Behavior.STALL) {
                TwoAccounts.await(() -> hostile.held() == 0);
            }
        }
    }

    /** The tenant's own endpoint answers this call: the threads that wait for others must not keep it. */
    @Test
    void aStopDoesNotWaitForTheSameTenantsStalledCalls() throws Exception {
        accounts.hold();
        Followed own = accounts.start(DeploymentPolicy.DEFAULTS);
        own.await(DeploymentEvent.Created.class);
        accounts.aws.faults().next("codedeploy", "RegisterApplicationRevision", DEPLOYMENTS, Fault.hang());
        for (int i = 0; i < DEPLOYMENTS; i++) {
            accounts.start(DeploymentPolicy.DEFAULTS);
        }
        TwoAccounts.await(() -> accounts.aws.faults().taken() == 4);

        own.run.abort(DeploymentHandle.AbortCause.ASKED);

        TwoAccounts.await(() -> accounts.aws.calls().count("StopDeployment") == 1);
    }

    /** As at a start of the controller: one after the other, and most of them of somebody who gets no answers. */
    @Test
    void lookupsOfATenantWithoutAnswersDoNotKeepThoseOfOthers() throws Exception {
        hostile.on("AssumeRole", Behavior.STALL);
        TargetAccess stranger = stranger("stranger", hostile.address());
        for (int i = 0; i < DEPLOYMENTS; i++) {
            JournalEntry lost = lost("stranger-" + i);
            EngineException none =
                    assertThrows(EngineException.class, () -> accounts.engine().findByNonce(stranger, "test", lost));
            assertEquals("deploy.noAnswerYet", none.problem().summary().code());
        }
        assertTrue(FindByNonceTest.find(accounts.engine(), accounts.access(), lost("own"))
                .surelyAbsent());
        assertTrue(hostile.calls("AssumeRole") <= 4, "no more threads than one tenant has");
    }

    private static JournalEntry lost(String nonce) {
        return JournalEntry.builder(Nonce.of(nonce), "shop", "production", "eu-central-1")
                .build()
                .called(Instant.now().minus(Duration.ofHours(2)));
    }

    /** Of the same role and the same label, which folders may give to different credentials. */
    @Test
    void whoWaitsWithAnotherCredentialOrElsewhereIsNoneToWaitFor() throws Exception {
        hostile.on("CreateDeployment", Behavior.BUSY);
        DeploymentPolicy waits = DeploymentPolicy.DEFAULTS.with(DeploymentPolicy.OnActive.WAIT);
        Followed elsewhere = begin(stranger("test", hostile.address()), waits);
        Followed other = begin(stranger("another credential", hostile.address()), waits);
        elsewhere.await(DeploymentEvent.WaitingForGroup.class);
        other.await(DeploymentEvent.WaitingForGroup.class);

        Followed own = accounts.start(waits);

        assertEquals(Outcome.Kind.SUCCEEDED, own.outcome().kind());
        assertEquals(List.of(), own.told(DeploymentEvent.WaitingForGroup.class));
        assertFalse(elsewhere.outcome.isDone() || other.outcome.isDone());
        elsewhere.run.abort(DeploymentHandle.AbortCause.ASKED);
        other.run.abort(DeploymentHandle.AbortCause.ASKED);
    }

    private Followed begin(TargetAccess access, DeploymentPolicy policy) throws IOException {
        return accounts.start(
                access,
                TwoAccounts.request("production"),
                policy,
                Journal.inMemory(),
                UUID.randomUUID().toString());
    }

    /** With the role, external id and label of everybody else here. */
    private TargetAccess stranger(String key, URI endpoint) {
        return accounts.access(new SourceIdentity(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIASTRANGER", "secret")),
                        key,
                        "credential \"aws-dev\""))
                .with(io.jenkins.plugins.codedeploy.engine.aws.AwsEndpoints.all(endpoint));
    }
}
