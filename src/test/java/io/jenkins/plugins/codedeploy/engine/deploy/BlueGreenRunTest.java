package io.jenkins.plugins.codedeploy.engine.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.engine.InvalidInputException;
import io.jenkins.plugins.codedeploy.engine.deploy.TwoAccounts.Followed;
import io.jenkins.plugins.codedeploy.engine.watch.WatchTimes;
import io.jenkins.plugins.codedeploy.simulator.http.Fault;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.codedeploy.model.DeploymentInfo;
import software.amazon.awssdk.services.codedeploy.model.DeploymentWaitType;

/** Blue/green: what waits for somebody, when traffic has shifted, and what must not be stopped any more. */
@Execution(ExecutionMode.CONCURRENT)
class BlueGreenRunTest {
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
    void continuesWhenItIsReadyAndEndsWhenTrafficHasShifted() throws Exception {
        accounts.production.blueGreen(Duration.ofDays(2), Duration.ofDays(2));
        Followed run = accounts.start(DeploymentPolicy.DEFAULTS
                .with(DeploymentPolicy.OnReady.CONTINUE)
                .with(DeploymentPolicy.WaitFor.TRAFFIC_SHIFTED));
        Outcome outcome = run.outcome();

        assertEquals(Outcome.Kind.TRAFFIC_SHIFTED, outcome.kind(), run.events.toString());
        assertTrue(run.told(DeploymentEvent.Ready.class).get(0).continued());
        assertFalse(outcome.last().status().isTerminal());
    }

    @Test
    void neverStopsAfterTheTrafficHasShifted() throws Exception {
        accounts.production.blueGreen(null, Duration.ofDays(2));
        Followed run = accounts.start(DeploymentPolicy.DEFAULTS);
        run.await(DeploymentEvent.TrafficShifted.class);
        run.run.abort(DeploymentHandle.AbortCause.ASKED);

        assertEquals(Outcome.Kind.ABORTED, run.outcome().kind());
        assertEquals(0, accounts.aws.calls().count("StopDeployment"));
        assertEquals("deploy.aborted.shifted", run.outcome().problem().summary().code());
    }

    @Test
    void readyCanBeAFailure() throws Exception {
        accounts.production.blueGreen(Duration.ofDays(2), Duration.ofDays(2));
        Outcome outcome = accounts.start(DeploymentPolicy.DEFAULTS.with(DeploymentPolicy.OnReady.FAIL))
                .outcome();

        assertEquals(Outcome.Kind.FAILED, outcome.kind());
        assertEquals("Stopped", accounts.deployment(outcome.deploymentId()).status());
        assertTrue(
                outcome.problem().toString().contains("onReady"),
                outcome.problem().toString());
    }

    @Test
    void endsWhenItIsReadySoThatAPersonCanDecide() throws Exception {
        accounts.production.blueGreen(Duration.ofDays(2), Duration.ofDays(2));
        Followed run = accounts.start(DeploymentPolicy.DEFAULTS.with(DeploymentPolicy.WaitFor.READY));
        Outcome outcome = run.outcome();

        assertEquals(Outcome.Kind.READY, outcome.kind(), run.events.toString());
        assertTrue(outcome.kind().isGood());
        assertEquals("Ready", outcome.status());
        assertEquals(0, accounts.aws.calls().count("ContinueDeployment"));
        assertEquals(0, accounts.aws.calls().count("StopDeployment"));
    }

    /** A deployment that reroutes by itself is never ready. */
    @Test
    void endsWhenTheTrafficHasShiftedWithoutBeingReady() throws Exception {
        accounts.production.blueGreen(null, Duration.ofDays(2));
        Outcome outcome = accounts.start(DeploymentPolicy.DEFAULTS.with(DeploymentPolicy.WaitFor.READY))
                .outcome();
        assertEquals(Outcome.Kind.TRAFFIC_SHIFTED, outcome.kind());
    }

    @Test
    void waitingForReadyContradictsContinuing() {
        InvalidInputException refused = assertThrows(
                InvalidInputException.class,
                () -> DeploymentPolicy.DEFAULTS
                        .with(DeploymentPolicy.OnReady.CONTINUE)
                        .with(DeploymentPolicy.WaitFor.READY));
        assertEquals("waitFor", refused.field());
        assertEquals("deploy.waitFor.ready", refused.text().code());
    }

    @Test
    void skipsTheWaitBeforeTheOriginalInstancesAreTerminated() throws Exception {
        accounts.production.blueGreen(null, Duration.ofDays(2));
        accounts.aws.faults().next("codedeploy", "ContinueDeployment", 2, Fault.throttle());
        Followed run = accounts.start(DeploymentPolicy.DEFAULTS.with(DeploymentPolicy.TerminationWait.SKIP));

        assertEquals(Outcome.Kind.SUCCEEDED, run.outcome().kind(), run.events.toString());
        assertEquals(1, run.told(DeploymentEvent.TerminationWaitSkipped.class).size(), run.events.toString());
        assertEquals(3, accounts.aws.calls().count("ContinueDeployment"));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "READY")
    void continuesWhicheverEndIsWaitedFor(DeploymentPolicy.WaitFor end) throws Exception {
        accounts.production.blueGreen(Duration.ofDays(2), Duration.ofMinutes(1));
        Followed run = accounts.start(DeploymentPolicy.DEFAULTS
                .with(DeploymentPolicy.OnReady.CONTINUE)
                .with(end));
        Outcome outcome = run.outcome();

        assertTrue(run.told(DeploymentEvent.Ready.class).get(0).continued());
        assertEquals(1, run.told(DeploymentEvent.TrafficShifted.class).size(), run.events.toString());
        assertEquals(
                end == DeploymentPolicy.WaitFor.SUCCEEDED ? Outcome.Kind.SUCCEEDED : Outcome.Kind.TRAFFIC_SHIFTED,
                outcome.kind(),
                run.events.toString());
        assertEquals(1, accounts.aws.calls().count("ContinueDeployment"));
    }

