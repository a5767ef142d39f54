package io.jenkins.plugins.codedeploy.engine.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.deploy.TwoAccounts.Followed;
import io.jenkins.plugins.codedeploy.engine.journal.Journal;
import io.jenkins.plugins.codedeploy.engine.journal.JournalEntry;
import io.jenkins.plugins.codedeploy.simulator.codedeploy.DeploymentSummary;
import io.jenkins.plugins.codedeploy.simulator.http.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Told to stop, by a person or by a time-out: nothing is left running without a word. */
@Execution(ExecutionMode.CONCURRENT)
class AbortTest {
    private static final Set<String> ENDED = Set.of("Succeeded", "Failed", "Stopped");

    private TwoAccounts accounts;

    @BeforeEach
    void start() throws Exception {
        accounts = new TwoAccounts();
    }

    @AfterEach
    void stop() throws Exception {
        accounts.close();
    }

    /** How far a run has come when it is told to stop. */
    enum Moment {
        ENTERING_THE_ACCOUNT,
        THROTTLED,
        CALL_CARRIED_OUT_ANSWER_LOST,
        CALL_NOT_CARRIED_OUT,
        BUSY,
        WAITING
    }

    static Stream<Arguments> moments() {
        return Stream.of(Moment.values())
                .flatMap(moment -> Stream.of(DeploymentHandle.AbortCause.ASKED, DeploymentHandle.AbortCause.TIMEOUT)
                        .map(cause -> Arguments.of(moment, cause)));
    }

    @ParameterizedTest
    @MethodSource("moments")
    void nothingIsLeftRunningWithoutAWord(Moment moment, DeploymentHandle.AbortCause cause) throws Exception {
        accounts.hold();
        boolean isOurs = moment == Moment.WAITING || moment == Moment.CALL_CARRIED_OUT_ANSWER_LOST;
        // the time-out of the policy only names its length here: the abort comes when the moment has come
        DeploymentPolicy policy =
                DeploymentPolicy.DEFAULTS.with(DeploymentPolicy.OnActive.WAIT).with(Duration.ofMinutes(7));
        Journal journal = Journal.inMemory();
        String other = moment == Moment.BUSY
                ? accounts.start(DeploymentPolicy.DEFAULTS.with(false))
                        .outcome()
                        .deploymentId()
                : null;
        Followed run = reach(moment, policy, journal);
        run.run.abort(cause);
        Outcome outcome = run.outcome();

        assertEquals(Outcome.Kind.ABORTED, outcome.kind(), run.events.toString());
        String told = outcome.problem().toString();
        assertEquals(cause == DeploymentHandle.AbortCause.TIMEOUT, told.contains("timeout of 7 min"), told);
        assertEquals(
                isOurs ? 1 : 0,
                accounts.deployments().stream()
                        .filter(d -> !d.id().equals(other))
                        .count());
        if (isOurs) {
            DeploymentSummary stopped = accounts.deployment(outcome.deploymentId());
            assertEquals("Stopped", stopped.status());
            assertTrue(told.contains(stopped.id() + " is Stopped"), told);
            assertEquals(JournalEntry.Stage.ENDED, journal.read().stage());
        } else {
            assertNull(outcome.deploymentId());
            assertEquals(
                    cause == DeploymentHandle.AbortCause.TIMEOUT ? "deploy.timeout.early" : "deploy.aborted.early",
                    outcome.problem().summary().code());
            assertFalse(journal.read().stage().isUnsettled());
        }
        if (other != null) {
            assertFalse(ENDED.contains(accounts.deployment(other).status()), "another's is none of our business");
        }
    }

