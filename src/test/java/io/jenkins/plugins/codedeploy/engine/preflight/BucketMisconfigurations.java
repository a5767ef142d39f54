package io.jenkins.plugins.codedeploy.engine.preflight;

import static io.jenkins.plugins.codedeploy.engine.preflight.BuiltAccounts.BUCKET;
import static io.jenkins.plugins.codedeploy.engine.preflight.BuiltAccounts.INSTANCES;
import static io.jenkins.plugins.codedeploy.engine.preflight.BuiltAccounts.USER;
import static io.jenkins.plugins.codedeploy.engine.preflight.CheckResult.Status.FAILED;
import static io.jenkins.plugins.codedeploy.engine.preflight.CheckResult.Status.NOT_PROVABLE;

import io.jenkins.plugins.codedeploy.engine.setup.SetupDocument.Kind;
import io.jenkins.plugins.codedeploy.engine.upload.BucketOwner;
import io.jenkins.plugins.codedeploy.simulator.Accounts;
import io.jenkins.plugins.codedeploy.simulator.kms.Kms;
import java.util.List;

/** The bucket itself, and how it encrypts. */
final class BucketMisconfigurations {
    private static final String S3 = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/";
    private static final String KMS = "https://docs.aws.amazon.com/kms/latest/developerguide/";
    private static final String CD = "https://docs.aws.amazon.com/codedeploy/latest/userguide/";
    private static final String S3_DENIED = S3 + "troubleshoot-403-errors.html";
    private static final String DOWNLOAD = CD + "troubleshooting-deployments.html";
    private static final String MPU = S3 + "mpuoverview.html";

    private BucketMisconfigurations() {}

    static List<Misconfiguration> bucket() {
        return List.of(
                Misconfiguration.of(
                        "the bucket does not exist",
                        1,
                        Check.BUCKET,
                        FAILED,
                        S3 + "bucketnamingrules.html",
                        a -> a.aws.s3().deleteBucket(BUCKET),
                        "NoSuchBucket",
                        "The specified bucket does not exist"),
                Misconfiguration.of(
                        "the Region specified for the bucket is wrong",
                        1,
                        Check.BUCKET,
                        FAILED,
                        S3 + "Redirects.html",
                        a -> a.settings.bucketRegion = "us-west-2",
                        "PermanentRedirect",
                        "must be addressed using the specified endpoint"),
                Misconfiguration.of(
                        "the bucket is in another Region than the instances",
                        1,
                        Check.BUCKET_REGION,
                        FAILED,
                        DOWNLOAD,
                        BucketMisconfigurations::bucketElsewhere,
                        "DownloadBundle",
                        "must be addressed using the specified endpoint"),
                Misconfiguration.of(
                        "the bucket is in another Region, and none is specified",
                        1,
                        Check.BUCKET,
                        FAILED,
                        S3 + "Redirects.html",
                        a -> {
                            bucketElsewhere(a);
                            a.settings.bucketRegion = a.settings.region;
                        },
                        "PermanentRedirect",
                        "must be addressed using the specified endpoint"),
                Misconfiguration.of(
                                "the bucket belongs to the target account, given as the source's",
                                1,
                                Check.UPLOAD,
                                FAILED,
                                S3_DENIED,
                                a -> a.settings.bucketOwner = BucketOwner.SOURCE,
                                "AccessDenied",
                                "Access Denied")
                        .in(BuiltAccounts::bucketInTarget),
                Misconfiguration.of(
                        "the bucket belongs to the source account, given as the target's",
                        1,
                        Check.UPLOAD,
                        FAILED,
                        S3_DENIED,
                        a -> a.settings.bucketOwner = BucketOwner.TARGET,
                        "AccessDenied",
                        "Access Denied"),
                Misconfiguration.of(
                        "another owner is expected",
                        1,
                        Check.BUCKET,
                        FAILED,
                        S3 + "bucket-owner-condition.html",
                        a -> a.settings.expectedOwner = "333333333333",
                        "AccessDenied",
                        "Access Denied"));
    }

