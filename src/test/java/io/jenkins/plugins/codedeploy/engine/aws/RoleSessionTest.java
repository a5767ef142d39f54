package io.jenkins.plugins.codedeploy.engine.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.cli.Landscape;
import io.jenkins.plugins.codedeploy.engine.RoleArn;
import io.jenkins.plugins.codedeploy.engine.diagnosis.Refusals;
import io.jenkins.plugins.codedeploy.simulator.Accounts;
import io.jenkins.plugins.codedeploy.simulator.Seed;
import io.jenkins.plugins.codedeploy.simulator.SimulatedAws;
import io.jenkins.plugins.codedeploy.simulator.http.AwsError;
import io.jenkins.plugins.codedeploy.simulator.http.Caller;
import io.jenkins.plugins.codedeploy.simulator.http.Credential;
import io.jenkins.plugins.codedeploy.simulator.iam.Entity;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.services.codedeploy.CodeDeployClient;
import software.amazon.awssdk.services.codedeploy.model.CodeDeployException;
import software.amazon.awssdk.services.sts.model.StsException;

class RoleSessionTest {
    private static final String USER = "arn:aws:iam::" + Accounts.SOURCE + ":user/jenkins";
    private static final Map<String, String> TAGS = Map.of("job", "shop/main");

    private Landscape landscape;
    private SimulatedAws aws;
    private AwsClients clients;
    private final AnonymousRoles anonymous = new AnonymousRoles();
    private volatile Instant now = Instant.now();

    @BeforeEach
    void start() throws IOException {
        landscape = Landscape.start(SimulatedAws.builder(), 60);
        aws = landscape.aws();
        clients = new AwsClients(ApacheHttpClient.builder().build(), Clock.systemUTC(), Duration.ofMinutes(1));
    }

    @AfterEach
    void stop() throws IOException {
        clients.close();
        landscape.close();
    }

    @Test
    void isEnteredWhenItIsFirstNeededAndThenKept() {
        RoleSession session = session(access());
        assertEquals(0, assumed());
        assertEquals(Instant.MIN, session.validUntil());
        AwsCredentials first = session.resolveCredentials();

        assertSame(first, session.resolveCredentials());
        assertEquals(1, assumed());
        assertEquals(
                "arn:aws:sts::" + Accounts.TARGET + ":assumed-role/CrossAccountDeploy/jenkins-shop-7",
                caller(first).arn());
        assertEquals("jenkins-shop-7", session.name());
    }

    @Test
    void isRenewedFiveMinutesBeforeItsEnd() {
        RoleSession session = session(access());
        AwsCredentials first = session.resolveCredentials();
        Instant end = session.validUntil();

        now = end.minus(Duration.ofMinutes(6));
        assertSame(first, session.resolveCredentials());
        now = end.minus(Duration.ofMinutes(4));
        assertNotSame(first, session.resolveCredentials());
        assertEquals(2, assumed());
    }

    /** A fixed margin would have a short session renewed all the time, or a long one too late. */
    @Test
    void aShortSessionIsRenewedInItsLastFifth() {
        RoleSession session = session(access().with(Duration.ofSeconds(900)));
        AwsCredentials first = session.resolveCredentials();
        Instant end = session.validUntil();

        now = end.minus(Duration.ofMinutes(4));
        assertSame(first, session.resolveCredentials());
        now = end.minus(Duration.ofMinutes(2));
        assertNotSame(first, session.resolveCredentials());
    }

    @Test
    void theOldSessionServesWhileItsRenewalFails() throws Exception {
        RoleSession session = session(access());
        AwsCredentials first = session.resolveCredentials();
        Instant end = session.validUntil();
        trust(Seed.crossAccountTrust("arn:aws:iam::" + Accounts.SOURCE + ":root", "another-id"));

        now = end.minus(Duration.ofMinutes(4));
        assertSame(first, session.resolveCredentials());
        assertEquals(2, assumed());
        for (int i = 0; i < 20; i++) {
            assertSame(first, session.resolveCredentials());
        }
        assertEquals(2, assumed(), "not every call tries again");
        now = end.minus(Duration.ofMinutes(2));
        assertSame(first, session.resolveCredentials());
        assertEquals(3, assumed(), "but one of them does, after a while");

        trust(Seed.crossAccountTrust(USER, aws.seed().externalId()));
        now = end.minus(Duration.ofSeconds(10));
        assertNotSame(first, session.resolveCredentials());
    }

    @Test
    void whenTheOldSessionIsOverTheRefusalIsTold() throws Exception {
        RoleSession session = session(access());
        session.resolveCredentials();
        trust(Seed.crossAccountTrust(USER, "another-id"));
        now = session.validUntil().plusSeconds(1);

        StsException e = assertThrows(StsException.class, session::resolveCredentials);
        assertTrue(AwsErrors.isAccessDenied(e), e.getMessage());
    }

