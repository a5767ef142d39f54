package io.jenkins.plugins.codedeploy.simulator.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.simulator.Accounts;
import io.jenkins.plugins.codedeploy.simulator.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.ExpirationStatus;
import software.amazon.awssdk.services.s3.model.HeadBucketResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

class BucketTest extends S3Fixture {
    @Test
    void tellsItsRegion() {
        assertEquals(
                "eu-central-1", source.headBucket(r -> r.bucket(seed.bucket())).bucketRegion());
        assertEquals(
                "eu-central-1",
                source.getBucketLocation(r -> r.bucket(seed.bucket())).locationConstraintAsString());
    }

    private static String regionOf(S3Exception e) {
        return e.awsErrorDetails()
                .sdkHttpResponse()
                .firstMatchingHeader("x-amz-bucket-region")
                .orElse("");
    }

    @Test
    void sendsElsewhereWhoAsksInAnotherRegion() throws Exception {
        S3Client irish = open(clients.jenkins(), "eu-west-1");
        S3Exception redirect = assertThrows(S3Exception.class, () -> put(irish, seed.bucket(), KEY));
        assertEquals(301, redirect.statusCode());
        assertEquals("PermanentRedirect", redirect.awsErrorDetails().errorCode());
        assertEquals("eu-central-1", regionOf(redirect));
        S3Client global = open(clients.jenkins(), "us-east-1");
        S3Exception malformed = assertThrows(S3Exception.class, () -> put(global, seed.bucket(), KEY));
        assertEquals(
                "The authorization header is malformed; the region 'us-east-1' is wrong; expecting 'eu-central-1'",
                malformed.awsErrorDetails().errorMessage());
        assertEquals("eu-central-1", regionOf(malformed));
        S3Exception head = assertThrows(S3Exception.class, () -> irish.headBucket(r -> r.bucket(seed.bucket())));
        assertEquals(301, head.statusCode());
    }

    @Test
    void livesInAnyRegionOfEitherAccount() throws Exception {
        aws.s3().createBucket("ireland", Accounts.TARGET, "eu-west-1");
        put(open(clients.administrator(Accounts.TARGET), "eu-west-1"), "ireland", KEY);
        assertEquals(
                301,
                assertThrows(S3Exception.class, () -> put(target, "ireland", KEY))
                        .statusCode());
    }

    @Test
    void refusesABucketThatDoesNotExist() {
        assertEquals(
                "404 NoSuchBucket: The specified bucket does not exist",
                refused(() -> put(jenkins, "no-such-bucket", KEY)));
    }

    @Test
    void createsListsAndNamesBucketsOnce() throws Exception {
        source.createBucket(r -> r.bucket("mine"));
        assertTrue(refused(() -> source.createBucket(r -> r.bucket("mine"))).startsWith("409 BucketAlreadyOwnedByYou"));
        assertTrue(refused(() -> target.createBucket(r -> r.bucket("mine"))).startsWith("409 BucketAlreadyExists"));
        assertEquals(2, source.listBuckets().buckets().size());
        HeadBucketResponse head = source.headBucket(r -> r.bucket("mine"));
        assertEquals("eu-central-1", head.bucketRegion());
    }

    @Test
    void showsItsPolicyToItsOwnersAccountOnly() throws Exception {
        assertTrue(source.getBucketPolicy(r -> r.bucket(seed.bucket())).policy().contains(seed.instanceRoleArn()));
        assertEquals(
                "403 AccessDenied: Access Denied", refused(() -> target.getBucketPolicy(r -> r.bucket(seed.bucket()))));
        aws.s3().putPolicy(seed.bucket(), policy("Allow", Accounts.TARGET, "\"s3:*\"", ""));
        assertEquals(
                "405 MethodNotAllowed: The specified method is not allowed against this resource.",
                refused(() -> target.getBucketPolicy(r -> r.bucket(seed.bucket()))));
        assertTrue(refused(() ->
                        target.putBucketPolicy(r -> r.bucket(seed.bucket()).policy("{}")))
                .startsWith("405 MethodNotAllowed"));
        source.deleteBucketPolicy(r -> r.bucket(seed.bucket()));
        assertEquals(
                "404 NoSuchBucketPolicy: The bucket policy does not exist",
                refused(() -> source.getBucketPolicy(r -> r.bucket(seed.bucket()))));
    }