    @Test
    void waitsForSomebodyToRerouteAndTellsItOnce() throws Exception {
        accounts.production.blueGreen(Duration.ofDays(2), null);
        Followed run = accounts.start(DeploymentPolicy.DEFAULTS);
        DeploymentEvent.Ready ready = run.await(DeploymentEvent.Ready.class);
        assertFalse(ready.continued());
        assertEquals(0, accounts.aws.calls().count("ContinueDeployment"));
        accounts.somebody()
                .continueDeployment(
                        c -> c.deploymentId(ready.deploymentId()).deploymentWaitType(DeploymentWaitType.READY_WAIT));

        assertEquals(Outcome.Kind.SUCCEEDED, run.outcome().kind(), run.events.toString());
        assertEquals(1, run.told(DeploymentEvent.Ready.class).size());
    }

    @Test
    void asksAgainWhereTheContinuationIsThrottled() throws Exception {
        accounts.production.blueGreen(Duration.ofDays(2), null);
        accounts.aws.faults().next("codedeploy", "ContinueDeployment", 2, Fault.throttle());
        Followed run = accounts.start(DeploymentPolicy.DEFAULTS.with(DeploymentPolicy.OnReady.CONTINUE));

        assertEquals(Outcome.Kind.SUCCEEDED, run.outcome().kind(), run.events.toString());
        assertEquals(3, accounts.aws.calls().count("ContinueDeployment"));
        assertEquals(0, run.told(DeploymentEvent.ContinueRefused.class).size(), run.events.toString());
    }

    @Test
    void bearsThatSomebodyElseContinuedFirst() throws Exception {
        accounts.production.blueGreen(Duration.ofDays(2), null);
        accounts.aws.faults().next("codedeploy", "ContinueDeployment", Fault.lostAnswer());
        Followed run = accounts.start(DeploymentPolicy.DEFAULTS.with(DeploymentPolicy.OnReady.CONTINUE));

        assertEquals(Outcome.Kind.SUCCEEDED, run.outcome().kind(), run.events.toString());
        assertEquals(0, run.told(DeploymentEvent.ContinueRefused.class).size(), run.events.toString());
    }

    @Test
    void aRoleThatMayNotContinueIsToldSoAndTheWaitGoesOn() throws Exception {
        accounts.deny("codedeploy:ContinueDeployment");
        accounts.production.blueGreen(Duration.ofMinutes(5), null);
        Followed run = accounts.start(DeploymentPolicy.DEFAULTS.with(DeploymentPolicy.OnReady.CONTINUE));
        String told = run.await(DeploymentEvent.ContinueRefused.class).problem().toString();

        assertTrue(told.contains("codedeploy:ContinueDeployment"), told);
        assertEquals(Outcome.Kind.FAILED, run.outcome().kind(), "nobody came: CodeDeploy stops it in the end");
        assertEquals(1, run.told(DeploymentEvent.ContinueRefused.class).size());
    }

    /** The last look may be a quarter of a minute old when somebody aborts. */
    @Test
    void looksOnceMoreBeforeItStopsAndLeavesShiftedTrafficAlone() throws Exception {
        WatchTimes seldom = new WatchTimes(
                Duration.ofMinutes(2),
                Duration.ofMinutes(2),
                Duration.ofMinutes(2),
                Duration.ofMinutes(30),
                Duration.ofMillis(10));
        try (TwoAccounts own = new TwoAccounts(TwoAccounts.FAST.with(seldom), TwoAccounts.CALL_TIMEOUT)) {
            own.production.blueGreen(null, Duration.ofDays(2));
            Followed run = own.start(DeploymentPolicy.DEFAULTS);
            String id = run.await(DeploymentEvent.Created.class).deploymentId();
            TwoAccounts.await(() -> hasShifted(own, id));
            assertEquals(0, run.told(DeploymentEvent.TrafficShifted.class).size(), "nobody has seen it yet");
            run.run.abort(DeploymentHandle.AbortCause.ASKED);

            assertEquals(
                    "deploy.aborted.shifted", run.outcome().problem().summary().code());
            assertEquals(0, own.aws.calls().count("StopDeployment"));
            assertEquals(0, run.told(DeploymentEvent.StopRequested.class).size());
        }
    }

    private static boolean hasShifted(TwoAccounts accounts, String id) {
        DeploymentInfo info =
                accounts.somebody().getDeployment(g -> g.deploymentId(id)).deploymentInfo();
        return Boolean.TRUE.equals(info.instanceTerminationWaitTimeStarted());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Baking", "Marinating"})
    void aStatusThatIsNewIsShownAndEndsNothing(String word) throws Exception {
        accounts.production.baking(word, Duration.ofMinutes(1));
        Followed run = accounts.start(DeploymentPolicy.DEFAULTS);

        assertEquals(Outcome.Kind.SUCCEEDED, run.outcome().kind(), run.events.toString());
        assertTrue(
                run.told(DeploymentEvent.Progress.class).stream()
                        .anyMatch(p -> p.snapshot().status().word().equals(word)),
                run.events.toString());
    }
}
