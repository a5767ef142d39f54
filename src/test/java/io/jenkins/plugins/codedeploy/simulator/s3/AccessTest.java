package io.jenkins.plugins.codedeploy.simulator.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.simulator.Accounts;
import io.jenkins.plugins.codedeploy.simulator.Clients;
import io.jenkins.plugins.codedeploy.simulator.http.AwsError;
import io.jenkins.plugins.codedeploy.simulator.http.Caller;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;
import software.amazon.awssdk.services.s3.model.S3Exception;

class AccessTest extends S3Fixture {
    private static final String BARE = "403 AccessDenied: Access Denied";

    private Caller instance() throws Exception {
        return aws.iam().instanceCaller(seed.instanceRoleArn(), "i-0123456789abcdef0");
    }

    private String fetchRefused(String bucket, String region) {
        AwsError error = assertThrows(AwsError.class, () -> aws.objects().fetch(instance(), bucket, KEY, null, region));
        return error.status() + " " + error.code() + ": " + error.getMessage();
    }

    @Test
    void namesWhoIsRefusedWithinTheAccount() throws Exception {
        aws.iam().deletePolicy(seed.jenkins().caller().arn(), "Upload");
        assertEquals(
                "403 AccessDenied: User: arn:aws:iam::111111111111:user/jenkins is not authorized to perform:"
                        + " s3:PutObject on resource: \"arn:aws:s3:::revisions-111111111111/CodeDeploy/app/r.zip\""
                        + " because no identity-based policy allows the s3:PutObject action",
                refused(() -> put(jenkins, seed.bucket(), KEY)));
    }

    @Test
    void saysNothingAcrossAccounts() throws Exception {
        assertEquals(BARE, refused(() -> put(target, seed.bucket(), KEY)));
        assertEquals(BARE, refused(() -> put(jenkins, seed.targetBucket(), KEY)));
        aws.s3().deletePolicy(seed.bucket());
        put(jenkins, seed.bucket(), KEY);
        assertEquals(
                BARE,
                refused(() -> target.getObject(r -> r.bucket(seed.bucket()).key(KEY))));
    }

    @Test
    void instancesReadAcrossAccountsAsTheirRole() throws Exception {
        String eTag = put(jenkins, seed.bucket(), KEY).eTag();
        FetchedObject fetched = aws.objects().fetch(instance(), seed.bucket(), KEY, null, aws.region());
        assertEquals(eTag, "\"" + fetched.eTag() + "\"");
        assertEquals("content of " + KEY, new String(fetched.open().readAllBytes(), StandardCharsets.UTF_8));
        FetchedObject pinned = aws.objects().fetch(instance(), seed.bucket(), KEY, fetched.versionId(), aws.region());
        assertEquals(fetched.eTag(), pinned.eTag());
    }

    @Test
    void instancesAreRefusedWhenEitherSideIsMissing() throws Exception {
        put(jenkins, seed.bucket(), KEY);
        aws.iam().detach(seed.instanceRoleArn(), "AmazonEC2RoleforAWSCodeDeploy");
        assertEquals(BARE, fetchRefused(seed.bucket(), aws.region()));
        aws.iam().attach(seed.instanceRoleArn(), "AmazonEC2RoleforAWSCodeDeploy");
        aws.objects().fetch(instance(), seed.bucket(), KEY, null, aws.region());
        aws.s3().deletePolicy(seed.bucket());
        assertEquals(BARE, fetchRefused(seed.bucket(), aws.region()));
    }

    @Test
    void instancesCannotReadABucketOfAnotherRegion() throws Exception {
        put(jenkins, seed.bucket(), KEY);
        assertTrue(fetchRefused(seed.bucket(), "eu-west-1").startsWith("301 PermanentRedirect: The bucket you are"));
    }

