package io.jenkins.plugins.codedeploy.engine.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.engine.Problem;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.history.BuildReference;
import io.jenkins.plugins.codedeploy.engine.history.DeploymentEnvironment;
import io.jenkins.plugins.codedeploy.engine.history.DeploymentHistory;
import io.jenkins.plugins.codedeploy.engine.history.HistoryEntry;
import io.jenkins.plugins.codedeploy.engine.history.RevisionOrigin;
import io.jenkins.plugins.codedeploy.engine.journal.Journal;
import io.jenkins.plugins.codedeploy.engine.revision.GitHubRevision;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What a deployment leaves in the history of its environment. */
@Execution(ExecutionMode.CONCURRENT)
class HistoryRecorderTest {
    private static final String ACCOUNT = "222222222222";
    private static final BuildReference BUILD = new BuildReference("team/release", 12);
    private static final RevisionOrigin ORIGIN = new RevisionOrigin(
            new BuildReference("team/shop", 41), Instant.ofEpochSecond(1_800_000_000), List.of("c1"));

    @TempDir
    Path folder;

    private TwoAccounts accounts;
    private DeploymentHistory history;
    private DeploymentEnvironment environment;

    @BeforeEach
    void start() throws Exception {
        accounts = new TwoAccounts();
        history = new DeploymentHistory(folder.resolve("history"));
        environment = new DeploymentEnvironment(ACCOUNT, accounts.aws.region(), "shop", "production");
    }

    @AfterEach
    void stop() throws Exception {
        accounts.close();
    }

    private static DeploymentRequest request(char commit) {
        return new DeploymentRequest(
                "shop",
                "production",
                new GitHubRevision("acme/shop", String.valueOf(commit).repeat(40)),
                DeploymentOptions.DEFAULTS);
    }

