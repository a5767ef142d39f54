package io.jenkins.plugins.codedeploy.engine.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.engine.deploy.TwoAccounts.Followed;
import io.jenkins.plugins.codedeploy.engine.journal.Journal;
import io.jenkins.plugins.codedeploy.engine.journal.JournalEntry;
import io.jenkins.plugins.codedeploy.engine.journal.JournalFile;
import io.jenkins.plugins.codedeploy.simulator.http.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** However CreateDeployment goes wrong: one deployment, followed; or none, said; or not known, said, and none more. */
@Execution(ExecutionMode.CONCURRENT)
class ExactlyOnceTest {
    @TempDir
    Path folder;

    private TwoAccounts accounts;

    @BeforeEach
    void start() throws Exception {
        // a call without an answer is waited for until it can no longer be carried out
        accounts = new TwoAccounts(TwoAccounts.FAST, TwoAccounts.SHORT_CALL_TIMEOUT);
    }

    @AfterEach
    void stop() throws Exception {
        accounts.close();
    }

    /** What can become of the one call that must not be repeated. */
    enum Mishap {
        LOST_ANSWER(Fault.lostAnswer(), true),
        CUT_ANSWER(Fault.cut(), true),
        DROPPED(Fault.drop(), false),
        SERVER_ERROR(Fault.internalError(), false),
        UNAVAILABLE(Fault.unavailable(), false),
        NO_ANSWER(Fault.hang(), false),
        ANSWER_TOO_LATE(Fault.slow(TwoAccounts.SHORT_CALL_TIMEOUT.multipliedBy(2)), true);

        private final Fault fault;
        private final boolean carriedOut;

        Mishap(Fault fault, boolean carriedOut) {
            this.fault = fault;
            this.carriedOut = carriedOut;
        }
    }

    @ParameterizedTest
    @EnumSource
    void oneDeploymentWhateverBecomesOfTheCall(Mishap mishap) throws Exception {
        fail("CreateDeployment", mishap.fault);
        Followed run = accounts.start(DeploymentPolicy.DEFAULTS);

        assertEquals(Outcome.Kind.SUCCEEDED, run.outcome().kind(), run.events.toString());
        assertEquals(1, accounts.deployments().size());
        assertEquals(1, run.told(DeploymentEvent.AnswerLost.class).size(), run.events.toString());
        assertEquals(
                mishap.carriedOut,
                run.told(DeploymentEvent.Created.class).get(0).adopted());
        assertEquals(
                mishap.carriedOut ? 0 : 1,
                run.told(DeploymentEvent.ConfirmedAbsent.class).size());
    }

    @Test
    void listsThatLagBehindAreWaitedFor() throws Exception {
        accounts.codeDeploy.limits().listLag(Duration.ofMillis(700));
        fail("GetDeploymentGroup", Fault.internalError(), 100);
        fail("CreateDeployment", Fault.lostAnswer());
        Followed run = accounts.start(DeploymentPolicy.DEFAULTS);

        assertEquals(Outcome.Kind.SUCCEEDED, run.outcome().kind(), run.events.toString());
        assertEquals(1, accounts.deployments().size());
        assertTrue(run.told(DeploymentEvent.Created.class).get(0).adopted());
    }

    @Test
    void whereNobodyMayLookItIsUnknownAndNothingMoreIsCreated() throws Exception {
        accounts.deny("codedeploy:ListDeployments\", \"codedeploy:GetDeploymentGroup");
        fail("CreateDeployment", Fault.lostAnswer());
        Journal journal = Journal.inMemory();
        Followed run = accounts.start(TwoAccounts.request("production"), DeploymentPolicy.DEFAULTS, journal);
        Outcome outcome = run.outcome();

        assertEquals(Outcome.Kind.UNKNOWN, outcome.kind());
        assertNull(outcome.deploymentId());
        assertEquals(1, accounts.aws.calls().count("CreateDeployment"));
        assertEquals(JournalEntry.Stage.UNKNOWN, journal.read().stage());
        String told = outcome.problem().toString();
        assertEquals("deploy.unknown", outcome.problem().summary().code());
        assertTrue(told.contains(journal.read().nonce()), told);
    }

