package io.jenkins.plugins.codedeploy.engine.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.engine.deploy.TwoAccounts.Followed;
import io.jenkins.plugins.codedeploy.engine.journal.Journal;
import io.jenkins.plugins.codedeploy.engine.journal.JournalEntry;
import io.jenkins.plugins.codedeploy.simulator.codedeploy.DeploymentSummary;
import io.jenkins.plugins.codedeploy.simulator.http.Fault;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A deployment group that deploys already: for others, or for a call of our own whose answer was lost. */
@Execution(ExecutionMode.CONCURRENT)
class BusyGroupTest {
    private static final DeploymentPolicy PATIENT = DeploymentPolicy.DEFAULTS.with(DeploymentPolicy.OnActive.WAIT);

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
    void aBusyGroupFailsAndNamesWhoHoldsIt() throws Exception {
        accounts.hold();
        Followed first = accounts.start(DeploymentPolicy.DEFAULTS);
        String active = first.await(DeploymentEvent.Created.class).deploymentId();
        Outcome second = accounts.start(DeploymentPolicy.DEFAULTS).outcome();

        assertEquals(Outcome.Kind.NOT_CREATED, second.kind());
        assertTrue(
                second.problem().toString().contains(active), second.problem().toString());
        assertTrue(second.problem().toString().contains("onActiveDeployment"));
        assertEquals(1, accounts.deployments().size());
    }

    @Test
    void waitsForABusyGroupFirstComeFirstServed() throws Exception {
        CompletableFuture<Void> gate = accounts.hold();
        DeploymentPolicy patient = DeploymentPolicy.DEFAULTS.with(DeploymentPolicy.OnActive.WAIT);
        Followed first = accounts.start(patient);
        first.await(DeploymentEvent.Created.class);
        Followed second = accounts.start(patient);
        DeploymentEvent.WaitingForGroup waiting = second.await(DeploymentEvent.WaitingForGroup.class);
        Followed third = accounts.start(patient);
        third.await(DeploymentEvent.WaitingForGroup.class);
        gate.complete(null);

        assertEquals(first.run.deploymentId(), waiting.activeId());
        for (Followed run : List.of(first, second, third)) {
            assertEquals(Outcome.Kind.SUCCEEDED, run.outcome().kind(), run.events.toString());
        }
        assertEquals(
                List.of(first.run.deploymentId(), second.run.deploymentId(), third.run.deploymentId()),
                accounts.deployments().stream().map(DeploymentSummary::id).toList());
    }

    @Test
    void theNewestAloneDeploysNext() throws Exception {
        DeploymentPolicy newest = DeploymentPolicy.DEFAULTS.with(DeploymentPolicy.OnActive.NEWEST);
        CompletableFuture<Void> gate = accounts.hold();
        Followed first = accounts.start(newest);
        first.await(DeploymentEvent.Created.class);
        Followed second = accounts.start(newest);
        second.await(DeploymentEvent.WaitingForGroup.class);
        Followed patient = accounts.start(PATIENT);
        patient.await(DeploymentEvent.WaitingForGroup.class);
        Outcome overtaken = second.outcome();
        assertEquals(Outcome.Kind.OVERTAKEN, overtaken.kind());
        assertFalse(overtaken.kind().isGood());
        assertEquals("deploy.overtaken", overtaken.problem().summary().code());
        assertEquals("NotCreated", overtaken.status());
        Followed last = accounts.start(newest);
        last.await(DeploymentEvent.WaitingForGroup.class);
        gate.complete(null);

        for (Followed run : List.of(first, patient, last)) {
            assertEquals(Outcome.Kind.SUCCEEDED, run.outcome().kind(), run.events.toString());
        }
        assertEquals(3, accounts.deployments().size());
    }

    @Test
    void anAbortWhileTheGroupIsBusyStartsNothing() throws Exception {
        accounts.hold();
        accounts.start(DeploymentPolicy.DEFAULTS).await(DeploymentEvent.Created.class);
        Followed second = accounts.start(DeploymentPolicy.DEFAULTS.with(DeploymentPolicy.OnActive.WAIT));
        second.await(DeploymentEvent.WaitingForGroup.class);
        second.run.abort(DeploymentHandle.AbortCause.ASKED);

        assertEquals(Outcome.Kind.ABORTED, second.outcome().kind());
        assertNull(second.outcome().deploymentId());
        assertEquals(1, accounts.deployments().size());
    }

    /** The group is free for a moment whenever its holder ends, and nobody who comes new may take that moment. */
    @Test
    void whoeverComesNewStandsInLineBehindThoseWhoWait() throws Exception {
        CompletableFuture<Void> gate = accounts.hold();
        Followed first = accounts.start(PATIENT);
        String active = first.await(DeploymentEvent.Created.class).deploymentId();
        Followed second = accounts.start(PATIENT);
        second.await(DeploymentEvent.WaitingForGroup.class);
        Followed third = accounts.start(PATIENT);

        assertEquals(active, third.await(DeploymentEvent.WaitingForGroup.class).activeId());
        assertEquals(2, accounts.aws.calls().count("CreateDeployment"), "the third has not even asked");
        first.run.abort(DeploymentHandle.AbortCause.ASKED);
        assertEquals(Outcome.Kind.ABORTED, first.outcome().kind());
        gate.complete(null);
        for (Followed run : List.of(second, third)) {
            assertEquals(Outcome.Kind.SUCCEEDED, run.outcome().kind(), run.events.toString());
        }
        assertEquals(
                List.of(first.run.deploymentId(), second.run.deploymentId(), third.run.deploymentId()),
                accounts.deployments().stream().map(DeploymentSummary::id).toList());
    }