    static List<Misconfiguration> encryption() {
        return List.of(
                Misconfiguration.of(
                        "the bucket encrypts with the AWS managed key",
                        1,
                        Check.ENCRYPTION,
                        FAILED,
                        S3 + "bucket-encryption.html",
                        BucketMisconfigurations::managedKey,
                        "DownloadBundle",
                        "not authorized to perform: kms:Decrypt",
                        "because no resource-based policy allows the kms:Decrypt action"),
                Misconfiguration.of(
                                "the key policy leaves the instances out",
                                2,
                                Check.ENCRYPTION,
                                NOT_PROVABLE,
                                KMS + "key-policy-modifying-external-accounts.html",
                                a -> a.keyPolicy(a.keyArn(), Kms.defaultPolicy(Accounts.SOURCE)),
                                "DownloadBundle",
                                "not authorized to perform: kms:Decrypt",
                                "because no resource-based policy allows the kms:Decrypt action")
                        .in(BuiltAccounts::encrypted),
                Misconfiguration.of(
                                "the instances' role may not decrypt by its own policy",
                                2,
                                Check.INSTANCE_ROLE,
                                NOT_PROVABLE,
                                KMS + "key-policy-modifying-external-accounts.html",
                                a -> a.aws.iam().putPolicy(INSTANCES, "Setup", Policies.allow("s3:Get*", "*")),
                                "DownloadBundle",
                                "not authorized to perform: kms:Decrypt",
                                "because no identity-based policy allows the kms:Decrypt action")
                        .in(BuiltAccounts::encrypted),
                Misconfiguration.of(
                                "the uploader may not encrypt",
                                4,
                                Check.UPLOAD,
                                FAILED,
                                S3 + "UsingKMSEncryption.html",
                                BucketMisconfigurations::uploaderWithoutKey,
                                "not authorized to perform: kms:GenerateDataKey")
                        .in(BuiltAccounts::encrypted),
                Misconfiguration.of(
                                "the uploader may encrypt but not decrypt",
                                4,
                                Check.UPLOAD,
                                FAILED,
                                MPU,
                                a -> {
                                    uploaderWithoutKey(a);
                                    a.aws.iam().putPolicy(USER, "Encrypt", Policies.allow("kms:GenerateDataKey", "*"));
                                },
                                "not authorized to perform: kms:Decrypt")
                        .in(BuiltAccounts::encrypted),
                Misconfiguration.of(
                                "the key is disabled",
                                1,
                                Check.UPLOAD,
                                FAILED,
                                KMS + "enabling-keys.html",
                                a -> a.keys.get(a.keyArn()).enabled(false),
                                "KMS.DisabledException")
                        .in(BuiltAccounts::encrypted),
                Misconfiguration.of(
                        "the key that is given does not exist",
                        1,
                        Check.UPLOAD,
                        FAILED,
                        KMS + "find-cmk-id-arn.html",
                        a -> a.settings.kmsKeyId =
                                "arn:aws:kms:eu-central-1:111111111111:key/0a1b2c3d-0000-4000-8000-000000000000",
                        "KMS.NotFoundException"));
    }

    private static void bucketElsewhere(BuiltAccounts a) throws Exception {
        a.aws.s3().deleteBucket(BUCKET);
        a.aws.s3().createBucket(BUCKET, Accounts.SOURCE, "us-west-2");
        a.aws.s3().putPolicy(BUCKET, a.document(Kind.BUCKET_POLICY));
        a.settings.bucketRegion = "us-west-2";
    }

    /** The instances' role may decrypt with any key, as far as it goes. */
    private static void managedKey(BuiltAccounts a) throws Exception {
        a.aws.s3().bucket(BUCKET).encryptByKms(null);
        a.aws.iam().putPolicy(INSTANCES, "Decrypt", Policies.allow("kms:Decrypt", "*"));
        a.aws.iam().putPolicy(USER, "Encrypt", Policies.allow("kms:*", "*"));
    }

    private static void uploaderWithoutKey(BuiltAccounts a) throws Exception {
        Policies.uploaderWithout(a, "EncryptRevisions");
        a.keyPolicy(a.keyArn(), Policies.without(a.document(Kind.KEY_POLICY), "UploaderEncrypts"));
    }
}