    @Test
    void throttlingIsAClearNo() throws Exception {
        fail("CreateDeployment", Fault.throttle(), 3);
        Followed run = accounts.start(DeploymentPolicy.DEFAULTS);

        assertEquals(Outcome.Kind.SUCCEEDED, run.outcome().kind(), run.events.toString());
        assertEquals(1, accounts.deployments().size());
        assertEquals(3, run.told(DeploymentEvent.CreateDelayed.class).size());
        assertEquals(0, run.told(DeploymentEvent.AnswerLost.class).size());
    }

    @Test
    void aSessionThatIsOverIsAClearNoToo() throws Exception {
        fail("CreateDeployment", Fault.error(400, "ExpiredTokenException", "The security token is expired"), 2);
        Followed run = accounts.start(DeploymentPolicy.DEFAULTS);

        assertEquals(Outcome.Kind.SUCCEEDED, run.outcome().kind(), run.events.toString());
        assertEquals(1, accounts.deployments().size());
        assertEquals(0, run.told(DeploymentEvent.AnswerLost.class).size(), run.events.toString());
    }

    /** The session that made the call is over when its answer is lost: the look needs one of its own. */
    @Test
    void whatASessionCreatedIsFoundByTheNext() throws Exception {
        fail("CreateDeployment", Fault.lostAnswer());
        fail("GetDeploymentGroup", Fault.error(400, "ExpiredTokenException", "The security token is expired"));
        fail("ListDeployments", Fault.error(400, "ExpiredTokenException", "The security token is expired"));
        Followed run = accounts.start(DeploymentPolicy.DEFAULTS);

        assertEquals(Outcome.Kind.SUCCEEDED, run.outcome().kind(), run.events.toString());
        assertTrue(run.told(DeploymentEvent.Created.class).get(0).adopted(), run.events.toString());
        assertEquals(1, accounts.deployments().size());
    }

    @Test
    void theAccountsQuotaIsWaitedFor() throws Exception {
        accounts.codeDeploy.limits().concurrentDeployments(1);
        CompletableFuture<Void> gate = accounts.hold();
        Followed first = accounts.start(DeploymentPolicy.DEFAULTS);
        first.await(DeploymentEvent.Created.class);
        Followed second =
                accounts.start(TwoAccounts.request(other("other")), DeploymentPolicy.DEFAULTS, Journal.inMemory());
        second.await(DeploymentEvent.CreateDelayed.class);
        gate.complete(null);

        assertEquals(Outcome.Kind.SUCCEEDED, second.outcome().kind(), second.events.toString());
        assertEquals(Outcome.Kind.SUCCEEDED, first.outcome().kind());
        assertFalse(second.told(DeploymentEvent.CreateDelayed.class).isEmpty());
    }

    @Test
    void nothingIsCalledThatTheJournalCannotHold() throws Exception {
        Journal full = new Journal() {
            @Override
            public JournalEntry read() {
                return null;
            }

            @Override
            public void write(JournalEntry entry) throws IOException {
                if (entry.stage() != JournalEntry.Stage.INTENDED) {
                    throw new IOException("No space left on device");
                }
            }
        };
        Followed run = accounts.start(TwoAccounts.request("production"), DeploymentPolicy.DEFAULTS, full);

        assertEquals(Outcome.Kind.NOT_CREATED, run.outcome().kind());
        assertTrue(run.outcome().problem().toString().contains("No space left"));
        assertEquals(0, accounts.aws.calls().count("CreateDeployment"));
    }

    /** Where the controller may die. */
    enum Moment {
        BEFORE_THE_CALL,
        CALL_CARRIED_OUT_ANSWER_LOST,
        CALL_NOT_CARRIED_OUT,
        WHILE_FOLLOWING,
        AFTER_THE_END
    }