    private Followed reach(Moment moment, DeploymentPolicy policy, Journal journal) throws Exception {
        switch (moment) {
            case ENTERING_THE_ACCOUNT -> accounts.aws.faults().next("sts", "AssumeRole", 100, Fault.unavailable());
            case THROTTLED -> accounts.aws.faults().next("codedeploy", "CreateDeployment", 100, Fault.throttle());
            case CALL_CARRIED_OUT_ANSWER_LOST ->
                accounts.aws.faults().next("codedeploy", "CreateDeployment", Fault.lostAnswer());
            case CALL_NOT_CARRIED_OUT -> {
                accounts.restart(TwoAccounts.FAST, TwoAccounts.SHORT_CALL_TIMEOUT);
                accounts.aws.faults().next("codedeploy", "CreateDeployment", Fault.drop());
            }
            default -> {}
        }
        if (moment == Moment.CALL_CARRIED_OUT_ANSWER_LOST) {
            accounts.aws.faults().next("codedeploy", "GetDeploymentGroup", 100, Fault.unavailable());
            accounts.codeDeploy.limits().listLag(Duration.ofMillis(300));
        }
        Followed run = accounts.start(TwoAccounts.request("production"), policy, journal);
        switch (moment) {
            case ENTERING_THE_ACCOUNT, THROTTLED -> run.await(DeploymentEvent.CreateDelayed.class);
            case CALL_CARRIED_OUT_ANSWER_LOST, CALL_NOT_CARRIED_OUT -> run.await(DeploymentEvent.AnswerLost.class);
            case BUSY -> run.await(DeploymentEvent.WaitingForGroup.class);
            case WAITING -> run.await(DeploymentEvent.Created.class);
        }
        return run;
    }

    @Test
    void anAbortStopsTheDeploymentAndSaysSo() throws Exception {
        accounts.hold();
        Followed run = accounts.start(DeploymentPolicy.DEFAULTS);
        String id = run.await(DeploymentEvent.Created.class).deploymentId();
        run.run.abort(DeploymentHandle.AbortCause.ASKED);
        Outcome outcome = run.outcome();

        assertEquals(Outcome.Kind.ABORTED, outcome.kind());
        assertTrue(
                outcome.problem().toString().contains(id + " is Stopped"),
                outcome.problem().toString());
        assertEquals("Stopped", accounts.deployment(id).status());
    }

    @Test
    void anAbortLeavesItAloneWhereThatIsWanted() throws Exception {
        CompletableFuture<Void> gate = accounts.hold();
        Followed run = accounts.start(DeploymentPolicy.DEFAULTS.with(DeploymentPolicy.OnAbort.LEAVE));
        String id = run.await(DeploymentEvent.Created.class).deploymentId();
        run.run.abort(DeploymentHandle.AbortCause.ASKED);

        assertEquals(Outcome.Kind.ABORTED, run.outcome().kind());
        assertEquals(0, accounts.aws.calls().count("StopDeployment"));
        assertTrue(run.outcome().problem().toString().contains("LEAVE"));
        gate.complete(null);
        Followed again = new Followed();
        accounts.engine()
                .follow(
                        accounts.access(),
                        "test",
                        id,
                        DeploymentPolicy.DEFAULTS,
                        Journal.inMemory(),
                        again.events::add,
                        again.outcome::complete);
        assertEquals(Outcome.Kind.SUCCEEDED, again.outcome().kind());
    }

    @Test
    void theTimeoutStopsItAndSaysHowLongItWas() throws Exception {
        accounts.hold();
        Duration time = Duration.ofMillis(500);
        DeploymentPolicy policy = DeploymentPolicy.DEFAULTS.with(time);
        assertTrue(policy.timeoutText().toString().contains("0.5 s"));
        Outcome outcome = accounts.start(policy).outcome();
        while (outcome.deploymentId() == null) {
            // over before anything was created
            time = time.multipliedBy(2);
            policy = DeploymentPolicy.DEFAULTS.with(time);
            outcome = accounts.start(policy).outcome();
        }

        assertEquals(Outcome.Kind.ABORTED, outcome.kind());
        assertTrue(
                outcome.problem().toString().contains("timeout of " + policy.timeoutText()),
                outcome.problem().toString());
        assertEquals("Stopped", accounts.deployment(outcome.deploymentId()).status());
    }

    /** As after a restart: what has passed of the time counts. */
    @Test
    void theTimeoutCountsFromTheBeginning() throws Exception {
        accounts.hold();
        DeploymentPolicy begun = DeploymentPolicy.DEFAULTS
                .with(Duration.ofMinutes(10))
                .after(Duration.ofMinutes(10).minusMillis(500));
        Outcome outcome = accounts.start(begun).outcome();

        assertEquals(Outcome.Kind.ABORTED, outcome.kind());
        assertTrue(
                outcome.problem().toString().contains("timeout of 10 min"),
                outcome.problem().toString());
    }

