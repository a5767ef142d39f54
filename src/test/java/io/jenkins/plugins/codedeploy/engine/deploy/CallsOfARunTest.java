package io.jenkins.plugins.codedeploy.engine.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.engine.deploy.TwoAccounts.Followed;
import io.jenkins.plugins.codedeploy.simulator.http.Fault;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a run asks of AWS, and how often. */
@Execution(ExecutionMode.CONCURRENT)
class CallsOfARunTest {
    private TwoAccounts accounts;

    @BeforeEach
    void start() throws Exception {
        accounts = new TwoAccounts();
    }

    @AfterEach
    void stop() throws Exception {
        accounts.close();
    }

    static Stream<Fault> unsupported() {
        return Stream.of(
                Fault.error(400, "UnknownOperationException", "not here"),
                Fault.error(404, "NotImplemented", "an emulator's"),
                Fault.foreign(501));
    }

    /** Where it is unsupported, CreateDeployment registers the revision by itself. */
    @ParameterizedTest
    @MethodSource("unsupported")
    void aRevisionThatCannotBeRegisteredBeforehandIsANote(Fault fault) throws Exception {
        accounts.aws.faults().next("codedeploy", "RegisterApplicationRevision", 1000, fault);
        Followed run = accounts.start(DeploymentPolicy.DEFAULTS);

        assertEquals(Outcome.Kind.SUCCEEDED, run.outcome().kind(), run.events::toString);
        assertEquals(1, run.told(DeploymentEvent.NotRegistered.class).size());
    }

    /** While the counters stand still, at every third look. */
    @Test
    void targetsAreAskedForWhenTheCountersMove() throws Exception {
        CompletableFuture<Void> gate = accounts.hold();
        Followed run = accounts.start(DeploymentPolicy.DEFAULTS);
        TwoAccounts.await(() -> accounts.aws.calls().count("BatchGetDeployments")
                > 3L * run.told(DeploymentEvent.Progress.class).size() + 60);
        gate.complete(null);

        assertEquals(Outcome.Kind.SUCCEEDED, run.outcome().kind());
        long looks = accounts.aws.calls().count("BatchGetDeployments");
        long moves = run.told(DeploymentEvent.Progress.class).size();
        long targets = accounts.aws.calls().count("BatchGetDeploymentTargets");
        assertTrue(looks > 3 * moves, looks + " looks, " + moves + " moves");
        assertTrue(targets <= moves + looks / 3 + 1, targets + " of " + looks + " looks, " + moves + " moves");
    }
}
