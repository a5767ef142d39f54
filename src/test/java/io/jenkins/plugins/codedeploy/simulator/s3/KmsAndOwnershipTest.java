package io.jenkins.plugins.codedeploy.simulator.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.simulator.Accounts;
import io.jenkins.plugins.codedeploy.simulator.http.AwsError;
import io.jenkins.plugins.codedeploy.simulator.http.Caller;
import io.jenkins.plugins.codedeploy.simulator.kms.Kms;
import io.jenkins.plugins.codedeploy.simulator.kms.KmsKey;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

class KmsAndOwnershipTest extends S3Fixture {
    private String instanceReads(String bucket) throws Exception {
        Caller instance = aws.iam().instanceCaller(seed.instanceRoleArn(), "i-0");
        try {
            aws.objects().fetch(instance, bucket, KEY, null, aws.region());
            return "allowed";
        } catch (AwsError e) {
            return e.getMessage();
        }
    }

    private KmsKey key() throws Exception {
        return aws.kms().createKey(Accounts.SOURCE, aws.region(), Kms.defaultPolicy(Accounts.SOURCE));
    }

    /** The account decides for itself, and the instances' role may decrypt. */
    private static String sharedWith(String roleArn) {
        return "{\"Statement\": [{\"Effect\": \"Allow\", \"Principal\": {\"AWS\": \"111111111111\"}, \"Action\":"
                + " \"kms:*\", \"Resource\": \"*\"}, {\"Effect\": \"Allow\", \"Principal\": {\"AWS\": \"" + roleArn
                + "\"}, \"Action\": \"kms:Decrypt\", \"Resource\": \"*\", \"Condition\": {\"StringEquals\":"
                + " {\"kms:ViaService\": \"s3.eu-central-1.amazonaws.com\"}}}]}";
    }

    private void allowKms(String arn, String action) throws Exception {
        aws.iam()
                .putPolicy(
                        arn,
                        "Kms",
                        "{\"Statement\": {\"Effect\": \"Allow\", \"Action\": \"" + action
                                + "\", \"Resource\": \"*\"}}");
    }

    @Test
    void encryptsBySse3WithoutFurtherAsking() {
        assertEquals(
                ServerSideEncryption.AES256, put(jenkins, seed.bucket(), KEY).serverSideEncryption());
        assertEquals(
                "AES256",
                source.getBucketEncryption(r -> r.bucket(seed.bucket()))
                        .serverSideEncryptionConfiguration()
                        .rules()
                        .get(0)
                        .applyServerSideEncryptionByDefault()
                        .sseAlgorithmAsString());
    }

    @Test
    void aKeyHasToBeUsableByTheUploader() throws Exception {
        KmsKey key = key();
        aws.s3().bucket(seed.bucket()).encryptByKms(key.arn());
        assertEquals(
                "403 AccessDenied: User: arn:aws:iam::111111111111:user/jenkins is not authorized to perform:"
                        + " kms:GenerateDataKey on resource: " + key.arn()
                        + " because no identity-based policy allows the kms:GenerateDataKey action",
                refused(() -> put(jenkins, seed.bucket(), KEY)));
        allowKms(seed.jenkins().caller().arn(), "kms:GenerateDataKey");
        PutObjectResponse put = put(jenkins, seed.bucket(), KEY);
        assertEquals(ServerSideEncryption.AWS_KMS, put.serverSideEncryption());
        assertEquals(key.arn(), put.ssekmsKeyId());
        assertTrue(put.bucketKeyEnabled());
    }

    @Test
    void aPartAlsoNeedsToBeDecrypted() throws Exception {
        aws.s3().bucket(seed.bucket()).encryptByKms(key().arn());
        allowKms(seed.jenkins().caller().arn(), "kms:GenerateDataKey");
        String upload = jenkins.createMultipartUpload(
                        r -> r.bucket(seed.bucket()).key(KEY))
                .uploadId();
        assertTrue(refused(() -> jenkins.uploadPart(
                        r -> r.bucket(seed.bucket()).key(KEY).uploadId(upload).partNumber(1),
                        RequestBody.fromString("x")))
                .contains("is not authorized to perform: kms:Decrypt"));
    }

