package io.jenkins.plugins.codedeploy.engine.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.engine.Language;
import io.jenkins.plugins.codedeploy.engine.aws.AwsEndpoints;
import io.jenkins.plugins.codedeploy.engine.deploy.TwoAccounts.Followed;
import io.jenkins.plugins.codedeploy.engine.journal.Journal;
import io.jenkins.plugins.codedeploy.engine.journal.JournalEntry;
import io.jenkins.plugins.codedeploy.engine.revision.GitHubRevision;
import io.jenkins.plugins.codedeploy.engine.watch.TargetState;
import io.jenkins.plugins.codedeploy.simulator.codedeploy.Behavior;
import io.jenkins.plugins.codedeploy.simulator.codedeploy.DeploymentSummary;
import java.util.EnumSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class DeploymentRunTest {
    private TwoAccounts accounts;

    @BeforeEach
    void start() throws Exception {
        accounts = new TwoAccounts();
    }

    @AfterEach
    void stop() throws Exception {
        accounts.close();
    }

    @Test
    void createsAndFollowsToSuccess() throws Exception {
        Journal journal = Journal.inMemory();
        Followed run = accounts.start(TwoAccounts.request("production"), DeploymentPolicy.DEFAULTS, journal);
        Outcome outcome = run.outcome();

        assertEquals(Outcome.Kind.SUCCEEDED, outcome.kind(), run.events.toString());
        assertNull(outcome.problem());
        assertEquals("Succeeded", outcome.last().status().word());
        assertEquals(3, outcome.last().overview().succeeded());
        DeploymentSummary only = accounts.deployments().get(0);
        assertEquals(1, accounts.deployments().size());
        assertEquals(outcome.deploymentId(), only.id());
        assertTrue(only.createdBy().contains(":assumed-role/CrossAccountDeploy/test"), only.createdBy());
        assertEquals(JournalEntry.Stage.ENDED, journal.read().stage());
        assertEquals("Succeeded", journal.read().status());
        DeploymentEvent.Created created =
                run.told(DeploymentEvent.Created.class).get(0);
        assertTrue(
                created.consoleLink()
                        .startsWith("https://eu-central-1.console.aws.amazon.com/codesuite/codedeploy/deployments/d-"),
                created.consoleLink());
        assertEquals(0, accounts.engine().running());
        assertEquals(0, accounts.engine().observers().size());
    }

    @Test
    void tellsEachInstancesEventsOnce() throws Exception {
        Queue<String> lines = new ConcurrentLinkedQueue<>();
        DeploymentNarrator narrator = new DeploymentNarrator(Language.ENGLISH, lines::add);
        CompletableFuture<Void> gate = accounts.hold();
        Followed run = accounts.start(DeploymentPolicy.DEFAULTS);
        // one of them is seen while an event has not ended
        run.await(
                DeploymentEvent.Targets.class,
                told -> told.changed().stream()
                        .flatMap(t -> t.events().stream())
                        .anyMatch(e -> e.status().equals("InProgress")));
        gate.complete(null);
        run.outcome();
        run.events.forEach(narrator::event);

        for (var host : accounts.production.hosts()) {
            List<String> ofHost = lines.stream()
                    .filter(l -> l.contains(host.id()) && l.contains("ValidateService  Succeeded"))
                    .toList();
            assertEquals(1, ofHost.size(), lines.toString());
        }
        assertEquals(lines.size(), Set.copyOf(lines).size(), "no line twice: " + lines);
    }

    @Test
    void passesEveryOptionOn() throws Exception {
        DeploymentOptions options = DeploymentOptions.builder()
                .deploymentConfig("CodeDeployDefault.AllAtOnce")
                .description("Release 7")
                .fileExistsBehavior(FileExistsBehavior.OVERWRITE)
                .flags(EnumSet.allOf(DeploymentFlag.class))
                .autoRollback(Set.of(RollbackEvent.DEPLOYMENT_FAILURE))
                .build();
        Followed run = accounts.start(
                new DeploymentRequest("shop", "production", new GitHubRevision("acme/shop", "ab".repeat(20)), options),
                DeploymentPolicy.DEFAULTS,
                Journal.inMemory());
        Outcome outcome = run.outcome();

        assertEquals(Outcome.Kind.SUCCEEDED, outcome.kind(), run.events.toString());
        assertTrue(
                outcome.last().description().startsWith("Release 7 [xacd:"),
                outcome.last().description());
        assertTrue(outcome.last().rollbackExpected());
    }

    @Test
    void endsOnceCreatedWhereNobodyWaits() throws Exception {
        Journal journal = Journal.inMemory();
        Outcome outcome = accounts.start(
                        TwoAccounts.request("production"), DeploymentPolicy.DEFAULTS.with(false), journal)
                .outcome();

        assertEquals(Outcome.Kind.CREATED, outcome.kind());
        assertNotNull(outcome.deploymentId());
        assertEquals(JournalEntry.Stage.LEFT, journal.read().stage());
    }

    @Test
    void followsADeploymentThatSomebodyCreated() throws Exception {
        String id =
                accounts.start(DeploymentPolicy.DEFAULTS.with(false)).outcome().deploymentId();
        Followed followed = new Followed();
        accounts.engine()
                .follow(
                        accounts.access(),
                        "test",
                        id,
                        DeploymentPolicy.DEFAULTS,
                        Journal.inMemory(),
                        followed.events::add,
                        followed.outcome::complete);

        assertEquals(Outcome.Kind.SUCCEEDED, followed.outcome().kind());
        assertEquals(1, accounts.deployments().size());
    }

    @Test
    void aFailureNamesItsFirstCauseAboveTheConsequence() throws Exception {
        accounts.production.config("CodeDeployDefault.OneAtATime");
        accounts.production
                .hosts()
                .forEach(h -> h.on(
                        "ApplicationStart",
                        Behavior.failScript("ApplicationStart", "scripts/start.sh", "port 8080 is taken")));
        Followed run = accounts.start(DeploymentPolicy.DEFAULTS);
        Outcome outcome = run.outcome();

        assertEquals(Outcome.Kind.FAILED, outcome.kind());
        String told = outcome.problem().toString();
        assertTrue(told.contains("HEALTH_CONSTRAINTS"), told);
        assertTrue(told.contains("ApplicationStart") && told.contains("scripts/start.sh"), told);
        TargetState.Event failed = outcome.failedTargets().get(0).events().stream()
                .filter(TargetState.Event::isFailed)
                .findFirst()
                .orElseThrow();
        assertEquals("ScriptFailed", failed.errorCode());
        assertTrue(failed.logTail().contains("port 8080 is taken"), failed.logTail());
        Queue<String> lines = new ConcurrentLinkedQueue<>();
        new DeploymentNarrator(Language.ENGLISH, lines::add).failures(outcome);
        assertTrue(lines.stream().anyMatch(l -> l.contains("| [stderr]port 8080 is taken")), lines.toString());
    }

    @Test
    void followsTheRollbackAndSaysWhatIsLive() throws Exception {
        assertEquals(
                Outcome.Kind.SUCCEEDED,
                accounts.start(DeploymentPolicy.DEFAULTS).outcome().kind());
        CompletableFuture<Void> gate = accounts.failAndHoldTheRollback();

        Followed run = accounts.start(
                new DeploymentRequest(
                        "shop",
                        "production",
                        new GitHubRevision("acme/shop", "ab".repeat(20)),
                        DeploymentOptions.DEFAULTS),
                DeploymentPolicy.DEFAULTS,
                Journal.inMemory());
        DeploymentEvent.RollbackStarted rollback = run.await(DeploymentEvent.RollbackStarted.class);
        gate.complete(null);
        Outcome outcome = run.outcome();

        assertEquals(Outcome.Kind.FAILED, outcome.kind());
        assertEquals(rollback.rollbackId(), outcome.rollback().id());
        assertTrue(outcome.rollback().status().isTerminal());
        String told = outcome.problem().toString();
        assertTrue(told.contains(rollback.rollbackId()), told);
        String before = TwoAccounts.request("production").revision().toString();
        assertTrue(told.contains(before + ", is live"), told);
    }

    @Test
    void aRefusedRoleCreatesNothingAndSaysWhoseTrustIsMissing() throws Exception {
        Outcome outcome = accounts.start(
                        io.jenkins.plugins.codedeploy.engine.aws.TargetAccess.of(
                                        accounts.access().source(),
                                        accounts.access().role(),
                                        "another-id",
                                        "eu-central-1")
                                .with(AwsEndpoints.all(accounts.aws.endpoint())),
                        TwoAccounts.request("production"),
                        DeploymentPolicy.DEFAULTS,
                        Journal.inMemory(),
                        "n")
                .outcome();

        assertEquals(Outcome.Kind.NOT_CREATED, outcome.kind());
        String told = outcome.problem().toString();
        assertTrue(
                told.contains("credential \"aws-dev\" is not allowed to assume arn:aws:iam::222222222222:role/"), told);
        assertTrue(told.contains("external ID"), told);
        assertEquals(List.of(), accounts.deployments());
    }

    @Test
    void anUnknownGroupCreatesNothing() throws Exception {
        Outcome outcome = accounts.start(TwoAccounts.request("staging"), DeploymentPolicy.DEFAULTS, Journal.inMemory())
                .outcome();

        assertEquals(Outcome.Kind.NOT_CREATED, outcome.kind());
        assertTrue(outcome.problem().toString().contains("DeploymentGroupDoesNotExistException"));
    }
}
