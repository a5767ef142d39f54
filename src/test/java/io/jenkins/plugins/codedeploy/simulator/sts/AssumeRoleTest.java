package io.jenkins.plugins.codedeploy.simulator.sts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.simulator.Accounts;
import io.jenkins.plugins.codedeploy.simulator.Clients;
import io.jenkins.plugins.codedeploy.simulator.Seed;
import io.jenkins.plugins.codedeploy.simulator.SimulatedAws;
import io.jenkins.plugins.codedeploy.simulator.iam.Iam;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;
import software.amazon.awssdk.services.sts.model.StsException;
import software.amazon.awssdk.services.sts.model.Tag;

class AssumeRoleTest {
    private SimulatedAws aws;
    private Clients clients;
    private StsClient jenkins;
    private Seed seed;
    private Iam iam;

    @BeforeEach
    void start() throws Exception {
        aws = SimulatedAws.builder().start();
        clients = new Clients(aws);
        jenkins = clients.sts(clients.jenkins());
        seed = aws.seed();
        iam = aws.iam();
    }

    @AfterEach
    void stop() throws Exception {
        jenkins.close();
        aws.close();
    }

    private static AssumeRoleResponse assume(StsClient as, Seed seed, Consumer<AssumeRoleRequest.Builder> more) {
        AssumeRoleRequest.Builder request = AssumeRoleRequest.builder()
                .roleArn(seed.roleArn())
                .roleSessionName("build-1")
                .externalId(seed.externalId());
        more.accept(request);
        return as.assumeRole(request.build());
    }

    private AssumeRoleResponse assume(Consumer<AssumeRoleRequest.Builder> more) {
        return assume(jenkins, seed, more);
    }

    private String refused(Consumer<AssumeRoleRequest.Builder> more) {
        return Clients.words(assertThrows(StsException.class, () -> assume(more)));
    }

    private String denied(String action) {
        return "403 AccessDenied: User: arn:aws:iam::111111111111:user/jenkins is not authorized to perform: " + action
                + " on resource: " + seed.roleArn();
    }

    private void trust(String actions, String condition) throws Exception {
        iam.trust(
                seed.roleArn(),
                "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\", \"Principal\": {\"AWS\": \""
                        + Accounts.SOURCE + "\"}, \"Action\": [" + actions + "], \"Condition\": {" + condition
                        + "}}]}");
    }

    @Test
    void answersWithASessionOfTheRole() {
        AssumeRoleResponse answer = assume(r -> {});
        assertEquals(
                "arn:aws:sts::222222222222:assumed-role/CrossAccountDeploy/build-1",
                answer.assumedRoleUser().arn());
        assertTrue(answer.assumedRoleUser().assumedRoleId().matches("AROA[A-Z0-9]{17}:build-1"));
        assertTrue(answer.credentials().accessKeyId().matches("ASIA[A-Z0-9]{16}"));
        Duration lifetime = Duration.between(Instant.now(), answer.credentials().expiration());
        assertTrue(lifetime.compareTo(Duration.ofMinutes(59)) > 0, lifetime.toString());
        try (StsClient deployer = clients.sts(Clients.provider(answer.credentials()))) {
            assertEquals("222222222222", deployer.getCallerIdentity().account());
        }
    }

    @Test
    void refusesAWrongOrMissingExternalId() {
        assertEquals(denied("sts:AssumeRole"), refused(r -> r.externalId("other-id")));
        assertEquals(denied("sts:AssumeRole"), refused(r -> r.externalId(null)));
    }

    @Test
    void refusesARoleThatDoesNotExistInTheSameWords() throws Exception {
        iam.delete(seed.roleArn());
        assertEquals(denied("sts:AssumeRole"), refused(r -> {}));
    }

    @Test
    void saysWhenTheCallersOwnPolicyIsMissing() throws Exception {
        iam.deletePolicy(seed.jenkins().caller().arn(), "AssumeRole");
        assertEquals(
                denied("sts:AssumeRole") + " because no identity-based policy allows the sts:AssumeRole action",
                refused(r -> {}));
        iam.putPolicy(seed.jenkins().caller().arn(), "No", """
                {"Statement": {"Effect": "Deny", "Action": "sts:*", "Resource": "*"}}""");
        assertEquals(denied("sts:AssumeRole") + " with an explicit deny in an identity-based policy", refused(r -> {}));
    }

    @Test
    void refusesWhomTheTrustPolicyDoesNotName() throws Exception {
        iam.createUser(Accounts.SOURCE, "other");
        iam.trust(seed.roleArn(), Seed.crossAccountTrust("arn:aws:iam::111111111111:user/other", seed.externalId()));
        assertEquals(denied("sts:AssumeRole"), refused(r -> {}));
    }

