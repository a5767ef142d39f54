package io.jenkins.plugins.codedeploy.engine.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.engine.Guidance;
import io.jenkins.plugins.codedeploy.engine.InvalidInputException;
import io.jenkins.plugins.codedeploy.engine.Problem;
import io.jenkins.plugins.codedeploy.engine.Remedy;
import io.jenkins.plugins.codedeploy.engine.RoleArn;
import io.jenkins.plugins.codedeploy.engine.aws.RoleSession;
import io.jenkins.plugins.codedeploy.engine.aws.SessionPolicy;
import io.jenkins.plugins.codedeploy.engine.aws.SourceIdentity;
import io.jenkins.plugins.codedeploy.engine.aws.TargetAccess;
import io.jenkins.plugins.codedeploy.engine.aws.WebIdentity;
import io.jenkins.plugins.codedeploy.engine.journal.Journal;
import io.jenkins.plugins.codedeploy.engine.preflight.Check;
import io.jenkins.plugins.codedeploy.engine.preflight.CheckResult;
import io.jenkins.plugins.codedeploy.engine.preflight.Preflight;
import io.jenkins.plugins.codedeploy.engine.preflight.PreflightListener;
import io.jenkins.plugins.codedeploy.engine.preflight.PreflightRequest;
import io.jenkins.plugins.codedeploy.engine.send.PartProbe;
import io.jenkins.plugins.codedeploy.simulator.Accounts;
import io.jenkins.plugins.codedeploy.simulator.sts.Sts;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Deployments without any stored key. */
class WebIdentityRunTest {
    private TwoAccounts accounts;
    private WebIdentities identities;
    private final AtomicInteger asked = new AtomicInteger();

    @BeforeEach
    void start() throws Exception {
        accounts = new TwoAccounts();
        identities = new WebIdentities(accounts.aws);
    }

    @AfterEach
    void stop() throws Exception {
        identities.close();
        accounts.close();
    }

    private String token() {
        asked.incrementAndGet();
        return identities.token();
    }

    private Outcome deploy(TargetAccess access) throws Exception {
        return accounts.start(
                        access,
                        TwoAccounts.request("production"),
                        DeploymentPolicy.DEFAULTS,
                        Journal.inMemory(),
                        UUID.randomUUID().toString())
                .outcome();
    }

    private Problem refused(TargetAccess access) throws Exception {
        Outcome outcome = deploy(access);
        assertEquals(Outcome.Kind.NOT_CREATED, outcome.kind(), outcome.toString());
        assertTrue(accounts.deployments().isEmpty());
        return Objects.requireNonNull(outcome.problem());
    }

    private static List<String> causes(Problem problem) {
        return Objects.requireNonNull(problem.guidance(), problem.toString()).causes().stream()
                .map(cause -> cause.why().code())
                .toList();
    }

    private static Stream<Remedy> remedies(Problem problem) {
        return Objects.requireNonNull(problem.guidance()).causes().stream()
                .map(Guidance.Cause::remedies)
                .flatMap(List::stream);
    }

    @Test
    void roleOfTheSourceAccountAssumesTheTargets() throws Exception {
        assertEquals(
                Outcome.Kind.SUCCEEDED, deploy(identities.chained(this::token)).kind());
        assertEquals(1, asked.get(), "one session of the source role serves all");
        assertTrue(accounts.aws.calls().of("AssumeRole").stream()
                .allMatch(call -> String.valueOf(call.callerArn()).contains(":assumed-role/Jenkins/jenkins-shop+1")));
    }

    @Test
    void tokenAssumesTheTargetsRole() throws Exception {
        assertEquals(
                Outcome.Kind.SUCCEEDED, deploy(identities.direct(this::token)).kind());
        assertTrue(accounts.aws.calls().of("AssumeRole").isEmpty());
    }