    @Test
    void aSecondAbortEndsAtOnce() throws Exception {
        accounts.hold();
        Followed run = accounts.start(DeploymentPolicy.DEFAULTS);
        run.await(DeploymentEvent.Created.class);
        accounts.aws.faults().next("codedeploy", "StopDeployment", Fault.hang());
        run.run.abort(DeploymentHandle.AbortCause.ASKED);
        run.run.abort(DeploymentHandle.AbortCause.ASKED);

        assertTrue(run.outcome.isDone());
        assertEquals(Outcome.Kind.ABORTED, run.outcome().kind());
        Text told = run.outcome().problem().summary();
        assertTrue(told.code().startsWith("deploy.aborted.twice"), told.code());
        assertEquals(run.run.deploymentId(), told.args().get(0));
    }

    @Test
    void aRoleThatMayNotStopIsToldTheStatement() throws Exception {
        accounts.deny("codedeploy:StopDeployment");
        accounts.hold();
        Journal journal = Journal.inMemory();
        Followed run = accounts.start(TwoAccounts.request("production"), DeploymentPolicy.DEFAULTS, journal);
        String id = run.await(DeploymentEvent.Created.class).deploymentId();
        run.run.abort(DeploymentHandle.AbortCause.ASKED);
        Outcome outcome = run.outcome();

        assertEquals(Outcome.Kind.ABORTED, outcome.kind());
        assertTrue(journal.read().stage().isUnsettled(), "somebody has to look after it");
        Text summary = outcome.problem().summary();
        assertEquals("deploy.aborted.notStopped", summary.code());
        assertEquals(List.of(id), summary.args());
        String told = outcome.problem().toString();
        assertTrue(told.contains("denies codedeploy:StopDeployment"), told);
    }

    enum Trouble {
        THROTTLED(Fault.throttle()),
        UNAVAILABLE(Fault.unavailable()),
        DROPPED(Fault.drop()),
        ANSWER_LOST(Fault.lostAnswer()),
        SESSION_OVER(
                Fault.error(400, "ExpiredTokenException", "The security token included in the request is expired")),
        NO_ANSWER(Fault.hang());

        private final Fault fault;

        Trouble(Fault fault) {
            this.fault = fault;
        }
    }

    @ParameterizedTest
    @EnumSource
    void aStopThatGetsNoAnswerIsAskedAgain(Trouble trouble) throws Exception {
        if (trouble == Trouble.NO_ANSWER) {
            accounts.restart(TwoAccounts.FAST, TwoAccounts.SHORT_CALL_TIMEOUT);
        }
        accounts.hold();
        Followed run = accounts.start(DeploymentPolicy.DEFAULTS);
        String id = run.await(DeploymentEvent.Created.class).deploymentId();
        accounts.aws.faults().next("codedeploy", "StopDeployment", trouble == Trouble.NO_ANSWER ? 1 : 2, trouble.fault);
        run.run.abort(DeploymentHandle.AbortCause.ASKED);

        assertEquals(Outcome.Kind.ABORTED, run.outcome().kind());
        assertEquals("Stopped", accounts.deployment(id).status());
        assertTrue(run.outcome().problem().toString().contains("is Stopped"));
    }

    @Test
    void aSecondAbortSaysThatTheStopIsUnderWay() throws Exception {
        accounts.hold();
        Followed run = accounts.start(DeploymentPolicy.DEFAULTS);
        run.await(
                DeploymentEvent.Progress.class,
                p -> p.snapshot().status().word().equals("InProgress"));
        accounts.production.startDelay(Duration.ofMinutes(2));
        run.run.abort(DeploymentHandle.AbortCause.ASKED);
        TwoAccounts.await(() -> accounts.aws.calls().count("StopDeployment") > 0);
        run.await(DeploymentEvent.StopRequested.class);
        run.run.abort(DeploymentHandle.AbortCause.ASKED);

        assertTrue(run.outcome.isDone());
        assertTrue(run.outcome().problem().toString().contains(run.run.deploymentId()));
        Followed again = new Followed();
        accounts.engine()
                .follow(
                        accounts.access(),
                        "test",
                        run.run.deploymentId(),
                        DeploymentPolicy.DEFAULTS,
                        Journal.inMemory(),
                        again.events::add,
                        again.outcome::complete);
        assertEquals("Stopped", again.outcome().last().status().word(), "the first wish holds");
    }