    @Test
    void showsADeadPrincipalByItsUniqueId() throws Exception {
        String id = aws.iam().entity(seed.instanceRoleArn()).id();
        aws.iam().delete(seed.instanceRoleArn());
        String shown = source.getBucketPolicy(r -> r.bucket(seed.bucket())).policy();
        assertTrue(shown.contains("{\"AWS\":\"" + id + "\"}"), shown);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                "{\"Statement\": {\"Effect\": \"Allow\", \"Principal\": \"*\", \"Action\": \"s3:GetObject\", \"Resource\": \"arn:aws:s3:::other/*\"}}",
                "{\"Statement\": {\"Effect\": \"Allow\", \"Principal\": {\"AWS\": \"arn:aws:iam::222222222222:instance-profile/CodeDeploy-Instances\"}, \"Action\": \"s3:GetObject\", \"Resource\": \"arn:aws:s3:::revisions-111111111111/*\"}}",
            })
    void refusesAMalformedPolicy(String policy) {
        String words = refused(
                () -> source.putBucketPolicy(r -> r.bucket(seed.bucket()).policy(policy)));
        assertTrue(words.startsWith("400 MalformedPolicy: "), words);
    }

    @Test
    void takesTheGuidesPolicyWithTheRoleAsItsPrincipal() {
        source.putBucketPolicy(
                r -> r.bucket(seed.bucket()).policy(Seed.readableBy(seed.bucket(), seed.instanceRoleArn())));
    }

    @Test
    void setsVersioningOwnershipEncryptionAndLifecycle() {
        source.putBucketVersioning(
                r -> r.bucket(seed.bucket()).versioningConfiguration(v -> v.status(BucketVersioningStatus.SUSPENDED)));
        assertEquals(
                BucketVersioningStatus.SUSPENDED,
                source.getBucketVersioning(r -> r.bucket(seed.bucket())).status());
        source.putBucketOwnershipControls(r ->
                r.bucket(seed.bucket()).ownershipControls(o -> o.rules(rule -> rule.objectOwnership("ObjectWriter"))));
        assertEquals(StoredBucket.Ownership.ObjectWriter, ownership());
        source.putBucketEncryption(r -> r.bucket(seed.bucket())
                .serverSideEncryptionConfiguration(c -> c.rules(rule -> rule.bucketKeyEnabled(true)
                        .applyServerSideEncryptionByDefault(
                                e -> e.sseAlgorithm("aws:kms").kmsMasterKeyID("alias/key")))));
        assertEquals(
                "alias/key",
                source.getBucketEncryption(r -> r.bucket(seed.bucket()))
                        .serverSideEncryptionConfiguration()
                        .rules()
                        .get(0)
                        .applyServerSideEncryptionByDefault()
                        .kmsMasterKeyID());
        assertTrue(refused(() -> source.getBucketLifecycleConfiguration(r -> r.bucket(seed.bucket())))
                .startsWith("404 NoSuchLifecycleConfiguration"));
        source.putBucketLifecycleConfiguration(r -> r.bucket(seed.bucket())
                .lifecycleConfiguration(l -> l.rules(rule -> rule.id("abort")
                        .status(ExpirationStatus.ENABLED)
                        .filter(f -> f.prefix(""))
                        .abortIncompleteMultipartUpload(a -> a.daysAfterInitiation(7)))));
        assertEquals(
                7,
                source.getBucketLifecycleConfiguration(r -> r.bucket(seed.bucket()))
                        .rules()
                        .get(0)
                        .abortIncompleteMultipartUpload()
                        .daysAfterInitiation());
    }

    private StoredBucket.Ownership ownership() {
        try {
            return aws.s3().bucket(seed.bucket()).ownership();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void saysWhatItDoesNotDo() {
        put(jenkins, seed.bucket(), KEY);
        assertTrue(refused(() -> source.copyObject(r -> r.sourceBucket(seed.bucket())
                        .sourceKey(KEY)
                        .destinationBucket(seed.bucket())
                        .destinationKey("copy")))
                .startsWith("501 NotImplemented"));
    }
}