    private Outcome deploy(DeploymentRequest request, DeploymentPolicy policy) throws Exception {
        CompletableFuture<Outcome> end = new CompletableFuture<>();
        HistoryRecorder recorder = recorder(request);
        accounts.engine()
                .start(
                        accounts.access(),
                        "test",
                        request,
                        policy,
                        Nonce.of(UUID.randomUUID().toString()),
                        Journal.inMemory(),
                        recorder,
                        recorder.andThen(end::complete));
        return end.get(TwoAccounts.LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    /** Whatever the script that asked for it says. */
    @Test
    void aGuardThatRefusesLeavesNothingCreated() throws Exception {
        Problem closed = Problem.of(Text.of("engine.missing"));
        Outcome refused = deploy(request('a'), DeploymentPolicy.DEFAULTS.with(() -> closed));
        assertEquals(Outcome.Kind.NOT_CREATED, refused.kind());
        assertEquals(closed.summary(), refused.problem().summary());
        assertEquals(0, accounts.aws.calls().count("CreateDeployment"));
    }

    private HistoryRecorder recorder(DeploymentRequest request) {
        return new HistoryRecorder(
                history,
                new HistoryRecorder.Facts(
                        ACCOUNT,
                        accounts.aws.region(),
                        "production",
                        request,
                        request == null ? null : "digest",
                        request == null ? null : ORIGIN,
                        () -> BUILD,
                        "alice",
                        null),
                event -> {});
    }

    private List<HistoryEntry> entries() {
        return new DeploymentHistory(folder.resolve("history")).entries(environment);
    }

    @Test
    void aSuccessIsLive() throws Exception {
        Outcome outcome = deploy(request('a'), DeploymentPolicy.DEFAULTS);
        HistoryEntry entry = entries().get(0);
        assertEquals(outcome.deploymentId(), entry.deploymentId());
        assertEquals("Succeeded", entry.status());
        assertEquals("production", entry.target());
        assertEquals(request('a').revision(), entry.deployableRevision());
        assertEquals(ORIGIN, entry.origin());
        assertEquals(BUILD, entry.deployedBy());
        assertEquals("alice", entry.user());
        assertEquals("digest", entry.digest());
        assertEquals(outcome.last().created(), entry.begun());
        assertEquals(outcome.last().completed(), entry.ended());
        assertNull(entry.problem());
        assertTrue(history.hasSucceeded(environment, request('a').revision()));
    }

    @Test
    void aFailureTellsItsCauseAndTheRollbackIsLive() throws Exception {
        deploy(request('a'), DeploymentPolicy.DEFAULTS);
        accounts.failAndHoldTheRollback().complete(null);
        Outcome failed = deploy(request('b'), DeploymentPolicy.DEFAULTS);
        assertEquals(Outcome.Kind.FAILED, failed.kind());

        List<HistoryEntry> entries = entries();
        assertEquals(3, entries.size(), entries.toString());
        HistoryEntry rollback = entries.get(0);
        HistoryEntry failure = entries.get(1);
        assertEquals("Failed", failure.status());
        assertTrue(failure.problem().contains("x.sh"), failure.problem());
        assertEquals(failed.deploymentId(), rollback.rollbackOf());
        assertEquals("Succeeded", rollback.status());
        assertEquals(request('a').revision(), rollback.deployableRevision());
        assertEquals(ORIGIN, rollback.origin(), "it was recorded with the first deployment");
        assertNull(rollback.user());
        assertEquals(rollback, history.live(environment).orElseThrow());
    }

    @Test
    void aDeploymentThatIsNotWaitedForIsRecordedAndCompletedByWhoTracksIt() throws Exception {
        Outcome created = deploy(request('a'), DeploymentPolicy.DEFAULTS.with(false));
        assertEquals("Created", entries().get(0).status());

        CompletableFuture<Outcome> end = new CompletableFuture<>();
        HistoryRecorder recorder = recorder(null);
        accounts.engine()
                .follow(
                        accounts.access(),
                        "test",
                        created.deploymentId(),
                        DeploymentPolicy.DEFAULTS,
                        Journal.inMemory(),
                        recorder,
                        recorder.andThen(end::complete));
        end.get(TwoAccounts.LIMIT.toSeconds(), TimeUnit.SECONDS);
        HistoryEntry entry = entries().get(0);
        assertEquals(1, entries().size());
        assertEquals("Succeeded", entry.status());
        assertEquals(ORIGIN, entry.origin());
    }

    @Test
    void shiftedTrafficIsLive() throws Exception {
        accounts.production.blueGreen(null, Duration.ofDays(2));
        Outcome outcome =
                deploy(request('a'), DeploymentPolicy.DEFAULTS.with(DeploymentPolicy.WaitFor.TRAFFIC_SHIFTED));
        assertEquals(Outcome.Kind.TRAFFIC_SHIFTED, outcome.kind());
        HistoryEntry entry = entries().get(0);
        assertTrue(entry.trafficShifted());
        assertEquals(entry, history.live(environment).orElseThrow());
    }

    /** Without this, whoever cannot even assume the role could fill the history of a production environment. */
    @Test
    void whatWasNotCreatedIsNotRecorded() throws Exception {
        accounts.deny("codedeploy:CreateDeployment");
        assertEquals(
                Outcome.Kind.NOT_CREATED,
                deploy(request('a'), DeploymentPolicy.DEFAULTS).kind());
        assertEquals(List.of(), entries());
    }

    @Test
    void aHistoryThatCannotBeWrittenDoesNotStopTheDeployment() throws Exception {
        Files.writeString(folder.resolve("occupied"), "a file");
        history = new DeploymentHistory(folder.resolve("occupied/history"));
        Outcome outcome = deploy(request('a'), DeploymentPolicy.DEFAULTS);
        assertEquals(Outcome.Kind.SUCCEEDED, outcome.kind());
        assertNotNull(outcome.deploymentId());
        assertEquals(List.of(), entries());
    }
}