    /** A token is as good as the role: each session is narrowed to what it is for. */
    @Test
    void noSessionOfTheTargetsRoleIsWithoutAPolicy() throws Exception {
        deploy(identities.direct(this::token));
        for (Sts.Session session : accounts.aws.sts().sessions()) {
            assertNotNull(session.policy(), session.toString());
        }
    }

    @Test
    void eachSessionAsksForATokenOfItsOwn() throws Exception {
        RoleSession session =
                accounts.clients().session(identities.direct(this::token), "shop", SessionPolicy.observer());
        for (int i = 0; i < 3; i++) {
            session.renew();
            session.resolveCredentials();
        }
        assertEquals(3, asked.get());
    }

    @Test
    void tokenOfAnotherJobIsRefusedWithItsSubject() throws Exception {
        String other = "https://jenkins.example.com/job/other/";
        Supplier<String> token = () -> identities.issuer.token(other, WebIdentity.AUDIENCE);
        for (TargetAccess access : List.of(identities.direct(token), identities.chained(token))) {
            Problem problem = refused(access);
            assertEquals("aws.webIdentity.refused", problem.summary().code());
            assertEquals("diagnosis.webIdentity.mismatch", causes(problem).get(0));
            assertTrue(problem.toString().contains(other), problem.toString());
            assertFalse(problem.toString().contains(token.get().substring(0, 40)), "a token in a message");
        }
    }

    /** As printed, and with no more than that. */
    @Test
    void printedTrustStatementLetsThisSubjectIn() throws Exception {
        identities.trustOfTarget(identities.statement(Accounts.TARGET, "nobody"));
        Problem problem = refused(identities.direct(this::token));
        String statement = remedies(problem)
                .filter(remedy -> remedy.kind() == Remedy.Kind.ADD_TO_TRUST_POLICY)
                .findFirst()
                .orElseThrow()
                .content();
        identities.trustOfTarget(statement);
        assertEquals(
                Outcome.Kind.SUCCEEDED, deploy(identities.direct(this::token)).kind());
        Supplier<String> other = () -> identities.issuer.token("other", WebIdentity.AUDIENCE);
        assertEquals(Outcome.Kind.NOT_CREATED, deploy(identities.direct(other)).kind());
    }

    @Test
    void issuerWithoutAProviderIsTold() throws Exception {
        accounts.aws
                .iam()
                .identityProviders()
                .delete("arn:aws:iam::" + Accounts.SOURCE + ":oidc-provider/" + identities.issuer.name());
        Problem problem = refused(identities.chained(this::token));
        assertEquals(List.of("diagnosis.webIdentity.noProvider"), causes(problem));
        assertTrue(problem.toString().contains(Accounts.SOURCE), problem.toString());
        assertTrue(remedies(problem)
                .anyMatch(remedy -> remedy.content()
                        .equals("aws iam create-open-id-connect-provider --url " + identities.issuer.url()
                                + " --client-id-list sts.amazonaws.com")));
    }

    @Test
    void otherAudienceIsTold() throws Exception {
        Problem problem = refused(identities.direct(() -> identities.issuer.token(WebIdentities.SUBJECT, "vault")));
        assertEquals(List.of("diagnosis.webIdentity.audience", "diagnosis.webIdentity.clientId"), causes(problem));
    }

    @Test
    void missingAudienceIsTold() throws Exception {
        Problem problem =
                refused(identities.direct(() -> identities.issuer.token(c -> c.subject(WebIdentities.SUBJECT))));
        assertEquals(List.of("diagnosis.webIdentity.noAudience"), causes(problem));
    }

    @Test
    void rotatedKeyAndUnreachableIssuerAreTold() throws Exception {
        String old = identities.token();
        identities.issuer.rotate();
        List<String> expected = List.of("diagnosis.webIdentity.unreachable", "diagnosis.webIdentity.rotated");
        assertEquals(expected, causes(refused(identities.direct(() -> old))));
        identities.issuer.close();
        assertEquals(expected, causes(refused(identities.direct(() -> old))));
    }

