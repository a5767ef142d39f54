package io.jenkins.plugins.codedeploy.engine.upload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.engine.EngineException;
import io.jenkins.plugins.codedeploy.engine.aws.AwsEndpoints;
import io.jenkins.plugins.codedeploy.engine.aws.SourceIdentity;
import io.jenkins.plugins.codedeploy.engine.aws.TargetAccess;
import io.jenkins.plugins.codedeploy.simulator.Accounts;
import io.jenkins.plugins.codedeploy.simulator.http.Fault;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

@Timeout(value = 10, unit = TimeUnit.MINUTES)
class UploadRefusalsTest {
    @TempDir
    Path folder;

    private UploadBench bench;
    private UploadBench.Archive packed;

    @BeforeEach
    void start() throws Exception {
        bench = new UploadBench();
        packed = UploadBench.archive(1, 5000);
    }

    @AfterEach
    void stop() throws Exception {
        bench.close();
    }

    @Test
    void theExpectedOwnerIsChecked() throws Exception {
        bench.upload(owned(Accounts.SOURCE), packed);
        String message = refused(owned(Accounts.TARGET));
        assertTrue(message.contains("might not belong to account 222222222222"), message);
    }

    @Test
    void aBareRefusalIsExplained() throws Exception {
        BucketTarget foreign =
                new BucketTarget(bench.aws.seed().targetBucket(), bench.aws.region(), BucketOwner.SOURCE, null, null);
        String message = refused(foreign);
        assertTrue(
                message.startsWith(
                        "S3 denied access: credential \"aws-dev\" is not allowed to perform s3:PutObject on arn:aws:s3:::"
                                + foreign.bucket() + "/CodeDeploy/shop/"),
                message);
        assertTrue(message.contains("Access Denied"), message);
        assertFalse(message.contains("X-Amz-"), message);
    }

    @Test
    void aRefusedRoleIsExplainedByItsTrustPolicy() throws Exception {
        bench.aws.iam().putPolicy(bench.user(), "AssumeRole", UploadBench.allow("s3:*", "*"));
        String message = refused(bench.target());
        assertTrue(
                message.contains("is not allowed to assume " + bench.aws.seed().roleArn()), message);
    }

    @Test
    void aBucketThatDoesNotExist() {
        String message = refused(BucketTarget.of("nobodys-bucket", bench.aws.region()));
        assertTrue(message.contains("there is no bucket nobodys-bucket."), message);
    }

    @Test
    void aMissingRightToTheKeyIsNamed() {
        bench.aws
                .faults()
                .next(
                        "s3",
                        "CreateMultipartUpload",
                        Fault.error(403, "AccessDenied", "User: u is not authorized to perform: kms:GenerateDataKey"));
        String message = refused(bench.source());
        assertTrue(message.contains("kms:GenerateDataKey"), message);
    }

    @Test
    void encryptsByTheKeyThatIsNamed() throws Exception {
        String key = bench.key();
        bench.aws.iam().putPolicy(bench.user(), "Kms", UploadBench.allow("kms:*", key));
        PushedRevision pushed = bench.upload(encrypted(key), packed);
        HeadObjectResponse head = bench.s3.headObject(
                r -> r.bucket(pushed.revision().bucket()).key(pushed.revision().key()));
        assertEquals(ServerSideEncryption.AWS_KMS, head.serverSideEncryption());
        assertEquals(key, head.ssekmsKeyId());
        assertFalse(bench.upload(encrypted(key), packed).uploaded(), "the checksum can be compared");
    }

    @Test
    void partsUnderAKeyNeedDecryptToo() throws Exception {
        String key = bench.key();
        assertTrue(refused(encrypted(key)).contains("kms:GenerateDataKey"));
        bench.aws.iam().putPolicy(bench.user(), "Kms", UploadBench.allow("kms:GenerateDataKey", key));
        String message = refused(encrypted(key));
        assertTrue(message.contains("kms:GenerateDataKey"), message);
        assertTrue(bench.open.isEmpty());
    }

    @Test
    void aKeyThatDoesNotExist() {
        String message = refused(encrypted("arn:aws:kms:eu-central-1:111111111111:key/none"));
        assertTrue(message.contains("KMS.NotFoundException"), message);
        assertTrue(message.contains("There is no KMS key"), message);
    }

    @Test
    void anotherRegionIsNamed() {
        String message = refused(BucketTarget.of(bench.source().bucket(), "us-east-1"));
        assertTrue(message.contains("eu-central-1"), message);
    }

    /** Else each identical upload would be sent again, under one more key. */
    @Test
    void whoMayNotReadIsToldSoInsteadOfLeavingMoreObjects() throws Exception {
        bench.aws.iam().putPolicy(bench.user(), "Upload", UploadBench.allow("s3:PutObject", "*"));
        assertTrue(bench.upload(bench.source(), packed).uploaded());
        long sent = bench.aws.calls().count("UploadPart");
        EngineException e = assertThrows(EngineException.class, () -> bench.upload(bench.source(), packed));
        assertEquals("upload.unreadable", e.problem().summary().code());
        assertEquals(
                "diagnosis.identity",
                e.problem().guidance().causes().get(0).why().code());
        assertTrue(e.getMessage().contains("s3:GetObject"), e.getMessage());
        assertEquals(2 * sent, bench.aws.calls().count("UploadPart"), "sent once, not once for each key");
    }

    @Test
    void anUnreachableS3IsSaidToBeUnreachable() throws Exception {
        AccountClients clients = bench.clients(bench.source());
        bench.aws.close();
        EngineException e = assertThrows(
                EngineException.class,
                () -> bench.upload(bench.uploader(clients, bench.source()), packed, UploadBench.KEY, bench));
        assertEquals("aws.unreachable", e.problem().summary().code());
        assertTrue(e.getMessage().contains(bench.aws.endpoint().getAuthority()), e.getMessage());
        assertFalse(e.getMessage().contains("X-Amz-"), e.getMessage());
    }

    /** The SDK says of each place where it looked why there were none; one sentence of it is enough. */
    @Test
    void withoutCredentialsNothingIsAsked() {
        AwsCredentialsProvider none = AwsCredentialsProviderChain.of(() -> {
            throw SdkClientException.create("no profile");
        });
        TargetAccess access = TargetAccess.of(
                        new SourceIdentity(none, "none", "the default credentials"), null, null, bench.aws.region())
                .with(AwsEndpoints.all(bench.aws.endpoint()));
        EngineException e = assertThrows(
                EngineException.class,
                () -> bench.upload(
                        bench.uploader(new AccountClients(bench.clients, access, null, bench.source()), bench.source()),
                        packed,
                        UploadBench.KEY,
                        bench));

        assertEquals(
                "Could not load credentials: the default credentials."
                        + " Unable to load credentials from any of the providers.",
                e.problem().summary() + " " + e.problem().cause());
        assertTrue(String.valueOf(e.problem().fix()).contains("AWS_PROFILE"), e.getMessage());
        assertEquals(0, bench.aws.calls().count("CreateMultipartUpload"));
    }

    private BucketTarget owned(String account) {
        return new BucketTarget(bench.source().bucket(), bench.aws.region(), BucketOwner.SOURCE, account, null);
    }

    private BucketTarget encrypted(String key) {
        return new BucketTarget(bench.source().bucket(), bench.aws.region(), BucketOwner.SOURCE, null, key);
    }

    private String refused(BucketTarget target) {
        return assertThrows(EngineException.class, () -> bench.upload(target, packed))
                .getMessage();
    }
}
