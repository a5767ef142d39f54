package io.jenkins.plugins.codedeploy.engine.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.engine.aws.SourceIdentity;
import io.jenkins.plugins.codedeploy.engine.aws.TargetAccess;
import io.jenkins.plugins.codedeploy.engine.deploy.TwoAccounts.Followed;
import io.jenkins.plugins.codedeploy.engine.journal.Journal;
import io.jenkins.plugins.codedeploy.engine.journal.JournalEntry;
import io.jenkins.plugins.codedeploy.engine.watch.HostileClient;
import io.jenkins.plugins.codedeploy.simulator.http.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/** Credentials, listeners, endpoints and clocks that do what they may not: every run ends, and says so. */
@Execution(ExecutionMode.CONCURRENT)
class HostileRunTest {
    /** So that a silence ends soon. */
    private static final EngineTimes IMPATIENT =
            TwoAccounts.FAST.with(TwoAccounts.FAST.watch().with(Duration.ofMillis(500)));

    private TwoAccounts accounts;

    @BeforeEach
    void start() throws Exception {
        accounts = new TwoAccounts();
    }

    @AfterEach
    void stop() throws Exception {
        accounts.close();
    }

    static Stream<Throwable> anything() {
        return HostileClient.anything();
    }

    /** Works until it is told what to do instead. */
    static final class HostileCredentials implements AwsCredentialsProvider {
        private final AwsCredentialsProvider good;
        private volatile HostileClient.Call<AwsCredentialsProvider, AwsCredentials> instead =
                AwsCredentialsProvider::resolveCredentials;

        HostileCredentials(AwsCredentialsProvider good) {
            this.good = good;
        }

        void now(HostileClient.Call<AwsCredentialsProvider, AwsCredentials> other) {
            instead = other;
        }

        @Override
        public AwsCredentials resolveCredentials() {
            try {
                return instead.answer(good);
            } catch (Throwable e) {
                return HostileClient.raise(e);
            }
        }
    }

    private HostileCredentials credentials() {
        return new HostileCredentials(accounts.access().source().credentials());
    }

    private TargetAccess access(HostileCredentials credentials) {
        return accounts.access(new SourceIdentity(credentials, "hostile", "a hostile credential"));
    }

    private Followed start(TargetAccess access, DeploymentPolicy policy, Journal journal, DeploymentListener listener)
            throws Exception {
        Followed followed = new Followed();
        followed.run = accounts.engine()
                .start(
                        access,
                        "test",
                        TwoAccounts.request("production"),
                        policy,
                        Nonce.of("hostile"),
                        journal,
                        event -> {
                            followed.events.add(event);
                            listener.event(event);
                        },
                        followed.outcome::complete);
        return followed;
    }

    @ParameterizedTest
    @MethodSource("anything")
    void credentialsThatCannotBeHadCreateNothing(Throwable thrown) throws Exception {
        accounts.restart(TwoAccounts.GIVES_UP_SOON);
        HostileCredentials credentials = credentials();
        credentials.now(c -> HostileClient.raise(thrown));
        Outcome outcome = start(access(credentials), DeploymentPolicy.DEFAULTS, Journal.inMemory(), e -> {})
                .outcome();

        assertEquals(Outcome.Kind.NOT_CREATED, outcome.kind());
        assertFalse(outcome.problem().toString().contains("null"), outcome.problem()::toString);
        assertEquals(0, accounts.deployments().size());
        assertEquals(0, accounts.engine().running());
    }

    @ParameterizedTest
    @MethodSource("anything")
    void credentialsThatAreLostWhileItIsFollowedEndItAfterTheSilence(Throwable thrown) throws Exception {
        accounts.restart(IMPATIENT);
        HostileCredentials credentials = credentials();
        Followed run = start(access(credentials), DeploymentPolicy.DEFAULTS, Journal.inMemory(), event -> {
            if (event instanceof DeploymentEvent.Created) {
                credentials.now(c -> HostileClient.raise(thrown));
            }
        });
        Outcome outcome = run.outcome();

        assertEquals(Outcome.Kind.UNKNOWN, outcome.kind());
        assertEquals(1, run.told(DeploymentEvent.TroubleBegan.class).size(), run.events.toString());
        String told = outcome.problem().toString();
        assertTrue(told.contains(outcome.deploymentId()), told);
        assertFalse(told.contains("null") || told.contains(" - "), told);
        assertEquals(0, accounts.engine().observers().size());
    }

    @ParameterizedTest
    @MethodSource("anything")
    void aListenerThatThrowsStopsNothing(Throwable thrown) throws Exception {
        Followed run = start(
                accounts.access(), DeploymentPolicy.DEFAULTS, Journal.inMemory(), e -> HostileClient.raise(thrown));

        assertEquals(Outcome.Kind.SUCCEEDED, run.outcome().kind());
        assertTrue(run.told(DeploymentEvent.Progress.class).size() > 1, run.events.toString());
    }

    @ParameterizedTest
    @MethodSource("anything")
    void whoTakesTheEndAndThrowsHarmsNobodyElse(Throwable thrown) throws Exception {
        CountDownLatch told = new CountDownLatch(1);
        accounts.engine()
                .start(
                        accounts.access(),
                        "test",
                        TwoAccounts.request("production"),
                        DeploymentPolicy.DEFAULTS,
                        Nonce.of("thrower"),
                        Journal.inMemory(),
                        e -> {},
                        outcome -> {
                            told.countDown();
                            HostileClient.raise(thrown);
                        });
        assertTrue(told.await(10, TimeUnit.MINUTES));

        assertEquals(
                Outcome.Kind.SUCCEEDED,
                accounts.start(DeploymentPolicy.DEFAULTS).outcome().kind());
        assertEquals(0, accounts.engine().running());
        assertEquals(0, accounts.engine().observers().size());
    }