    @Test
    void timesThatAreOffAreTold() throws Exception {
        Date past = Date.from(Instant.now().minusSeconds(60));
        Date future = Date.from(Instant.now().plusSeconds(7200));
        assertEquals(
                List.of("diagnosis.webIdentity.expired"),
                causes(refused(identities.direct(() -> identities.issuer.token(c -> c.subject(WebIdentities.SUBJECT)
                        .audience(WebIdentity.AUDIENCE)
                        .expirationTime(past))))));
        assertEquals(
                List.of("diagnosis.webIdentity.clock"),
                causes(refused(identities.direct(() -> identities.issuer.token(c -> c.subject(WebIdentities.SUBJECT)
                        .audience(WebIdentity.AUDIENCE)
                        .issueTime(future)
                        .expirationTime(Date.from(Instant.now().plusSeconds(9000))))))));
    }

    @Test
    void whatIsNoTokenIsTold() throws Exception {
        Problem problem = refused(identities.direct(() -> "not a token"));
        assertEquals(
                "aws.webIdentity.noClaims",
                Objects.requireNonNull(problem.fix()).code());
    }

    /** Whoever issues tokens writes the claims: they stand in commands that people copy. */
    @Test
    void claimsThatAShellWouldRunAreInNoCommand() throws Exception {
        accounts.aws
                .iam()
                .identityProviders()
                .delete("arn:aws:iam::" + Accounts.TARGET + ":oidc-provider/" + identities.issuer.name());
        Problem problem = refused(identities.direct(() -> identities.issuer.token(
                c -> c.issuer("https://a.example;id").subject("x").audience("$(id)"))));
        assertEquals(List.of("diagnosis.webIdentity.noProvider"), causes(problem));
        assertTrue(remedies(problem).noneMatch(remedy -> remedy.kind() == Remedy.Kind.COMMAND));
    }

    @Test
    void preflightNamesTheTokensFault() throws Exception {
        TargetAccess access = identities.chained(() -> identities.issuer.token("other", WebIdentity.AUDIENCE));
        CheckResult identity = preflight(access, Check.IDENTITY);
        assertEquals(
                "diagnosis.webIdentity.mismatch",
                causes(Objects.requireNonNull(identity.problem())).get(0));
        assertEquals(
                "preflight.identity",
                preflight(identities.direct(this::token), Check.IDENTITY)
                        .finding()
                        .code());
        assertEquals(
                "preflight.assumed",
                preflight(identities.direct(this::token), Check.ASSUME_ROLE)
                        .finding()
                        .code());
        assertEquals(
                "preflight.assumed.chained",
                preflight(identities.chained(this::token), Check.ASSUME_ROLE)
                        .finding()
                        .code());
    }

    private CheckResult preflight(TargetAccess access, Check check) throws Exception {
        PreflightRequest request = new PreflightRequest(access, null, "CodeDeploy", "shop", "production", null);
        return new Preflight(accounts.clients(), "check")
                .run(request, PartProbe.local(), PreflightListener.SILENT).stream()
                        .filter(result -> result.check() == check)
                        .findFirst()
                        .orElseThrow();
    }

    @Test
    void inputsThatCannotWorkAreRefusedAtOnce() {
        SourceIdentity source = SourceIdentity.ofToken(
                new WebIdentity(this::token, null, "jenkins-shop+1"), "shop#1", "aws-token", "ID token");
        RoleArn role = RoleArn.parse(accounts.aws.seed().roleArn());
        assertEquals(
                "roleArn",
                assertThrows(InvalidInputException.class, () -> TargetAccess.of(source, null, null, "eu-central-1"))
                        .field());
        assertEquals(
                "externalId",
                assertThrows(InvalidInputException.class, () -> TargetAccess.of(source, role, "x1", "eu-central-1"))
                        .field());
    }
}