    @Test
    void aStopThatTakesForEverIsLeftToItselfAndSaid() throws Exception {
        EngineTimes fast = TwoAccounts.FAST;
        accounts.restart(new EngineTimes(
                fast.watch(),
                fast.settling(),
                fast.look(),
                fast.unreachable(),
                fast.rollbackGrace(),
                Duration.ofSeconds(15)));
        accounts.hold();
        Journal journal = Journal.inMemory();
        Followed run = accounts.start(TwoAccounts.request("production"), DeploymentPolicy.DEFAULTS, journal);
        String id = run.await(
                        DeploymentEvent.Progress.class,
                        p -> p.snapshot().overview().inProgress() > 0)
                .snapshot()
                .id();
        accounts.production.startDelay(Duration.ofDays(7));
        run.run.abort(DeploymentHandle.AbortCause.ASKED);

        assertEquals(Outcome.Kind.ABORTED, run.outcome().kind());
        Text told = run.outcome().problem().summary();
        assertEquals("deploy.aborted.stillStopping", told.code());
        assertEquals(List.of(id, "InProgress"), told.args());
        assertTrue(journal.read().stage().isOpen(), "somebody must look after it");
    }

    @Test
    void whatEndsBeforeItCouldBeStoppedHasEnded() throws Exception {
        CompletableFuture<Void> gate = accounts.hold();
        Followed run = accounts.start(DeploymentPolicy.DEFAULTS);
        run.await(DeploymentEvent.Created.class);
        accounts.aws
                .faults()
                .next(
                        "codedeploy",
                        "StopDeployment",
                        Fault.error(400, "DeploymentAlreadyCompletedException", "has already completed"));
        run.run.abort(DeploymentHandle.AbortCause.ASKED);
        TwoAccounts.await(() -> accounts.aws.calls().count("StopDeployment") > 0);
        gate.complete(null);

        assertEquals(Outcome.Kind.SUCCEEDED, run.outcome().kind(), run.events.toString());
    }

    @Test
    void aStopWithRollbackNamesTheRollbackAndEnds() throws Exception {
        accounts.start(DeploymentPolicy.DEFAULTS).outcome();
        accounts.hold();
        Followed run = accounts.start(DeploymentPolicy.DEFAULTS.with(DeploymentPolicy.OnAbort.STOP_AND_ROLL_BACK));
        run.await(DeploymentEvent.Created.class);
        run.run.abort(DeploymentHandle.AbortCause.ASKED);
        Outcome outcome = run.outcome();

        DeploymentSummary rollback = accounts.deployments().stream()
                .filter(d -> outcome.deploymentId().equals(d.rollbackOf()))
                .findFirst()
                .orElseThrow();
        assertEquals(Outcome.Kind.ABORTED, outcome.kind());
        assertTrue(
                outcome.problem().toString().contains(rollback.id()),
                outcome.problem().toString());
        assertFalse(ENDED.contains(rollback.status()), "nobody waits for its end");
    }

    @Test
    void anAbortDuringTheRollbackStopsNothingAndNamesIt() throws Exception {
        accounts.start(DeploymentPolicy.DEFAULTS).outcome();
        accounts.failAndHoldTheRollback();
        Followed run = accounts.start(DeploymentPolicy.DEFAULTS);
        String rollback = run.await(DeploymentEvent.RollbackStarted.class).rollbackId();
        run.run.abort(DeploymentHandle.AbortCause.ASKED);

        assertEquals(Outcome.Kind.ABORTED, run.outcome().kind());
        String told = run.outcome().problem().toString();
        assertTrue(told.contains(run.run.deploymentId() + " is Failed") && told.contains(rollback), told);
        assertEquals(0, accounts.aws.calls().count("StopDeployment"));
        assertFalse(ENDED.contains(accounts.deployment(rollback).status()), "it goes on");
    }
}