    @Test
    void theLimitedManagedPolicyReadsOnlyTheFolderCodeDeploy() throws Exception {
        aws.iam().detach(seed.instanceRoleArn(), "AmazonEC2RoleforAWSCodeDeploy");
        aws.iam().attach(seed.instanceRoleArn(), "AmazonEC2RoleforAWSCodeDeployLimited");
        put(target, seed.targetBucket(), "CodeDeploy/a.zip");
        // The policy asks for a folder before: a key at the top level is not covered.
        put(target, seed.targetBucket(), "x/CodeDeploy/a.zip");
        put(target, seed.targetBucket(), "other/a.zip");
        aws.objects().fetch(instance(), seed.targetBucket(), "x/CodeDeploy/a.zip", null, aws.region());
        aws.objects().fetch(instance(), seed.targetBucket(), "CodeDeploy/a.zip", null, aws.region());
        assertThrows(
                AwsError.class,
                () -> aws.objects().fetch(instance(), seed.targetBucket(), "other/a.zip", null, aws.region()));
        target.putObjectTagging(r -> r.bucket(seed.targetBucket())
                .key("other/a.zip")
                .tagging(t -> t.tagSet(tag -> tag.key("UseWithCodeDeploy").value("true"))));
        aws.objects().fetch(instance(), seed.targetBucket(), "other/a.zip", null, aws.region());
    }

    @Test
    void aMissingKeyIs403WithoutTheRightToList() throws Exception {
        aws.iam().deletePolicy(seed.jenkins().caller().arn(), "Upload");
        aws.iam()
                .putPolicy(
                        seed.jenkins().caller().arn(),
                        "Objects",
                        "{\"Statement\": {\"Effect\": \"Allow\", \"Action\": \"s3:*\", \"Resource\": \"arn:aws:s3:::"
                                + seed.bucket() + "/*\"}}");
        assertEquals(
                "403 AccessDenied: User: arn:aws:iam::111111111111:user/jenkins is not authorized to perform:"
                        + " s3:ListBucket on resource: \"arn:aws:s3:::revisions-111111111111\" because no"
                        + " identity-based policy allows the s3:ListBucket action",
                refused(() -> jenkins.getObject(r -> r.bucket(seed.bucket()).key("none"))));
        S3Exception head = assertThrows(
                S3Exception.class,
                () -> jenkins.headObject(r -> r.bucket(seed.bucket()).key("none")));
        assertEquals(403, head.statusCode());
        S3Exception listed = assertThrows(
                S3Exception.class,
                () -> source.headObject(r -> r.bucket(seed.bucket()).key("none")));
        assertEquals(404, listed.statusCode());
    }

    @Test
    void anOldVersionIsARightOfItsOwn() throws Exception {
        String versionId = put(jenkins, seed.bucket(), KEY).versionId();
        aws.iam().putPolicy(seed.jenkins().caller().arn(), "NoVersions", """
                        {"Statement": {"Effect": "Deny", "Action": "s3:GetObjectVersion", "Resource": "*"}}""");
        jenkins.headObject(r -> r.bucket(seed.bucket()).key(KEY));
        assertTrue(refused(() ->
                        jenkins.getObject(r -> r.bucket(seed.bucket()).key(KEY).versionId(versionId)))
                .endsWith("with an explicit deny in an identity-based policy"));
    }

    @Test
    void aclsAndTagsAreRightsOfTheirOwn() throws Exception {
        aws.iam().putPolicy(seed.jenkins().caller().arn(), "Deny", """
                        {"Statement": {"Effect": "Deny", "Action": ["s3:PutObjectAcl", "s3:PutObjectTagging"],
                          "Resource": "*"}}""");
        put(jenkins, seed.bucket(), KEY);
        assertTrue(refused(() -> jenkins.putObject(
                        r -> r.bucket(seed.bucket()).key(KEY).acl(ObjectCannedACL.BUCKET_OWNER_FULL_CONTROL),
                        RequestBody.empty()))
                .contains("s3:PutObjectAcl"));
        assertTrue(refused(() -> jenkins.createMultipartUpload(
                        r -> r.bucket(seed.bucket()).key(KEY).tagging("a=b")))
                .contains("s3:PutObjectTagging"));
    }