    @Test
    void aSessionThatWasRefusedIsDropped() {
        RoleSession session = session(access());
        AwsCredentials first = session.resolveCredentials();
        session.renew();

        assertNotSame(first, session.resolveCredentials());
    }

    @Test
    void theExternalIdMustBeTheVeryOne() {
        for (String wrong : new String[] {null, "wrong"}) {
            RoleSession session = session(
                    TargetAccess.of(source(user()), RoleArn.parse(aws.seed().roleArn()), wrong, aws.region())
                            .with(AwsEndpoints.all(aws.endpoint())));
            StsException e = assertThrows(StsException.class, session::resolveCredentials);
            String told = Refusals.explain(
                            access(), "sts:AssumeRole", aws.seed().roleArn(), e)
                    .toString();
            assertTrue(told.contains("is not allowed to assume " + aws.seed().roleArn()), told);
        }
    }

    @Test
    void lastsAsLongAsAskedWhereTheRoleAllowsIt() throws Exception {
        aws.iam().entity(aws.seed().roleArn()).maxSessionSeconds(43_200);
        RoleSession session = session(access().with(Duration.ofHours(12)));
        session.resolveCredentials();

        assertEquals(1, assumed());
        assertTrue(session.validUntil().isAfter(now.plus(Duration.ofHours(11))), "12 h were granted");
    }

    @Test
    void anHourIsEnoughWhereTheRoleAllowsNoMore() {
        RoleSession session = session(access().with(Duration.ofHours(12)));
        session.resolveCredentials();

        assertEquals(2, assumed());
        assertTrue(session.validUntil().isBefore(now.plus(Duration.ofHours(2))), "an hour was granted");
    }

    /** AWS caps a session at an hour where the caller is itself an assumed role. */
    @Test
    void chainingIsUnderstood() throws Exception {
        aws.iam().entity(aws.seed().roleArn()).maxSessionSeconds(43_200);
        Entity controller = aws.iam()
                .createRole(
                        Accounts.SOURCE,
                        "Controller",
                        Seed.crossAccountTrust("arn:aws:iam::" + Accounts.SOURCE + ":root", "none"));
        aws.iam().putPolicy(controller.arn(), "Assume", """
                {"Version": "2012-10-17", "Statement": [
                  {"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "%s"}]}
                """.formatted(aws.seed().roleArn()));
        trust(Seed.crossAccountTrust(controller.arn(), aws.seed().externalId()));
        Credential own = aws.iam()
                .createSession(
                        controller.session("controller", Map.of(), null, null),
                        Instant.now().plusSeconds(43_200));
        AwsCredentialsProvider chained = StaticCredentialsProvider.create(
                AwsSessionCredentials.create(own.accessKeyId(), own.secretAccessKey(), own.sessionToken()));
        RoleSession session = session(access(chained).with(Duration.ofHours(12)));
        session.resolveCredentials();

        assertEquals(2, assumed(), "12 h were refused, an hour was not");
        assertTrue(session.validUntil().isBefore(now.plus(Duration.ofHours(2))));
        now = session.validUntil().minusSeconds(1);
        session.resolveCredentials();
        assertEquals(3, assumed(), "it is known from then on");
    }

    @Test
    void tagsAndSourceIdentityAreGivenWhereTheTrustPolicyAllows() throws Exception {
        trustAttributes();
        RoleSession session = session(attributed());
        Caller caller = caller(session.resolveCredentials());

        assertEquals(1, assumed());
        assertEquals("alice", caller.sourceIdentity());
        assertEquals("shop/main", caller.tags().get("job"));
    }

    @Test
    void tagsAndSourceIdentityAreLeftOutWhereTheyAreRefused() {
        RoleSession session = session(attributed());
        Caller caller = caller(session.resolveCredentials());

        assertEquals(2, assumed());
        assertNull(caller.sourceIdentity());
        assertFalse(caller.tags().containsKey("job"));
        session.renew();
        session.resolveCredentials();
        assertEquals(3, assumed(), "it is known from then on");
    }

    @Test
    void aSharedSessionBearsNobodysName() throws Exception {
        trustAttributes();
        RoleSession session = clients.sharedSession(attributed(), "jenkins-observer", SessionPolicy.observer());
        Caller caller = caller(session.resolveCredentials());

        assertEquals(1, assumed());
        assertNull(caller.sourceIdentity());
        assertFalse(caller.tags().containsKey("job"));
    }

