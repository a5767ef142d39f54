package io.jenkins.plugins.codedeploy.engine.preflight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.engine.preflight.CheckResult.Status;
import io.jenkins.plugins.codedeploy.engine.setup.SetupDocument.Kind;
import io.jenkins.plugins.codedeploy.engine.upload.BucketOwner;
import io.jenkins.plugins.codedeploy.simulator.Accounts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;

/** What a check says where nothing is wrong, or where it cannot know. */
@Timeout(120)
class PreflightFindingsTest {
    @TempDir
    Path folder;

    private BuiltAccounts accounts;

    @AfterEach
    void close() throws Exception {
        accounts.close();
    }

    @Test
    void theIdentityItsAccountAndTheBucketsOwnerAreNamed() throws Exception {
        accounts = BuiltAccounts.bucketInSource(folder);
        List<CheckResult> results = accounts.preflight();
        assertEquals(
                "The source account's identity, credential \"aws-dev\", is " + BuiltAccounts.USER + " in account "
                        + Accounts.SOURCE + ".",
                finding(results, Check.IDENTITY));
        assertEquals(
                "Bucket acme-revisions is in eu-central-1 and belongs to account " + Accounts.SOURCE + ".",
                finding(results, Check.BUCKET));
    }

    /** However open it is: whoever owns the name may be a stranger. */
    @Test
    void aBucketOfAnotherAccountIsAFailureUnlessThatAccountIsNamed() throws Exception {
        accounts = BuiltAccounts.bucketInTarget(folder);
        accounts.settings.bucketOwner = BucketOwner.SOURCE;
        accounts.aws.iam().putPolicy(BuiltAccounts.USER, "Look", Policies.allow("s3:*", "*"));
        accounts.aws.s3().putPolicy(BuiltAccounts.BUCKET, """
                {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "%s"},
                  "Action": "s3:GetBucketLocation", "Resource": "arn:aws:s3:::%s"}]}
                """.formatted(BuiltAccounts.USER, BuiltAccounts.BUCKET));
        CheckResult bucket = result(accounts.preflight(), Check.BUCKET);
        assertEquals(Status.FAILED, bucket.status());
        assertTrue(
                bucket.problem().toString().contains("does not belong to account " + Accounts.SOURCE),
                bucket::toString);
        assertEquals(Status.FAILED, result(accounts.preflight(), Check.UPLOAD).status());

        accounts.settings.expectedOwner = Accounts.TARGET;
        bucket = result(accounts.preflight(), Check.BUCKET);
        assertEquals(Status.PASSED, bucket.status(), bucket::toString);
        assertTrue(bucket.finding().toString().contains("belongs to account " + Accounts.TARGET), bucket::toString);
    }

    /** What was given is no proof. */
    @Test
    void aRegionThatNobodyTellsIsNotPassed() throws Exception {
        accounts = BuiltAccounts.bucketInSource(folder);
        Policies.uploaderWithout(accounts, "CheckBucket");
        List<CheckResult> results = accounts.preflight();
        String told = GeneratedSetupTest.told(results);
        for (Check check : List.of(Check.BUCKET, Check.BUCKET_REGION, Check.OWNERSHIP, Check.BUCKET_POLICY)) {
            assertEquals(Status.NOT_PERMITTED_TO_LOOK, result(results, check).status(), told);
        }
        assertEquals("Skipped: s3:GetBucketLocation is not permitted.", finding(results, Check.BUCKET));
        assertEquals(List.of(), GeneratedSetupTest.of(results, Status.FAILED), told);
    }

