package io.jenkins.plugins.codedeploy.engine.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.engine.RoleArn;
import io.jenkins.plugins.codedeploy.engine.aws.AwsEndpoints;
import io.jenkins.plugins.codedeploy.engine.aws.SourceIdentity;
import io.jenkins.plugins.codedeploy.engine.aws.TargetAccess;
import io.jenkins.plugins.codedeploy.engine.deploy.TwoAccounts.Followed;
import io.jenkins.plugins.codedeploy.engine.journal.Journal;
import io.jenkins.plugins.codedeploy.engine.journal.JournalEntry;
import io.jenkins.plugins.codedeploy.simulator.Accounts;
import io.jenkins.plugins.codedeploy.simulator.Seed;
import io.jenkins.plugins.codedeploy.simulator.SimulatedAws;
import io.jenkins.plugins.codedeploy.simulator.http.Credential;
import io.jenkins.plugins.codedeploy.simulator.http.Fault;
import io.jenkins.plugins.codedeploy.simulator.iam.Entity;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/** What may go wrong while a deployment is followed, and does not end the wait. */
@Execution(ExecutionMode.CONCURRENT)
class EnduranceTest {
    private TwoAccounts accounts;

    @BeforeEach
    void start() throws Exception {
        accounts = new TwoAccounts();
    }

    @AfterEach
    void stop() throws Exception {
        accounts.close();
    }

    enum Trouble {
        THROTTLED(Fault.throttle()),
        SERVER_ERROR(Fault.internalError()),
        UNAVAILABLE(Fault.unavailable()),
        DROPPED(Fault.drop()),
        CUT(Fault.cut()),
        HALF_OPEN(Fault.hang());

        private final Fault fault;