    @Test
    void aSharedSessionBearsANameWhereTheTrustPolicyInsists() throws Exception {
        trustAttributes();
        trust("""
                {"Version": "2012-10-17", "Statement": [
                  {"Effect": "Allow", "Principal": {"AWS": "%s"},
                   "Action": ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"],
                   "Condition": {"StringLike": {"sts:SourceIdentity": "*"}}}]}
                """.formatted(USER));
        RoleSession session = clients.sharedSession(attributed(), "jenkins-observer", SessionPolicy.observer());

        assertEquals("alice", caller(session.resolveCredentials()).sourceIdentity());
        assertEquals(2, assumed());
    }

    @Test
    void aSharedSessionThatIsRefusedEitherWayTellsThePlainReason() throws Exception {
        trust(Seed.crossAccountTrust(USER, "another-id"));
        RoleSession session = clients.sharedSession(attributed(), "jenkins-observer", SessionPolicy.observer());

        for (int i = 0; i < 2; i++) {
            StsException e = assertThrows(StsException.class, session::resolveCredentials);
            assertTrue(e.getMessage().contains("sts:AssumeRole"), e.getMessage());
        }
    }

    @Test
    void aDeployersSessionReachesNoOtherApplication() throws Exception {
        landscape
                .codeDeploy()
                .target()
                .application("other")
                .group("production", aws.seed().serviceRoleArn())
                .virtualInstances(1);
        landscape.group(Landscape.STAGING).eventDuration(Duration.ofHours(1));
        RoleSession session = clients.session(
                access(),
                "jenkins-shop-7",
                SessionPolicy.deployer(access(), Landscape.APPLICATION, Landscape.STAGING, null, ""));
        CodeDeployClient codeDeploy = clients.codeDeploy(access(), session, Retries.NONE);

        String id = create(codeDeploy, Landscape.APPLICATION, Landscape.STAGING);
        assertTrue(id.startsWith("d-"), id);
        codeDeploy.batchGetDeployments(r -> r.deploymentIds(id));
        codeDeploy.stopDeployment(r -> r.deploymentId(id));
        assertRefused(() -> create(codeDeploy, Landscape.APPLICATION, Landscape.PRODUCTION));
        assertRefused(() -> create(codeDeploy, "other", "production"));
        assertRefused(() -> codeDeploy.registerApplicationRevision(r -> r.applicationName("other")
                .revision(v -> v.revisionType("GitHub")
                        .gitHubLocation(g -> g.repository("acme/shop").commitId("ab".repeat(20))))));
    }

    @Test
    void anObserversSessionOnlyLooks() throws Exception {
        RoleSession session = clients.sharedSession(access(), "jenkins-observer", SessionPolicy.observer());
        CodeDeployClient codeDeploy = clients.codeDeploy(access(), session, Retries.NONE);

        assertEquals(1, codeDeploy.listApplications().applications().size());
        assertRefused(() -> create(codeDeploy, Landscape.APPLICATION, Landscape.STAGING));
        assertRefused(() -> codeDeploy.stopDeployment(r -> r.deploymentId("d-ABCDEFGHI")));
    }

    @Test
    void stsMayBeAskedInARegionOfItsOwn() {
        TargetAccess elsewhere =
                access().with(new AwsEndpoints(aws.endpoint(), aws.endpoint(), aws.endpoint(), "us-east-1"));
        session(elsewhere).resolveCredentials();

        assertEquals("us-east-1", aws.calls().of("AssumeRole").get(0).region());
    }

    @Test
    void otherwiseStsIsAskedWhereTheDeploymentIs() {
        session(access()).resolveCredentials();

        assertEquals(aws.region(), aws.calls().of("AssumeRole").get(0).region());
    }

    @Test
    void withoutARoleThereIsNoSession() {
        TargetAccess own = TargetAccess.of(source(user()), null, null, aws.region());

        assertNull(clients.session(own, "name", SessionPolicy.observer()));
        assertNull(clients.sharedSession(own, "name", SessionPolicy.observer()));
    }

    @Test
    void theSourceIdentityIsFoundOut() {
        assertEquals(aws.seed().jenkins().caller().arn(), clients.sourceArn(access()));
        AwsCredentialsProvider unknown =
                StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIAUNKNOWN000000000", "secret"));
        assertNull(clients.sourceArn(access(unknown)));
    }

    private static String create(CodeDeployClient codeDeploy, String application, String group) {
        return codeDeploy
                .createDeployment(r -> r.applicationName(application)
                        .deploymentGroupName(group)
                        .revision(v -> v.revisionType("GitHub")
                                .gitHubLocation(g -> g.repository("acme/shop").commitId("ab".repeat(20)))))
                .deploymentId();
    }

