package io.jenkins.plugins.codedeploy.engine.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.engine.ReservedPort;
import io.jenkins.plugins.codedeploy.engine.aws.AwsEndpoints;
import io.jenkins.plugins.codedeploy.engine.deploy.TwoAccounts.Followed;
import io.jenkins.plugins.codedeploy.engine.journal.Journal;
import io.jenkins.plugins.codedeploy.engine.journal.JournalEntry.Stage;
import io.jenkins.plugins.codedeploy.simulator.http.Fault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** An address that has never answered is given up soon, as long as there is no deployment to wait for. */
@Execution(ExecutionMode.CONCURRENT)
class UnreachableTest {
    private static final URI NOWHERE = URI.create("http://codedeploy.invalid:4566");

    @Test
    void nobodyListens() throws Exception {
        try (TwoAccounts accounts = new TwoAccounts(TwoAccounts.GIVES_UP_SOON, TwoAccounts.CALL_TIMEOUT);
                ReservedPort closed = new ReservedPort()) {
            String told = givenUp(accounts, AwsEndpoints.all(closed.endpoint()));

            assertTrue(told.startsWith("Could not connect to AWS for sts:AssumeRole."), told);
            assertTrue(told.contains("127.0.0.1:" + closed.number()), told);
            assertTrue(told.contains("Check the Region (" + accounts.aws.region() + ")"), told);
        }
    }

    @Test
    void thereIsNoSuchHost() throws Exception {
        try (TwoAccounts accounts = new TwoAccounts(TwoAccounts.GIVES_UP_SOON, TwoAccounts.CALL_TIMEOUT)) {
            String told = givenUp(accounts, AwsEndpoints.all(NOWHERE));

            assertTrue(told.contains("The host name codedeploy.invalid cannot be resolved"), told);
        }
    }

    /** Who assumed the role, and then reaches nobody, has surely created nothing. */
    @Test
    void onlyCodeDeployIsElsewhere() throws Exception {
        try (TwoAccounts accounts = new TwoAccounts(TwoAccounts.GIVES_UP_SOON, TwoAccounts.CALL_TIMEOUT)) {
            URI aws = accounts.aws.endpoint();
            String told = givenUp(accounts, new AwsEndpoints(aws, aws, NOWHERE, null));

            assertTrue(told.contains("codedeploy:RegisterApplicationRevision"), told);
            assertTrue(told.contains("codedeploy.invalid"), told);
        }
    }

    /** A proxy's, say: it knows no error codes. */
    @Test
    void anAnswerThatIsNotAwsOwn() throws Exception {
        try (TwoAccounts accounts = new TwoAccounts(TwoAccounts.GIVES_UP_SOON, TwoAccounts.CALL_TIMEOUT)) {
            accounts.aws.faults().next("sts", "AssumeRole", 1000, Fault.foreign(407));
            String told = givenUp(accounts, AwsEndpoints.all(accounts.aws.endpoint()));

            assertTrue(told.startsWith("Could not connect to AWS for sts:AssumeRole."), told);
            assertTrue(told.contains("HTTP 407"), told);
        }
    }

    /** Whoever speaks of trouble is there: the outage is waited through. */
    @Test
    void troubleOfAwsOwnIsWaitedThrough() throws Exception {
        try (TwoAccounts accounts = new TwoAccounts(TwoAccounts.GIVES_UP_SOON, TwoAccounts.CALL_TIMEOUT)) {
            accounts.aws.faults().next("sts", "AssumeRole", 15, Fault.unavailable());
            Followed followed = accounts.start(DeploymentPolicy.DEFAULTS);

            assertEquals(Outcome.Kind.SUCCEEDED, followed.outcome().kind());
            assertTrue(followed.told(DeploymentEvent.CreateDelayed.class).size() > 3, followed.events::toString);
        }
    }

    @Test
    void oneThatComesBackInTimeIsNoFailure() throws Exception {
        try (TwoAccounts accounts = new TwoAccounts();
                Relay relay = new Relay()) {
            Followed followed = accounts.start(
                    accounts.access().with(AwsEndpoints.all(relay.endpoint())),
                    TwoAccounts.request("production"),
                    DeploymentPolicy.DEFAULTS,
                    Journal.inMemory(),
                    "n");
            followed.await(DeploymentEvent.CreateDelayed.class);
            relay.open(accounts.aws.endpoint().getPort());

            assertEquals(Outcome.Kind.SUCCEEDED, followed.outcome().kind());
            assertEquals(1, accounts.deployments().size());
        }
    }

    /** The silence that a wait bears stays at half an hour. */
    private static String givenUp(TwoAccounts accounts, AwsEndpoints endpoints) throws Exception {
        Journal journal = Journal.inMemory();
        Followed followed = accounts.start(
                accounts.access().with(endpoints),
                TwoAccounts.request("production"),
                DeploymentPolicy.DEFAULTS,
                journal,
                "n");
        Outcome outcome = followed.outcome();

        assertEquals(Outcome.Kind.NOT_CREATED, outcome.kind());
        assertEquals(Stage.INTENDED, journal.read().stage());
        assertEquals(0, accounts.deployments().size());
        return outcome.problem().in(Locale.ROOT);
    }

    /** An address that nobody listens at until it is opened; then it leads to another port. */
    private static final class Relay implements AutoCloseable {
        private final ReservedPort own = new ReservedPort();
        private ServerSocket server;

        Relay() throws IOException {}

        URI endpoint() {
            return own.endpoint();
        }

        void open(int port) throws IOException {
            server = own.listen();
            start(() -> {
                while (!server.isClosed()) {
                    Socket client = server.accept();
                    Socket aws = new Socket(InetAddress.getLoopbackAddress(), port);
                    start(() -> pass(client, aws));
                    start(() -> pass(aws, client));
                }
            });
        }

        private static void pass(Socket from, Socket to) throws IOException {
            try (to) {
                from.getInputStream().transferTo(to.getOutputStream());
            }
        }

        @Override
        public void close() throws IOException {
            server.close();
            own.close();
        }

        private interface Work {
            void run() throws IOException;
        }

        private static void start(Work work) {
            Thread thread = new Thread(() -> {
                try {
                    work.run();
                } catch (IOException e) {
                    // one side is closed
                    return;
                }
            });
            thread.setDaemon(true);
            thread.start();
        }
    }
}
