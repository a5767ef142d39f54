package io.jenkins.plugins.codedeploy.engine.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.engine.deploy.TwoAccounts.Followed;
import io.jenkins.plugins.codedeploy.engine.journal.Journal;
import io.jenkins.plugins.codedeploy.engine.journal.JournalEntry;
import io.jenkins.plugins.codedeploy.tools.aws.Fault;
import io.jenkins.plugins.codedeploy.tools.aws.codedeploy.Behavior;
import io.jenkins.plugins.codedeploy.tools.aws.codedeploy.DeploymentRecord;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A deployment group that deploys already: for others, or for a call of our own whose answer was lost. */
class BusyGroupTest {
    private static final RunPolicy PATIENT = RunPolicy.DEFAULTS.with(RunPolicy.OnActive.WAIT);

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
        accounts.production.eventDuration(Duration.ofMinutes(10));
        Followed first = accounts.start(RunPolicy.DEFAULTS);
        String active = first.await(RunEvent.Created.class).deploymentId();
        Outcome second = accounts.start(RunPolicy.DEFAULTS).outcome();

        assertEquals(Outcome.Kind.NOT_CREATED, second.kind());
        assertTrue(
                second.problem().toString().contains(active), second.problem().toString());
        assertTrue(second.problem().toString().contains("onActiveDeployment"));
        assertEquals(1, accounts.deployments().size());
    }

    @Test
    void waitsForABusyGroupFirstComeFirstServed() throws Exception {
        RunPolicy patient = RunPolicy.DEFAULTS.with(RunPolicy.OnActive.WAIT);
        Followed first = accounts.start(patient);
        first.await(RunEvent.Created.class);
        Followed second = accounts.start(patient);
        RunEvent.WaitingForGroup waiting = second.await(RunEvent.WaitingForGroup.class);
        Followed third = accounts.start(patient);
        third.await(RunEvent.WaitingForGroup.class);

        assertEquals(first.run.deploymentId(), waiting.activeId());
        for (Followed run : List.of(first, second, third)) {
            assertEquals(Outcome.Kind.SUCCEEDED, run.outcome().kind(), run.events.toString());
        }
        assertEquals(
                List.of(first.run.deploymentId(), second.run.deploymentId(), third.run.deploymentId()),
                accounts.deployments().stream().map(DeploymentRecord::id).toList());
    }

    @Test
    void anAbortWhileTheGroupIsBusyStartsNothing() throws Exception {
        accounts.production.eventDuration(Duration.ofMinutes(10));
        accounts.start(RunPolicy.DEFAULTS).await(RunEvent.Created.class);
        Followed second = accounts.start(RunPolicy.DEFAULTS.with(RunPolicy.OnActive.WAIT));
        second.await(RunEvent.WaitingForGroup.class);
        second.run.abort(Run.AbortCause.ASKED);

        assertEquals(Outcome.Kind.ABORTED, second.outcome().kind());
        assertNull(second.outcome().deploymentId());
        assertEquals(1, accounts.deployments().size());
    }

    /** The group is free for a moment whenever its holder ends, and nobody who comes new may take that moment. */
    @Test
    void whoeverComesNewStandsInLineBehindThoseWhoWait() throws Exception {
        accounts.production.eventDuration(Duration.ofMinutes(10));
        Followed first = accounts.start(PATIENT);
        String active = first.await(RunEvent.Created.class).deploymentId();
        Followed second = accounts.start(PATIENT);
        second.await(RunEvent.WaitingForGroup.class);
        Followed third = accounts.start(PATIENT);

        assertEquals(active, third.await(RunEvent.WaitingForGroup.class).activeId());
        assertEquals(2, accounts.aws.calls().count("CreateDeployment"), "the third has not even asked");
        accounts.production.eventDuration(Duration.ofSeconds(1));
        first.run.abort(Run.AbortCause.ASKED);
        for (Followed run : List.of(second, third)) {
            assertEquals(Outcome.Kind.SUCCEEDED, run.outcome().kind(), run.events.toString());
        }
        assertEquals(
                List.of(first.run.deploymentId(), second.run.deploymentId(), third.run.deploymentId()),
                accounts.deployments().stream().map(DeploymentRecord::id).toList());
    }

    @Test
    void whoeverGivesUpInTheLineHoldsNobodyUp() throws Exception {
        accounts.production.eventDuration(Duration.ofMinutes(10));
        Followed first = accounts.start(PATIENT);
        first.await(RunEvent.Created.class);
        Followed second = accounts.start(PATIENT);
        second.await(RunEvent.WaitingForGroup.class);
        Followed third = accounts.start(PATIENT);
        third.await(RunEvent.WaitingForGroup.class);
        second.run.abort(Run.AbortCause.ASKED);
        assertEquals(Outcome.Kind.ABORTED, second.outcome().kind());
        accounts.production.eventDuration(Duration.ofSeconds(1));
        first.run.abort(Run.AbortCause.ASKED);

        assertEquals(Outcome.Kind.SUCCEEDED, third.outcome().kind(), third.events.toString());
        assertEquals(2, accounts.deployments().size());
    }

    /** Whoever waits for a deployment that fails waits for its rollback, too. */
    @Test
    void theRollbackOfAnotherIsWaitedForAsWell() throws Exception {
        assertEquals(
                Outcome.Kind.SUCCEEDED,
                accounts.start(RunPolicy.DEFAULTS).outcome().kind());
        accounts.production.autoRollback("DEPLOYMENT_FAILURE").config("CodeDeployDefault.OneAtATime");
        accounts.production.hosts().forEach(h -> h.on("Install", Behavior.hang()));
        accounts.production.host(0).on("Install", Behavior.failScript("Install", "x.sh", "no"));
        Followed first = accounts.start(PATIENT);
        first.await(RunEvent.Created.class);
        Followed second = accounts.start(PATIENT);
        String rollback = first.await(RunEvent.RollbackStarted.class).rollbackId();
        second.await(RunEvent.WaitingForGroup.class, w -> w.activeId().equals(rollback));
        accounts.production.asUsual();

        assertEquals(Outcome.Kind.SUCCEEDED, second.outcome().kind(), second.events.toString());
        assertEquals(Outcome.Kind.FAILED, first.outcome().kind());
    }

    @Test
    void aWaitThatAKillCutOffIsGoneOnWith() throws Exception {
        accounts.production.eventDuration(Duration.ofMinutes(10));
        String active = accounts.start(PATIENT.with(false)).outcome().deploymentId();
        Journal journal = Journal.inMemory();
        Followed second = accounts.start(TwoAccounts.request("production"), PATIENT, journal);
        second.await(RunEvent.WaitingForGroup.class);
        accounts.restart();
        Followed resumed = accounts.start(TwoAccounts.request("production"), PATIENT, journal);

        assertEquals(active, resumed.await(RunEvent.WaitingForGroup.class).activeId());
        accounts.production.eventDuration(Duration.ofSeconds(1));
        accounts.somebody().stopDeployment(s -> s.deploymentId(active));
        assertEquals(Outcome.Kind.SUCCEEDED, resumed.outcome().kind(), resumed.events.toString());
        assertEquals(2, accounts.deployments().size());
    }

    /** The lists lie for longer than anybody waits: the second call is refused because of the first, and knows it. */
    @Test
    void aGroupThatOurOwnLostCallHoldsIsNotBusy() throws Exception {
        accounts.production.eventDuration(Duration.ofMinutes(1));
        loseTheFirstCall();
        Followed run = accounts.start(RunPolicy.DEFAULTS);

        assertEquals(Outcome.Kind.SUCCEEDED, run.outcome().kind(), run.events.toString());
        assertEquals(1, accounts.deployments().size());
        assertTrue(run.told(RunEvent.Created.class).get(0).adopted());
    }

    @Test
    void norIsItWhereTheFirstLookAtItIsThrottled() throws Exception {
        accounts.production.eventDuration(Duration.ofMinutes(10));
        loseTheFirstCall();
        accounts.aws.faults().next("codedeploy", "BatchGetDeployments", 2, Fault.throttle());
        Followed run = accounts.start(RunPolicy.DEFAULTS);

        assertTrue(run.await(RunEvent.Created.class).adopted());
        assertEquals(1, accounts.deployments().size());
    }

    @Test
    void whetherItIsOursIsUnknownWhereNobodyMayLook() throws Exception {
        accounts.production.eventDuration(Duration.ofMinutes(10));
        loseTheFirstCall();
        accounts.deny("codedeploy:GetDeploymentGroup\", \"codedeploy:BatchGetDeployments");
        Journal journal = Journal.inMemory();
        Outcome outcome = accounts.start(TwoAccounts.request("production"), RunPolicy.DEFAULTS, journal)
                .outcome();

        assertEquals(Outcome.Kind.UNKNOWN, outcome.kind());
        assertEquals(JournalEntry.Stage.UNKNOWN, journal.read().stage());
        assertEquals(1, accounts.deployments().size());
        assertTrue(
                outcome.problem().toString().contains(journal.read().nonce()),
                outcome.problem().toString());
    }

    private void loseTheFirstCall() throws Exception {
        accounts.codeDeploy.limits().listLag(Duration.ofHours(1));
        accounts.deny("codedeploy:GetDeploymentGroup");
        accounts.aws.faults().next("codedeploy", "CreateDeployment", Fault.lostAnswer());
    }
}