    private static void assertRefused(Runnable call) {
        CodeDeployException e = assertThrows(CodeDeployException.class, call::run);
        assertTrue(AwsErrors.isAccessDenied(e), e.getMessage());
        assertTrue(e.getMessage().contains("session policy"), e.getMessage());
    }

    /** Else CloudTrail has a refusal before each session. */
    @Test
    void thatARoleTakesNoTagsIsRememberedForADay() throws Exception {
        RoleSession first = session(attributed());
        first.resolveCredentials();
        assertEquals(2, assumed());
        assertTrue(first.isAnonymous());

        RoleSession next = session(attributed());
        next.resolveCredentials();
        assertEquals(3, assumed(), "the next session does not ask for them");
        assertTrue(next.isAnonymous());

        trustAttributes();
        now = now.plus(Duration.ofHours(25));
        RoleSession tomorrow = session(attributed());
        assertEquals("alice", caller(tomorrow.resolveCredentials()).sourceIdentity());
        assertEquals(4, assumed(), "a day later it is tried again");
        assertFalse(tomorrow.isAnonymous());
    }

    @Test
    void whatIsRememberedOfOneCredentialSaysNothingOfAnother() throws Exception {
        session(attributed()).resolveCredentials();
        trustAttributes();
        TargetAccess access = attributed();
        TargetAccess other = new TargetAccess(
                new SourceIdentity(user(), "other", "another credential"),
                access.role(),
                access.externalId(),
                access.sessionDuration(),
                access.region(),
                access.endpoints(),
                TAGS,
                "alice");

        assertEquals("alice", caller(session(other).resolveCredentials()).sourceIdentity());
        assertEquals(3, assumed());
    }

    @Test
    void whatIsRememberedIsForgottenWhereTheTrustPolicyInsists() throws Exception {
        session(attributed()).resolveCredentials();
        trustAttributes();
        trust("""
                {"Version": "2012-10-17", "Statement": [
                  {"Effect": "Allow", "Principal": {"AWS": "%s"},
                   "Action": ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"],
                   "Condition": {"StringLike": {"sts:SourceIdentity": "*"}}}]}
                """.formatted(USER));

        assertEquals("alice", caller(session(attributed()).resolveCredentials()).sourceIdentity());
        session(attributed()).resolveCredentials();
        assertEquals(5, assumed());
    }

    private RoleSession session(TargetAccess access) {
        return new RoleSession(
                () -> clients.sts(access),
                Assumption.ofTarget(access, "jenkins-shop-7", SessionPolicy.observer()),
                access,
                "jenkins-shop-7",
                () -> now,
                false,
                anonymous);
    }

    private TargetAccess access() {
        return access(user());
    }

    private TargetAccess access(AwsCredentialsProvider credentials) {
        return TargetAccess.of(
                        source(credentials),
                        RoleArn.parse(aws.seed().roleArn()),
                        aws.seed().externalId(),
                        aws.region())
                .with(AwsEndpoints.all(aws.endpoint()));
    }

    private TargetAccess attributed() {
        TargetAccess plain = access();
        return new TargetAccess(
                plain.source(),
                plain.role(),
                plain.externalId(),
                plain.sessionDuration(),
                plain.region(),
                plain.endpoints(),
                TAGS,
                "alice");
    }

    private AwsCredentialsProvider user() {
        return StaticCredentialsProvider.create(AwsBasicCredentials.create(
                aws.seed().jenkins().accessKeyId(), aws.seed().jenkins().secretAccessKey()));
    }

    private static SourceIdentity source(AwsCredentialsProvider credentials) {
        return new SourceIdentity(credentials, "test", "credential \"aws-dev\"");
    }

    /** For tags and identity, both the caller's and the role's side must allow. */
    private void trustAttributes() throws AwsError {
        String actions = "\"sts:AssumeRole\", \"sts:TagSession\", \"sts:SetSourceIdentity\"";
        trust("""
                {"Version": "2012-10-17", "Statement": [
                  {"Effect": "Allow", "Principal": {"AWS": "%s"}, "Action": [%s]}]}
                """.formatted(USER, actions));
        aws.iam()
                .putPolicy(USER, "AssumeRole", """
                {"Version": "2012-10-17", "Statement": [
                  {"Effect": "Allow", "Action": [%s], "Resource": "%s"}]}
                """.formatted(actions, aws.seed().roleArn()));
    }

    private void trust(String document) throws AwsError {
        aws.iam().trust(aws.seed().roleArn(), document);
    }

    private Caller caller(AwsCredentials credentials) {
        return aws.iam().credential(credentials.accessKeyId()).caller();
    }

    private long assumed() {
        return aws.calls().count("AssumeRole");
    }
}