    @Test
    void conditionsSeePrefixAclAndEncryption() throws Exception {
        aws.s3()
                .putPolicy(
                        seed.bucket(),
                        policy(
                                "Deny",
                                "*",
                                "\"s3:ListBucket\"",
                                "\"StringNotLike\": {\"s3:prefix\": \"CodeDeploy/*\"}"));
        jenkins.listObjectsV2(r -> r.bucket(seed.bucket()).prefix("CodeDeploy/app"));
        assertTrue(refused(() -> jenkins.listObjectsV2(r -> r.bucket(seed.bucket())))
                .endsWith("with an explicit deny in a resource-based policy"));
        aws.s3()
                .putPolicy(
                        seed.bucket(),
                        policy(
                                "Deny",
                                "*",
                                "\"s3:PutObject\"",
                                "\"StringNotEquals\": {\"s3:x-amz-server-side-encryption\": \"AES256\"}"));
        assertTrue(refused(() -> put(jenkins, seed.bucket(), KEY)).contains("explicit deny"));
        jenkins.putObject(r -> r.bucket(seed.bucket()).key(KEY).serverSideEncryption("AES256"), RequestBody.empty());
        String upload = jenkins.createMultipartUpload(r -> r.bucket(seed.bucket())
                        .key(KEY)
                        .serverSideEncryption("AES256")
                        .checksumAlgorithm("CRC32"))
                .uploadId();
        jenkins.uploadPart(
                r -> r.bucket(seed.bucket()).key(KEY).uploadId(upload).partNumber(1), RequestBody.fromString("part"));
        aws.s3()
                .putPolicy(
                        seed.bucket(),
                        policy("Deny", "*", "\"s3:PutObject\"", "\"Null\": {\"s3:x-amz-acl\": \"true\"}"));
        assertTrue(refused(() -> put(jenkins, seed.bucket(), KEY)).contains("explicit deny"));
    }

    @Test
    void comparesTheExpectedOwner() {
        put(jenkins, seed.bucket(), KEY);
        jenkins.headObject(r -> r.bucket(seed.bucket()).key(KEY).expectedBucketOwner(Accounts.SOURCE));
        assertEquals(
                BARE,
                refused(() ->
                        jenkins.getObject(r -> r.bucket(seed.bucket()).key(KEY).expectedBucketOwner(Accounts.TARGET))));
        assertTrue(refused(() ->
                        jenkins.getObject(r -> r.bucket(seed.bucket()).key(KEY).expectedBucketOwner("me")))
                .startsWith("400 InvalidBucketOwnerAWSAccountID: "));
    }

    @Test
    void strangersGetWhatTheBucketGivesToEverybody() throws Exception {
        put(jenkins, seed.bucket(), KEY);
        S3Client nobody = open(Clients.nobody());
        assertEquals(
                BARE,
                refused(() -> nobody.getObject(r -> r.bucket(seed.bucket()).key(KEY))));
        aws.s3().putPolicy(seed.bucket(), policy("Allow", "*", "\"s3:GetObject\"", ""));
        nobody.getObject(r -> r.bucket(seed.bucket()).key(KEY)).close();
    }

    @Test
    void aNewPolicyTakesItsTime() throws Exception {
        put(jenkins, seed.bucket(), KEY);
        aws.iam().delay(Duration.ofHours(1));
        aws.s3().deletePolicy(seed.bucket());
        aws.objects().fetch(instance(), seed.bucket(), KEY, null, aws.region());
        assertTrue(refused(() -> source.getBucketPolicy(r -> r.bucket(seed.bucket())))
                .startsWith("404 NoSuchBucketPolicy"));
    }
}