        Trouble(Fault fault) {
            this.fault = fault;
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSpellOfTroubleIsToldOnceAndWaitedThrough(Trouble trouble) throws Exception {
        if (trouble == Trouble.HALF_OPEN) {
            accounts.restart(TwoAccounts.FAST, TwoAccounts.SHORT_CALL_TIMEOUT);
        }
        CompletableFuture<Void> gate = accounts.hold();
        Followed run = accounts.start(DeploymentPolicy.DEFAULTS);
        run.await(DeploymentEvent.Created.class);
        accounts.aws.faults().next("codedeploy", "BatchGetDeployments", 2, trouble.fault);
        run.await(DeploymentEvent.TroubleEnded.class);
        gate.complete(null);

        assertEquals(Outcome.Kind.SUCCEEDED, run.outcome().kind(), run.events.toString());
        assertEquals(1, run.told(DeploymentEvent.TroubleBegan.class).size(), run.events.toString());
        assertEquals(1, run.told(DeploymentEvent.TroubleEnded.class).size(), run.events.toString());
    }

    @Test
    void silenceForTooLongIsUnknownAndSaysHowToLook() throws Exception {
        EngineTimes impatient = TwoAccounts.FAST.with(TwoAccounts.FAST.watch().with(Duration.ofSeconds(5)));
        try (TwoAccounts own = new TwoAccounts(impatient, TwoAccounts.CALL_TIMEOUT)) {
            own.hold();
            Journal journal = Journal.inMemory();
            Followed run = own.start(TwoAccounts.request("production"), DeploymentPolicy.DEFAULTS, journal);
            run.await(DeploymentEvent.Progress.class);
            own.aws.faults().next("codedeploy", "BatchGetDeployments", 1_000, Fault.unavailable());
            Outcome outcome = run.outcome();

            assertEquals(Outcome.Kind.UNKNOWN, outcome.kind());
            assertEquals(JournalEntry.Stage.UNKNOWN, journal.read().stage());
            String told = outcome.problem().toString();
            assertEquals("deploy.lost", outcome.problem().summary().code());
            assertEquals(
                    outcome.deploymentId(), outcome.problem().summary().args().get(0));
            assertTrue(told.contains("deploymentId: '" + outcome.deploymentId() + "'"), told);
        }
    }

    @Test
    void oneThatIsRefusedDisturbsNoOtherOfItsBatch() throws Exception {
        CompletableFuture<Void> gate = accounts.hold();
        Followed good = accounts.start(DeploymentPolicy.DEFAULTS);
        good.await(DeploymentEvent.Progress.class);
        assertEquals(1, accounts.engine().observers().size());
        Followed bad = new Followed();
        bad.run = accounts.engine()
                .follow(
                        accounts.access(),
                        "test",
                        "d-NOSUCH123",
                        DeploymentPolicy.DEFAULTS,
                        Journal.inMemory(),
                        bad.events::add,
                        bad.outcome::complete);

        assertEquals(Outcome.Kind.UNKNOWN, bad.outcome().kind());
        assertEquals(1, accounts.engine().observers().size());
        gate.complete(null);
        assertEquals(Outcome.Kind.SUCCEEDED, good.outcome().kind(), good.events.toString());
        assertEquals(0, good.told(DeploymentEvent.TroubleBegan.class).size(), good.events.toString());
    }

    @Test
    void aMistypedIdLeavesNobodyAnythingToLookAfter() throws Exception {
        Journal journal = Journal.inMemory();
        Followed run = new Followed();
        run.run = accounts.engine()
                .follow(
                        accounts.access(),
                        "test",
                        "d-NOSUCH123",
                        DeploymentPolicy.DEFAULTS,
                        journal,
                        run.events::add,
                        run.outcome::complete);

        assertEquals(Outcome.Kind.UNKNOWN, run.outcome().kind());
        assertFalse(journal.read().stage().isUnsettled(), journal.read().toString());
    }

    /** A batch is refused as a whole where one of its deployments is. */
    @Test
    void oneThatIsForbiddenDisturbsNoOtherOfItsBatch() throws Exception {
        CompletableFuture<Void> gate = accounts.hold();
        accounts.group("secret").eventDuration(Duration.ofDays(7));
        Followed good = accounts.start(DeploymentPolicy.DEFAULTS);
        Followed bad = accounts.start(TwoAccounts.request("secret"), DeploymentPolicy.DEFAULTS, Journal.inMemory());
        good.await(DeploymentEvent.Progress.class);
        String id = bad.await(DeploymentEvent.Progress.class).snapshot().id();
        accounts.deny(
                "codedeploy:BatchGetDeployments",
                "arn:aws:codedeploy:" + accounts.aws.region() + ":222222222222:deploymentgroup:shop/secret");

        assertEquals(Outcome.Kind.UNKNOWN, bad.outcome().kind());
        assertTrue(bad.outcome().problem().toString().contains(id));
        gate.complete(null);
        assertEquals(Outcome.Kind.SUCCEEDED, good.outcome().kind(), good.events.toString());
        assertEquals(0, good.told(DeploymentEvent.TroubleBegan.class).size(), good.events.toString());
    }

    /** Jenkins' own credential opens with a role, whose session ends as well: it is assumed anew underneath. */
    @Test
    void aTemporaryCredentialAtTheBottomIsRenewedToo() throws Exception {
        SimulatedAws aws = accounts.aws;
        Entity controller = aws.iam()
                .createRole(
                        Accounts.SOURCE,
                        "Controller",
                        Seed.crossAccountTrust("arn:aws:iam::" + Accounts.SOURCE + ":user/jenkins", "none"));
        aws.iam().putPolicy(controller.arn(), "Assume", """
                {"Version": "2012-10-17", "Statement": [
                  {"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "%s"}]}
                """.formatted(aws.seed().roleArn()));
        aws.iam().putPolicy("arn:aws:iam::" + Accounts.SOURCE + ":user/jenkins", "Assume", """
                {"Version": "2012-10-17", "Statement": [
                  {"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "%s"}]}
                """.formatted(
                        controller.arn()));
        aws.iam()
                .trust(
                        aws.seed().roleArn(),
                        Seed.crossAccountTrust(controller.arn(), aws.seed().externalId()));
        aws.sts().sessionsEndAfter(Duration.ofSeconds(1));
        TargetAccess bottom = TargetAccess.of(
                        accounts.access().source(), RoleArn.parse(controller.arn()), "none", aws.region())
                .with(AwsEndpoints.all(aws.endpoint()));
        AwsCredentialsProvider temporary = accounts.engine().clients().session(bottom, "bottom", """
                {"Version": "2012-10-17", "Statement": [
                  {"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*"}]}
                """);
        CompletableFuture<Void> gate = accounts.hold();
        Followed run = accounts.start(
                accounts.access(new SourceIdentity(temporary, "temporary", "the controller's role")),
                TwoAccounts.request("production"),
                DeploymentPolicy.DEFAULTS,
                Journal.inMemory(),
                "n");
        TwoAccounts.await(() -> run.outcome.isDone() || openedAtTheBottom() >= 3);
        gate.complete(null);

        assertEquals(Outcome.Kind.SUCCEEDED, run.outcome().kind(), run.events.toString());
        assertEquals(0, run.told(DeploymentEvent.TroubleBegan.class).size(), run.events.toString());
        assertTrue(openedAtTheBottom() >= 3, openedAtTheBottom() + " sessions of a second each");
    }

    private long openedAtTheBottom() {
        return accounts.aws
                .calls()
                .count(call -> call.operation().equals("AssumeRole")
                        && call.callerArn() != null
                        && call.callerArn().endsWith(":user/jenkins"));
    }

    @Test
    void sessionsAreRenewedAsLongAsTheDeploymentLasts() throws Exception {
        accounts.aws.sts().sessionsEndAfter(Duration.ofSeconds(1));
        CompletableFuture<Void> gate = accounts.hold();
        Followed run = accounts.start(DeploymentPolicy.DEFAULTS);
        long before = accounts.aws.calls().count("AssumeRole");
        TwoAccounts.await(() -> run.outcome.isDone() || accounts.aws.calls().count("AssumeRole") >= before + 3);
        gate.complete(null);

        assertEquals(Outcome.Kind.SUCCEEDED, run.outcome().kind(), run.events.toString());
        assertEquals(0, run.told(DeploymentEvent.TroubleBegan.class).size(), run.events.toString());
        assertTrue(accounts.aws.calls().count("AssumeRole") >= before + 3, "sessions of a second were renewed");
    }

    @Test
    void aCredentialThatIsRotatedMeanwhileIsFollowed() throws Exception {
        Credential first = accounts.aws.seed().jenkins();
        AtomicReference<Credential> stored = new AtomicReference<>(first);
        SourceIdentity identity = new SourceIdentity(
                () -> AwsBasicCredentials.create(
                        stored.get().accessKeyId(), stored.get().secretAccessKey()),
                "rotating",
                "credential \"aws-dev\"");
        accounts.aws.sts().sessionsEndAfter(Duration.ofSeconds(1));
        CompletableFuture<Void> gate = accounts.hold();
        Followed run = accounts.start(
                accounts.access(identity),
                TwoAccounts.request("production"),
                DeploymentPolicy.DEFAULTS,
                Journal.inMemory(),
                "n");
        run.await(DeploymentEvent.Created.class);
        String user = "arn:aws:iam::111111111111:user/jenkins";
        accounts.aws.iam().deleteAccessKey(first.accessKeyId());
        run.await(DeploymentEvent.TroubleBegan.class);
        stored.set(accounts.aws.iam().createAccessKey(user));
        run.await(DeploymentEvent.TroubleEnded.class);
        gate.complete(null);

        assertEquals(Outcome.Kind.SUCCEEDED, run.outcome().kind(), run.events.toString());
        assertNotEquals(first.accessKeyId(), stored.get().accessKeyId());
    }

    @Test
    void withoutTheRightToSeeTargetsTheCountersRemain() throws Exception {
        accounts.deny("codedeploy:ListDeploymentTargets");
        CompletableFuture<Void> gate = accounts.hold();
        Followed run = accounts.start(DeploymentPolicy.DEFAULTS);
        run.await(DeploymentEvent.TargetsRefused.class);
        gate.complete(null);

        assertEquals(Outcome.Kind.SUCCEEDED, run.outcome().kind());
        assertEquals(1, run.told(DeploymentEvent.TargetsRefused.class).size(), run.events.toString());
        assertEquals(3, run.outcome().last().overview().succeeded());
    }

    @Test
    void withoutTheRightToRegisterAKnownRevisionIsDeployedAllTheSame() throws Exception {
        accounts.start(DeploymentPolicy.DEFAULTS).outcome();
        accounts.deny("codedeploy:RegisterApplicationRevision");
        Followed run = accounts.start(DeploymentPolicy.DEFAULTS);

        assertEquals(Outcome.Kind.SUCCEEDED, run.outcome().kind(), run.events.toString());
        assertEquals(1, run.told(DeploymentEvent.NotRegistered.class).size());
    }
}