    @Test
    void anETagUnderKmsIsNoMd5() throws Exception {
        byte[] bytes = random(100);
        String plain = source.putObject(r -> r.bucket(seed.bucket()).key("plain"), RequestBody.fromBytes(bytes))
                .eTag();
        String encrypted = source.putObject(
                        r -> r.bucket(seed.bucket()).key("kms").serverSideEncryption("aws:kms"),
                        RequestBody.fromBytes(bytes))
                .eTag();
        assertFalse(plain.equals(encrypted));
    }

    @Test
    void instancesNeedTheKeysPolicyAndTheirOwn() throws Exception {
        KmsKey key = key();
        aws.s3().bucket(seed.bucket()).encryptByKms(key.arn());
        put(source, seed.bucket(), KEY);
        String refusal = "User: arn:aws:sts::222222222222:assumed-role/CodeDeploy-Instances/i-0 is not authorized to"
                + " perform: kms:Decrypt on resource: " + key.arn() + " because no ";
        assertEquals(refusal + "identity-based policy allows the kms:Decrypt action", instanceReads(seed.bucket()));
        allowKms(seed.instanceRoleArn(), "kms:Decrypt");
        assertEquals(refusal + "resource-based policy allows the kms:Decrypt action", instanceReads(seed.bucket()));
        aws.kms().policy(key, sharedWith(seed.instanceRoleArn()));
        assertEquals("allowed", instanceReads(seed.bucket()));
        key.enabled(false);
        assertEquals(key.arn() + " is disabled.", instanceReads(seed.bucket()));
    }

    @Test
    void theManagedKeyIsOfNoUseAcrossAccounts() throws Exception {
        aws.s3().bucket(seed.bucket()).encryptByKms(null);
        allowKms(seed.instanceRoleArn(), "kms:*");
        put(jenkins, seed.bucket(), KEY);
        jenkins.getObject(r -> r.bucket(seed.bucket()).key(KEY)).close();
        assertTrue(instanceReads(seed.bucket())
                .endsWith("because no resource-based policy allows the kms:Decrypt action"));
        aws.s3().bucket(seed.targetBucket()).encryptByKms(null);
        put(target, seed.targetBucket(), KEY);
        assertEquals("allowed", instanceReads(seed.targetBucket()));
    }

    @Test
    void aKeyIsNamedByArnIdOrAliasAndLiesInTheBucketsRegion() throws Exception {
        KmsKey key = key();
        aws.kms().alias(key, "alias/revisions");
        for (String name : new String[] {key.arn(), key.arn().replaceFirst(".*/", ""), "alias/revisions"}) {
            assertEquals(
                    key.arn(),
                    source.putObject(
                                    r -> r.bucket(seed.bucket())
                                            .key(KEY)
                                            .serverSideEncryption("aws:kms")
                                            .ssekmsKeyId(name),
                                    RequestBody.empty())
                            .ssekmsKeyId());
        }
        assertTrue(refused(() -> source.putObject(
                        r -> r.bucket(seed.bucket())
                                .key(KEY)
                                .serverSideEncryption("aws:kms")
                                .ssekmsKeyId("alias/none"),
                        RequestBody.empty()))
                .startsWith("400 KMS.NotFoundException: "));
        KmsKey elsewhere = aws.kms().createKey(Accounts.SOURCE, "eu-west-1", Kms.defaultPolicy(Accounts.SOURCE));
        assertTrue(refused(() -> source.putObject(
                        r -> r.bucket(seed.bucket())
                                .key(KEY)
                                .serverSideEncryption("aws:kms")
                                .ssekmsKeyId(elsewhere.arn()),
                        RequestBody.empty()))
                .startsWith("400 KMS.NotFoundException: "));
        assertTrue(refused(() -> source.putObject(
                        r -> r.bucket(seed.bucket()).key(KEY).ssekmsKeyId(key.arn()), RequestBody.empty()))
                .startsWith("400 InvalidArgument: Server Side Encryption with AWS KMS managed key requires"));
    }