    /** Only instances ask in their own region, and a target account alone does not tell what will be deployed to. */
    @Test
    void anotherRegionIsNoFailureAsLongAsNoGroupIsGiven() throws Exception {
        accounts = BuiltAccounts.bucketInSource(folder);
        accounts.aws.s3().deleteBucket(BuiltAccounts.BUCKET);
        accounts.aws.s3().createBucket(BuiltAccounts.BUCKET, Accounts.SOURCE, "us-west-2");
        accounts.aws.s3().putPolicy(BuiltAccounts.BUCKET, accounts.document(Kind.BUCKET_POLICY));
        accounts.settings.bucketRegion = "us-west-2";
        assertEquals(
                Status.FAILED, result(accounts.preflight(), Check.BUCKET_REGION).status());
        accounts.settings.group = null;
        assertEquals(
                Status.NOT_PROVABLE,
                result(accounts.preflight(), Check.BUCKET_REGION).status());
    }

    /** Its policy belongs to somebody else: a deployment that went well is the only proof. */
    @Test
    void aKeyIsProvenByADeployment() throws Exception {
        accounts = BuiltAccounts.encrypted(folder);
        CheckResult before = result(accounts.preflight(), Check.ENCRYPTION);
        assertEquals(Status.NOT_PROVABLE, before.status());
        assertTrue(String.valueOf(before.problem()).contains("\"kms:ViaService\""), before::toString);
        assertNull(accounts.build());
        CheckResult after = result(accounts.preflight(), Check.ENCRYPTION);
        assertEquals(Status.PASSED, after.status());
        assertTrue(after.finding().toString().contains("the group's last, installed one"), after::toString);
    }

    @Test
    void aSessionThatLastsShorterThanAskedIsTold() throws Exception {
        accounts = BuiltAccounts.bucketInSource(folder);
        accounts.settings.sessionDuration = Duration.ofHours(2);
        assertEquals(
                BuiltAccounts.ROLE + " can be assumed for 3600 seconds at a time instead of 7200, because its maximum"
                        + " session duration is shorter. Sessions are renewed automatically.",
                finding(accounts.preflight(), Check.ASSUME_ROLE));
    }

    @Test
    void aChainedSessionIsTold() throws Exception {
        accounts = BuiltAccounts.bucketInSource(folder);
        String jenkins = accounts.aws
                .iam()
                .createRole(
                        Accounts.SOURCE,
                        "Jenkins",
                        accounts.document(Kind.TRUST_POLICY).replace("acme-7f3a", "first"))
                .arn();
        accounts.aws.iam().putPolicy(BuiltAccounts.USER, "Chain", Policies.allow("sts:*", "*"));
        accounts.aws.iam().putPolicy(jenkins, "Setup", accounts.document(Kind.SOURCE_POLICY));
        accounts.aws
                .iam()
                .trust(BuiltAccounts.ROLE, accounts.document(Kind.TRUST_POLICY).replace(BuiltAccounts.USER, jenkins));
        Credentials session;
        try (StsClient sts = StsClient.builder()
                .endpointOverride(accounts.aws.endpoint())
                .region(Region.of(accounts.aws.region()))
                .credentialsProvider(accounts.access().source().credentials())
                .build()) {
            session = sts.assumeRole(
                            r -> r.roleArn(jenkins).roleSessionName("jenkins").externalId("first"))
                    .credentials();
        }
        accounts.settings.credentials = StaticCredentialsProvider.create(
                AwsSessionCredentials.create(session.accessKeyId(), session.secretAccessKey(), session.sessionToken()));
        accounts.settings.sessionDuration = Duration.ofHours(12);
        List<CheckResult> results = accounts.preflight();
        assertTrue(
                finding(results, Check.IDENTITY).contains(jenkins),
                "policies name the role, not its session: " + GeneratedSetupTest.told(results));
        assertTrue(
                finding(results, Check.ASSUME_ROLE)
                        .contains("Because the identity that assumes it is itself an assumed role"),
                GeneratedSetupTest.told(results));
    }

    private static CheckResult result(List<CheckResult> results, Check check) {
        return results.stream().filter(r -> r.check() == check).findFirst().orElseThrow();
    }

    private static String finding(List<CheckResult> results, Check check) {
        return result(results, check).finding().toString();
    }
}