    @Test
    void whoeverGivesUpInTheLineHoldsNobodyUp() throws Exception {
        CompletableFuture<Void> gate = accounts.hold();
        Followed first = accounts.start(PATIENT);
        first.await(DeploymentEvent.Created.class);
        Followed second = accounts.start(PATIENT);
        second.await(DeploymentEvent.WaitingForGroup.class);
        Followed third = accounts.start(PATIENT);
        third.await(DeploymentEvent.WaitingForGroup.class);
        second.run.abort(DeploymentHandle.AbortCause.ASKED);
        assertEquals(Outcome.Kind.ABORTED, second.outcome().kind());
        first.run.abort(DeploymentHandle.AbortCause.ASKED);
        assertEquals(Outcome.Kind.ABORTED, first.outcome().kind());
        gate.complete(null);

        assertEquals(Outcome.Kind.SUCCEEDED, third.outcome().kind(), third.events.toString());
        assertEquals(2, accounts.deployments().size());
    }

    /** Whoever waits for a deployment that fails waits for its rollback, too. */
    @Test
    void theRollbackOfAnotherIsWaitedForAsWell() throws Exception {
        assertEquals(
                Outcome.Kind.SUCCEEDED,
                accounts.start(DeploymentPolicy.DEFAULTS).outcome().kind());
        CompletableFuture<Void> gate = accounts.failAndHoldTheRollback();
        Followed first = accounts.start(PATIENT);
        first.await(DeploymentEvent.Created.class);
        Followed second = accounts.start(PATIENT);
        String rollback = first.await(DeploymentEvent.RollbackStarted.class).rollbackId();
        second.await(DeploymentEvent.WaitingForGroup.class, w -> w.activeId().equals(rollback));
        gate.complete(null);

        assertEquals(Outcome.Kind.SUCCEEDED, second.outcome().kind(), second.events.toString());
        assertEquals(Outcome.Kind.FAILED, first.outcome().kind());
    }

    @Test
    void aWaitThatAKillCutOffIsGoneOnWith() throws Exception {
        CompletableFuture<Void> gate = accounts.hold();
        String active = accounts.start(PATIENT.with(false)).outcome().deploymentId();
        Journal journal = Journal.inMemory();
        Followed second = accounts.start(TwoAccounts.request("production"), PATIENT, journal);
        second.await(DeploymentEvent.WaitingForGroup.class);
        accounts.restart();
        Followed resumed = accounts.start(TwoAccounts.request("production"), PATIENT, journal);

        assertEquals(
                active, resumed.await(DeploymentEvent.WaitingForGroup.class).activeId());
        accounts.somebody().stopDeployment(s -> s.deploymentId(active));
        gate.complete(null);
        assertEquals(Outcome.Kind.SUCCEEDED, resumed.outcome().kind(), resumed.events.toString());
        assertEquals(2, accounts.deployments().size());
    }

    /** The lists lie for longer than anybody waits: the second call is refused because of the first, and knows it. */
    @Test
    void aGroupThatOurOwnLostCallHoldsIsNotBusy() throws Exception {
        CompletableFuture<Void> gate = accounts.hold();
        loseTheFirstCall();
        Followed run = accounts.start(DeploymentPolicy.DEFAULTS);
        run.await(DeploymentEvent.Created.class);
        gate.complete(null);

        assertEquals(Outcome.Kind.SUCCEEDED, run.outcome().kind(), run.events.toString());
        assertEquals(1, accounts.deployments().size());
        assertTrue(run.told(DeploymentEvent.Created.class).get(0).adopted());
    }

    @Test
    void norIsItWhereTheFirstLookAtItIsThrottled() throws Exception {
        accounts.hold();
        loseTheFirstCall();
        accounts.aws.faults().next("codedeploy", "BatchGetDeployments", 2, Fault.throttle());
        Followed run = accounts.start(DeploymentPolicy.DEFAULTS);

        assertTrue(run.await(DeploymentEvent.Created.class).adopted());
        assertEquals(1, accounts.deployments().size());
    }

    @Test
    void whetherItIsOursIsUnknownWhereNobodyMayLook() throws Exception {
        accounts.hold();
        loseTheFirstCall();
        accounts.deny("codedeploy:GetDeploymentGroup\", \"codedeploy:BatchGetDeployments");
        Journal journal = Journal.inMemory();
        Outcome outcome = accounts.start(TwoAccounts.request("production"), DeploymentPolicy.DEFAULTS, journal)
                .outcome();

        assertEquals(Outcome.Kind.UNKNOWN, outcome.kind());
        assertEquals(JournalEntry.Stage.UNKNOWN, journal.read().stage());
        assertEquals(1, accounts.deployments().size());
        assertTrue(
                outcome.problem().toString().contains(journal.read().nonce()),
                outcome.problem().toString());
    }

    private void loseTheFirstCall() throws Exception {
        accounts.restart(TwoAccounts.FAST, TwoAccounts.SHORT_CALL_TIMEOUT);
        accounts.codeDeploy.limits().listLag(Duration.ofHours(1));
        accounts.deny("codedeploy:GetDeploymentGroup");
        accounts.aws.faults().next("codedeploy", "CreateDeployment", Fault.lostAnswer());
    }
}