    @Test
    void anEnforcedBucketRefusesAcls() {
        assertEquals(
                "400 AccessControlListNotSupported: The bucket does not allow ACLs",
                refused(() -> jenkins.putObject(
                        r -> r.bucket(seed.bucket()).key(KEY).acl(ObjectCannedACL.PUBLIC_READ), RequestBody.empty())));
        assertEquals(
                "400 AccessControlListNotSupported: The bucket does not allow ACLs",
                refused(() -> jenkins.createMultipartUpload(
                        r -> r.bucket(seed.bucket()).key(KEY).acl(ObjectCannedACL.PRIVATE))));
        jenkins.putObject(
                r -> r.bucket(seed.bucket()).key(KEY).acl(ObjectCannedACL.BUCKET_OWNER_FULL_CONTROL),
                RequestBody.empty());
        assertEquals(
                "BucketOwnerEnforced",
                source.getBucketOwnershipControls(r -> r.bucket(seed.bucket()))
                        .ownershipControls()
                        .rules()
                        .get(0)
                        .objectOwnershipAsString());
    }

    /** The source account writes into the target's bucket, whose own instances then read, or do not. */
    private String readAfter(StoredBucket.Ownership ownership, ObjectCannedACL acl) throws Exception {
        aws.s3().bucket(seed.targetBucket()).ownership(ownership);
        aws.s3()
                .putPolicy(
                        seed.targetBucket(),
                        policy("Allow", Accounts.SOURCE, "\"s3:Put*\"", "")
                                .replace(seed.bucket(), seed.targetBucket()));
        source.putObject(r -> r.bucket(seed.targetBucket()).key(KEY).acl(acl), RequestBody.fromString("x"));
        return instanceReads(seed.targetBucket());
    }

    @Test
    void whatAnotherAccountWroteIsTheBucketsWhereThatIsEnforced() throws Exception {
        assertEquals("allowed", readAfter(StoredBucket.Ownership.BucketOwnerEnforced, null));
    }

    @Test
    void whatAnotherAccountWroteIsTheWritersElsewhere() throws Exception {
        assertEquals("Access Denied", readAfter(StoredBucket.Ownership.ObjectWriter, null));
        assertEquals("Access Denied", readAfter(StoredBucket.Ownership.BucketOwnerPreferred, null));
    }

    @Test
    void bucketOwnerFullControlHelps() throws Exception {
        ObjectCannedACL acl = ObjectCannedACL.BUCKET_OWNER_FULL_CONTROL;
        assertEquals("allowed", readAfter(StoredBucket.Ownership.BucketOwnerPreferred, acl));
        assertEquals("allowed", readAfter(StoredBucket.Ownership.ObjectWriter, acl));
    }

    @Test
    void aBucketsPolicyGivesAwayOnlyWhatTheBucketOwns() throws Exception {
        aws.s3().bucket(seed.bucket()).ownership(StoredBucket.Ownership.ObjectWriter);
        aws.s3().putPolicy(seed.bucket(), policy("Allow", "*", "\"s3:*\"", ""));
        S3Client deployer = open(clients.deployer());
        put(jenkins, seed.bucket(), KEY);
        assertEquals("allowed", instanceReads(seed.bucket()));
        aws.iam().attach(seed.roleArn(), "AmazonS3FullAccess");
        put(deployer, seed.bucket(), KEY);
        assertEquals(
                "403 AccessDenied: Access Denied",
                refused(() -> jenkins.getObject(r -> r.bucket(seed.bucket()).key(KEY))));
        assertEquals("allowed", instanceReads(seed.bucket()));
    }

    @Test
    void grantsAndCustomerKeysAreNotModelled() throws Exception {
        aws.s3().bucket(seed.bucket()).ownership(StoredBucket.Ownership.ObjectWriter);
        assertTrue(refused(() ->
                        jenkins.putObject(r -> r.bucket(seed.bucket()).key(KEY).grantRead("id=1"), RequestBody.empty()))
                .startsWith("501 NotImplemented"));
        assertThrows(
                Exception.class,
                () -> jenkins.putObject(
                        r -> r.bucket(seed.bucket()).key(KEY).sseCustomerAlgorithm("AES256"), RequestBody.empty()));
    }

    @Test
    void tellsHowAnObjectIsEncrypted() throws Exception {
        put(jenkins, seed.bucket(), KEY);
        HeadObjectResponse head =
                jenkins.headObject(r -> r.bucket(seed.bucket()).key(KEY));
        assertEquals(ServerSideEncryption.AES256, head.serverSideEncryption());
        assertNull(head.ssekmsKeyId());
    }
}