    @Test
    void takesTheWholeAccountAsATrustedPrincipal() throws Exception {
        iam.trust(seed.roleArn(), Seed.crossAccountTrust("arn:aws:iam::111111111111:root", seed.externalId()));
        assume(r -> {});
    }

    @Test
    void refusesAUserThatWasMadeAgain() throws Exception {
        String arn = seed.jenkins().caller().arn();
        iam.delete(arn);
        iam.createUser(Accounts.SOURCE, "jenkins");
        iam.attach(arn, "AdministratorAccess");
        AwsCredentialsProvider again = Clients.provider(iam.createAccessKey(arn));
        try (StsClient sts = clients.sts(again)) {
            StsException refusal = assertThrows(StsException.class, () -> assume(sts, seed, r -> {}));
            assertEquals(denied("sts:AssumeRole"), Clients.words(refusal));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "899   | 1 validation error detected: Value '899' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900",
                "43201 | 1 validation error detected: Value '43201' at 'durationSeconds' failed to satisfy constraint: Member must have value less than or equal to 43200",
                "3601  | The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
            })
    void refusesADuration(int seconds, String message) {
        assertEquals("400 ValidationError: " + message, refused(r -> r.durationSeconds(seconds)));
    }

    @Test
    void grantsWhatTheRoleAllows() throws Exception {
        iam.entity(seed.roleArn()).maxSessionSeconds(43_200);
        AssumeRoleResponse answer = assume(r -> r.durationSeconds(43_200));
        assertTrue(answer.credentials().expiration().isAfter(Instant.now().plus(Duration.ofHours(11))));
        assume(r -> r.durationSeconds(900));
    }

    @Test
    void capsAChainedSessionAtAnHour() throws Exception {
        String hub = iam.createRole(Accounts.SOURCE, "Hub", Seed.crossAccountTrust("*", "x"))
                .arn();
        iam.attach(hub, "AdministratorAccess");
        iam.trust(seed.roleArn(), Seed.crossAccountTrust(hub, seed.externalId()));
        iam.entity(seed.roleArn()).maxSessionSeconds(43_200);
        var chained = Clients.provider(iam.createSession(
                iam.entity(hub).session("hub", Map.of(), null, null),
                Instant.now().plusSeconds(60)));
        try (StsClient sts = clients.sts(chained)) {
            StsException refusal =
                    assertThrows(StsException.class, () -> assume(sts, seed, r -> r.durationSeconds(3601)));
            assertEquals(
                    "400 ValidationError: The requested DurationSeconds exceeds the 1 hour session limit for roles"
                            + " assumed by role chaining",
                    Clients.words(refusal));
            assume(sts, seed, r -> r.durationSeconds(3600));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a", "job/1", "job 1", "jöb", "12345678901234567890123456789012345678901234567890123456789012345"
            })
    void refusesASessionName(String name) {
        String words = refused(r -> r.roleSessionName(name));
        assertTrue(
                words.startsWith("400 ValidationError: 1 validation error detected: Value '" + name
                        + "' at 'roleSessionName' failed to satisfy constraint: Member must "),
                words);
    }

    @Test
    void tagsNeedTheirOwnRight() throws Exception {
        Consumer<AssumeRoleRequest.Builder> tagged =
                r -> r.tags(Tag.builder().key("job").value("shop").build());
        String user = seed.jenkins().caller().arn();
        assertEquals(
                denied("sts:TagSession") + " because no identity-based policy allows the sts:TagSession action",
                refused(tagged));
        iam.attach(user, "AdministratorAccess");
        assertEquals(denied("sts:TagSession"), refused(tagged));
        trust("\"sts:AssumeRole\", \"sts:TagSession\"", "\"StringEquals\": {\"aws:RequestTag/job\": \"shop\"}");
        assume(tagged);
        assertEquals(
                denied("sts:AssumeRole"),
                refused(r -> r.tags(Tag.builder().key("job").value("x").build())));
        trust("\"sts:AssumeRole\", \"sts:TagSession\"", "\"ForAllValues:StringEquals\": {\"aws:TagKeys\": [\"team\"]}");
        assertEquals(denied("sts:AssumeRole"), refused(tagged));
    }