    @ParameterizedTest
    @MethodSource("anything")
    void aJournalThatThrowsEndsTheRun(Throwable thrown) throws Exception {
        CompletableFuture<Boolean> hostile = new CompletableFuture<>();
        Journal journal = new Journal() {
            private final Journal good = Journal.inMemory();

            @Override
            public JournalEntry read() throws java.io.IOException {
                return good.read();
            }

            @Override
            public void write(JournalEntry entry) throws java.io.IOException {
                if (hostile.isDone()) {
                    HostileClient.raise(thrown);
                }
                good.write(entry);
            }
        };
        Followed run = start(accounts.access(), DeploymentPolicy.DEFAULTS, journal, event -> {
            if (event instanceof DeploymentEvent.Created) {
                hostile.complete(true);
            }
        });

        assertTrue(run.outcome().kind() == Outcome.Kind.UNKNOWN || run.outcome().kind() == Outcome.Kind.SUCCEEDED);
        assertEquals(0, accounts.engine().running());
    }

    /** No time limit of a call reaches there. */
    @Test
    void credentialsThatBlockForEverEndTheRun() throws Exception {
        accounts.restart(IMPATIENT);
        HostileCredentials credentials = credentials();
        credentials.now(c -> {
            Thread.sleep(TimeUnit.HOURS.toMillis(1));
            return null;
        });
        Outcome outcome = start(access(credentials), DeploymentPolicy.DEFAULTS, Journal.inMemory(), e -> {})
                .outcome();

        assertEquals(Outcome.Kind.NOT_CREATED, outcome.kind());
        assertEquals("deploy.stuck", outcome.problem().summary().code());
        assertEquals(0, accounts.engine().running());
    }

    @Test
    void credentialsThatBlockForEverWhileItIsFollowedEndTheRun() throws Exception {
        accounts.restart(IMPATIENT);
        HostileCredentials credentials = credentials();
        Followed run = start(access(credentials), DeploymentPolicy.DEFAULTS, Journal.inMemory(), event -> {
            if (event instanceof DeploymentEvent.Created) {
                credentials.now(c -> {
                    Thread.sleep(TimeUnit.HOURS.toMillis(1));
                    return null;
                });
            }
        });
        Outcome outcome = run.outcome();

        assertEquals(Outcome.Kind.UNKNOWN, outcome.kind());
        assertEquals("deploy.lost.unseen", outcome.problem().summary().code());
        assertEquals(0, accounts.engine().observers().size());
    }

    @Test
    void aGroupThatStaysBusyWithWhatIsOverIsGivenUp() throws Exception {
        String over = accounts.start(DeploymentPolicy.DEFAULTS).outcome().deploymentId();
        accounts.restart(IMPATIENT);
        accounts.aws
                .faults()
                .next(
                        "codedeploy",
                        "CreateDeployment",
                        Integer.MAX_VALUE,
                        Fault.error(
                                400,
                                "DeploymentLimitExceededException",
                                "The Deployment Group 'production' already has an active Deployment '" + over + "'"));
        Followed run = accounts.start(DeploymentPolicy.DEFAULTS.with(DeploymentPolicy.OnActive.WAIT));

        assertEquals(Outcome.Kind.NOT_CREATED, run.outcome().kind());
        assertTrue(run.outcome().problem().toString().contains(over));
        long calls = accounts.aws.calls().count("CreateDeployment");
        assertTrue(calls < 30, "asked " + calls + " times");
    }

    /** As after a restart of a machine whose clock was far ahead, or against an endpoint whose clock stands. */
    @Test
    void aCallThatLiesInTheFutureIsNotLookedForForEver() throws Exception {
        accounts.restart(IMPATIENT, TwoAccounts.SHORT_CALL_TIMEOUT);
        Journal journal = Journal.inMemory();
        journal.write(JournalEntry.builder(Nonce.of("hostile"), "shop", "production", accounts.aws.region())
                .role(accounts.aws.seed().roleArn())
                .build()
                .called(Instant.now().plus(Duration.ofDays(400))));
        Outcome outcome = start(accounts.access(), DeploymentPolicy.DEFAULTS, journal, e -> {})
                .outcome();

        assertEquals(Outcome.Kind.UNKNOWN, outcome.kind());
        assertEquals("deploy.unknown.clock", outcome.problem().cause().code());
        assertEquals(0, accounts.deployments().size());
    }

    @Test
    void anEngineThatIsClosedStartsNothing() throws Exception {
        DeploymentEngine closed = accounts.engine();
        accounts.restart();
        Queue<Outcome> ends = new ConcurrentLinkedQueue<>();
        assertThrows(
                IllegalStateException.class,
                () -> closed.start(
                        accounts.access(),
                        "test",
                        TwoAccounts.request("production"),
                        DeploymentPolicy.DEFAULTS,
                        Nonce.of("late"),
                        Journal.inMemory(),
                        e -> {},
                        ends::add));
        assertEquals(0, closed.running());
        assertTrue(ends.isEmpty(), "whoever is told by the exception is told once");
        assertEquals(0, accounts.deployments().size());
    }
}