    @ParameterizedTest
    @EnumSource
    void goesOnAfterAKillWhereverItWas(Moment moment) throws Exception {
        Path file = folder.resolve("7" + JournalFile.SUFFIX);
        String nonce = "build-7";
        DeploymentRequest request = TwoAccounts.request("production");
        CompletableFuture<Void> gate = new CompletableFuture<>();
        switch (moment) {
            case BEFORE_THE_CALL -> {
                fail("AssumeRole", Fault.hang());
                accounts.start(accounts.access(), request, DeploymentPolicy.DEFAULTS, new JournalFile(file), nonce);
                await(JournalEntry.Stage.INTENDED, file);
            }
            case CALL_CARRIED_OUT_ANSWER_LOST, CALL_NOT_CARRIED_OUT -> {
                fail(
                        "CreateDeployment",
                        moment == Moment.CALL_NOT_CARRIED_OUT ? Fault.hang() : Fault.slow(Duration.ofMinutes(10)));
                accounts.start(accounts.access(), request, DeploymentPolicy.DEFAULTS, new JournalFile(file), nonce);
                await(JournalEntry.Stage.CALLED, file);
                if (moment == Moment.CALL_CARRIED_OUT_ANSWER_LOST) {
                    TwoAccounts.await(() -> !accounts.deployments().isEmpty());
                }
            }
            case WHILE_FOLLOWING -> {
                gate = accounts.hold();
                accounts.start(accounts.access(), request, DeploymentPolicy.DEFAULTS, new JournalFile(file), nonce);
                await(JournalEntry.Stage.CREATED, file);
            }
            case AFTER_THE_END ->
                accounts.start(accounts.access(), request, DeploymentPolicy.DEFAULTS, new JournalFile(file), nonce)
                        .outcome();
        }
        accounts.restart();
        accounts.aws.faults().clear();
        Followed resumed =
                accounts.start(accounts.access(), request, DeploymentPolicy.DEFAULTS, new JournalFile(file), nonce);
        gate.complete(null);

        assertEquals(Outcome.Kind.SUCCEEDED, resumed.outcome().kind(), resumed.events.toString());
        assertEquals(1, accounts.deployments().size());
        assertEquals(JournalEntry.Stage.ENDED, new JournalFile(file).read().stage());
    }

    @Test
    void anAbortThatAKillCutOffIsGoneOnWith() throws Exception {
        Path file = folder.resolve("8" + JournalFile.SUFFIX);
        DeploymentRequest request = TwoAccounts.request("production");
        accounts.hold();
        Followed first =
                accounts.start(accounts.access(), request, DeploymentPolicy.DEFAULTS, new JournalFile(file), "build-8");
        await(JournalEntry.Stage.CREATED, file);
        fail("StopDeployment", Fault.hang());
        first.run.abort(DeploymentHandle.AbortCause.ASKED);
        TwoAccounts.await(() -> accounts.aws.faults().waiting() == 0);
        accounts.restart();
        Followed resumed =
                accounts.start(accounts.access(), request, DeploymentPolicy.DEFAULTS, new JournalFile(file), "build-8");

        assertTrue(resumed.run.isAborting());
        assertEquals(Outcome.Kind.ABORTED, resumed.outcome().kind(), resumed.events.toString());
        assertEquals("Stopped", accounts.deployments().get(0).status());
        assertEquals(JournalEntry.Stage.ENDED, new JournalFile(file).read().stage());
    }

    private String other(String name) {
        accounts.group(name);
        return name;
    }

    private void fail(String operation, Fault fault) {
        fail(operation, fault, 1);
    }

    private void fail(String operation, Fault fault, int times) {
        accounts.aws.faults().next(operation.equals("AssumeRole") ? "sts" : "codedeploy", operation, times, fault);
    }

    private static void await(JournalEntry.Stage stage, Path file) throws Exception {
        TwoAccounts.await(() -> isAt(stage, file));
    }

    private static boolean isAt(JournalEntry.Stage stage, Path file) {
        try {
            JournalEntry entry = new JournalFile(file).read();
            return entry != null && entry.stage() == stage;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