    @Test
    void aSourceIdentityNeedsItsOwnRight() throws Exception {
        iam.attach(seed.jenkins().caller().arn(), "AdministratorAccess");
        assertEquals(denied("sts:SetSourceIdentity"), refused(r -> r.sourceIdentity("alice")));
        trust(
                "\"sts:AssumeRole\", \"sts:SetSourceIdentity\"",
                "\"StringLike\": {\"sts:SourceIdentity\": \"al*\", \"sts:RoleSessionName\": \"build-*\"}");
        assertEquals("alice", assume(r -> r.sourceIdentity("alice")).sourceIdentity());
        assertEquals(denied("sts:AssumeRole"), refused(r -> r.sourceIdentity("bob")));
        assertEquals(
                denied("sts:AssumeRole"), refused(r -> r.sourceIdentity("alice").roleSessionName("other")));
    }

    @Test
    void aSessionPolicyNarrowsTheSession() throws Exception {
        String nothing = "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\", \"Action\":"
                + " \"codedeploy:*\", \"Resource\": \"*\"}]}";
        AssumeRoleResponse narrow = assume(r -> r.policy(nothing));
        assertTrue(narrow.packedPolicySize() > 0);
        try (S3Client s3 = clients.s3(Clients.provider(narrow.credentials()))) {
            S3Exception refusal =
                    assertThrows(S3Exception.class, () -> s3.listObjectsV2(r -> r.bucket(seed.targetBucket())));
            assertEquals(
                    "403 AccessDenied: User: arn:aws:sts::222222222222:assumed-role/CrossAccountDeploy/build-1 is not"
                            + " authorized to perform: s3:ListBucket on resource:"
                            + " \"arn:aws:s3:::revisions-222222222222\" because no session policy allows the"
                            + " s3:ListBucket action",
                    Clients.words(refusal));
        }
        try (S3Client s3 = clients.s3(clients.deployer())) {
            assertEquals(0, s3.listObjectsV2(r -> r.bucket(seed.targetBucket())).keyCount());
        }
        String words = refused(r -> r.policy("{\"Statement\": 1}"));
        assertTrue(words.startsWith("400 MalformedPolicyDocument: "), words);
    }

    @Test
    void managedSessionPoliciesNarrowToo() {
        AssumeRoleResponse narrow =
                assume(r -> r.policyArns(p -> p.arn("arn:aws:iam::aws:policy/AWSCodeDeployReadOnlyAccess")));
        try (S3Client s3 = clients.s3(Clients.provider(narrow.credentials()))) {
            assertThrows(S3Exception.class, () -> s3.listObjectsV2(r -> r.bucket(seed.targetBucket())));
        }
    }

    @Test
    void sessionsCanBeMadeToEndEarlyAndSaySo() throws Exception {
        aws.sts().sessionsEndAfter(Duration.ofMillis(1));
        AssumeRoleResponse answer = assume(r -> {});
        Duration lifetime = Duration.between(Instant.now(), answer.credentials().expiration());
        assertTrue(lifetime.compareTo(Duration.ofSeconds(1)) <= 0, lifetime.toString());
        Thread.sleep(Math.max(0, lifetime.toMillis()) + 5);
        try (StsClient late = clients.sts(Clients.provider(answer.credentials()))) {
            StsException expired = assertThrows(StsException.class, late::getCallerIdentity);
            assertEquals(
                    "403 ExpiredToken: The security token included in the request is expired", Clients.words(expired));
        }
    }

    @Test
    void refusesAnUnknownKeyAndAWrongSecret() {
        try (StsClient stranger =
                        clients.sts(StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIANOBODY", "x")));
                StsClient forger = clients.sts(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(seed.jenkins().accessKeyId(), "wrong")))) {
            StsException unknown = assertThrows(StsException.class, stranger::getCallerIdentity);
            assertEquals(
                    "403 InvalidClientTokenId: The security token included in the request is invalid.",
                    Clients.words(unknown));
            StsException mismatch = assertThrows(StsException.class, forger::getCallerIdentity);
            assertEquals("SignatureDoesNotMatch", mismatch.awsErrorDetails().errorCode());
        }
    }

    @Test
    void refusesWhatIsNotSignedAndWhatItDoesNotKnow() {
        try (StsClient nobody = clients.sts(Clients.nobody())) {
            StsException unsigned = assertThrows(StsException.class, nobody::getCallerIdentity);
            assertEquals(
                    "403 MissingAuthenticationToken: Request is missing Authentication Token", Clients.words(unsigned));
        }
        StsException unknown = assertThrows(StsException.class, jenkins::getSessionToken);
        assertEquals(
                "400 InvalidAction: Could not find operation GetSessionToken for version 2011-06-15",
                Clients.words(unknown));
    }
}
