package io.jenkins.plugins.codedeploy.engine.preflight;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.Guidance;
import io.jenkins.plugins.codedeploy.engine.GuideStep;
import io.jenkins.plugins.codedeploy.engine.Problem;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.aws.AwsErrors;
import io.jenkins.plugins.codedeploy.engine.aws.AwsService;
import io.jenkins.plugins.codedeploy.engine.aws.BucketKeys;
import io.jenkins.plugins.codedeploy.engine.diagnosis.Advice;
import io.jenkins.plugins.codedeploy.engine.diagnosis.Remedies;
import io.jenkins.plugins.codedeploy.engine.diagnosis.UploadDiagnosis;
import io.jenkins.plugins.codedeploy.engine.facts.SetupValues.Field;
import io.jenkins.plugins.codedeploy.engine.upload.BucketRegion;
import io.jenkins.plugins.codedeploy.engine.upload.BucketTarget;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.codedeploy.model.ComputePlatform;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionByDefault;

/** The bucket itself: there, whose, where, how it owns and encrypts. */
final class BucketChecks {
    private final PreflightContext scene;
    private final BucketTarget bucket;

    BucketChecks(PreflightContext scene) {
        this.scene = scene;
        bucket = scene.request().bucket();
    }

    @NonNull
    CheckResult bucket() {
        CheckResult without = without(Check.BUCKET);
        if (without != null) {
            return without;
        }
        try {
            String location = scene.location();
            if (!location.equals(bucket.region())) {
                return CheckResult.failed(Check.BUCKET, otherRegion(location));
            }
            if (bucket.expectedOwner() == null && owner() != null) {
                // the location was asked for while STS was still asked who uploads
                scene.ask(
                        AwsService.S3,
                        () -> scene.s3()
                                .getBucketLocation(
                                        r -> r.bucket(bucket.bucket()).expectedBucketOwner(owner())));
            }
            return CheckResult.passed(Check.BUCKET, whose(location));
        } catch (SdkException e) {
            String elsewhere = elsewhere(e);
            if (elsewhere != null && !elsewhere.equals(bucket.region())) {
                return CheckResult.failed(Check.BUCKET, otherRegion(elsewhere));
            }
            if (AwsErrors.code(e).equals("NoSuchBucket")) {
                return CheckResult.failed(Check.BUCKET, explain(e, Text.of("preflight.bucket.none", bucket.bucket())));
            }
            if (isForeign(e)) {
                return CheckResult.failed(
                        Check.BUCKET, explain(e, Text.of("preflight.bucket.owner", bucket.bucket(), owner())));
            }
            return mayNotLook(Check.BUCKET, "s3:GetBucketLocation", e);
        }
    }

    /** Instances ask S3 in their own region. */
    @NonNull
    CheckResult region() {
        CheckResult without = without(Check.BUCKET_REGION);
        if (without != null) {
            return without;
        }
        String location = location();
        if (location == null) {
            return CheckResult.notPermitted(
                    Check.BUCKET_REGION, Text.of("preflight.region.untold", bucket.bucket()), null);
        }
        String deployment = scene.request().access().region();
        if (location.equals(deployment)) {
            return CheckResult.passed(Check.BUCKET_REGION, Text.of("preflight.region", location));
        }
        ComputePlatform platform = scene.platform();
        if (platform != null && platform != ComputePlatform.SERVER) {
            return CheckResult.passed(Check.BUCKET_REGION, Text.of("preflight.region.service", location, platform));
        }
        Problem other = new Problem(
                Text.of("preflight.region.other", bucket.bucket(), location, deployment),
                null,
                null,
                Advice.otherRegion(scene.known()));
        return platform == null
                ? CheckResult.notProvable(Check.BUCKET_REGION, other)
                : CheckResult.failed(Check.BUCKET_REGION, other);
    }

    /** Null where S3 does not tell; it tells even whom it refuses. */
    @CheckForNull
    private String location() {
        try {
            return scene.location();
        } catch (SdkException e) {
            String elsewhere = elsewhere(e);
            return elsewhere == null ? BucketRegion.of(scene.s3(), bucket.bucket()) : elsewhere;
        }
    }

    @NonNull
    CheckResult ownership() {
        CheckResult without = without(Check.OWNERSHIP);
        if (without != null) {
            return without;
        }
        String rule;
        try {
            rule = scene
                    .ask(
                            AwsService.S3,
                            () -> scene.s3()
                                    .getBucketOwnershipControls(
                                            r -> r.bucket(bucket.bucket()).expectedBucketOwner(owner())))
                    .ownershipControls()
                    .rules()
                    .stream()
                    .map(r -> r.objectOwnershipAsString())
                    .findFirst()
                    .orElse("ObjectWriter");
        } catch (SdkException e) {
            if (!AwsErrors.code(e).equals("OwnershipControlsNotFoundError")) {
                return mayNotLook(Check.OWNERSHIP, "s3:GetBucketOwnershipControls", e);
            }
            rule = "ObjectWriter";
        }
        return CheckResult.passed(
                Check.OWNERSHIP,
                rule.equals("BucketOwnerEnforced")
                        ? Text.of("preflight.ownership", rule)
                        : Text.of("preflight.ownership.writer", rule));
    }

    @NonNull
    CheckResult encryption() {
        CheckResult without = without(Check.ENCRYPTION);
        if (without != null) {
            return without;
        }
        if (bucket.kmsKeyId() != null) {
            return key(bucket.kmsKeyId());
        }
        ServerSideEncryptionByDefault rule;
        try {
            rule = scene.encryption();
        } catch (SdkException e) {
            return AwsErrors.code(e).equals("ServerSideEncryptionConfigurationNotFoundError")
                    ? CheckResult.passed(Check.ENCRYPTION, Text.of("preflight.encryption.plain"))
                    : mayNotLook(Check.ENCRYPTION, "s3:GetEncryptionConfiguration", e);
        }
        if (!String.valueOf(rule.sseAlgorithmAsString()).startsWith("aws:kms")) {
            return CheckResult.passed(Check.ENCRYPTION, Text.of("preflight.encryption.plain"));
        }
        String key = rule.kmsMasterKeyID();
        boolean managed = BucketKeys.isManaged(rule);
        if (managed && scene.isAcrossAccounts()) {
            return CheckResult.failed(
                    Check.ENCRYPTION,
                    new Problem(
                            Text.of("preflight.encryption.managed", bucket.bucket()),
                            null,
                            null,
                            Advice.managedKey(scene.known())));
        }
        return managed
                ? CheckResult.passed(Check.ENCRYPTION, Text.of("preflight.encryption.key", "alias/aws/s3"))
                : key(key);
    }

    /** Of a customer's own; whether its policy lets the instances decrypt, nobody but its account may look. */
    private CheckResult key(String key) {
        if (!scene.isAcrossAccounts()) {
            return CheckResult.passed(Check.ENCRYPTION, Text.of("preflight.encryption.key", key));
        }
        String proof = scene.lastInstalled();
        return proof.isEmpty()
                ? CheckResult.onlyInDeployment(
                        Check.ENCRYPTION,
                        new Problem(
                                Text.of(
                                        "preflight.encryption.unsure",
                                        key,
                                        scene.known().show(Field.INSTANCE_ROLE)),
                                null,
                                null,
                                Advice.key(scene.known().with(Field.KMS_KEY, key))))
                : CheckResult.passed(
                        Check.ENCRYPTION, Text.of("preflight.encryption.proven", key, proof, bucket.bucket()));
    }

    @CheckForNull
    private CheckResult without(Check check) {
        if (bucket == null) {
            return scene.withoutBucket(check);
        }
        return scene.request().uploadsAsRole() && !scene.isEntered()
                ? CheckResult.notPermitted(check, Text.of("preflight.notEntered"), null)
                : null;
    }

    /** The account that the bucket must belong to; null where neither it is given nor STS says who uploads. */
    @CheckForNull
    private String owner() {
        return scene.bucket().expectedOwner();
    }

    private Text whose(String location) {
        String owner = owner();
        return owner == null
                ? Text.of("preflight.bucket", bucket.bucket(), location)
                : Text.of("preflight.bucket.owned", bucket.bucket(), location, owner);
    }

    /** Whether it is the expected owner alone that is in the way. */
    private boolean isForeign(SdkException e) {
        if (owner() == null || !AwsErrors.isAccessDenied(e)) {
            return false;
        }
        try {
            scene.ask(AwsService.S3, () -> scene.s3().getBucketLocation(r -> r.bucket(bucket.bucket())));
            return true;
        } catch (SdkException again) {
            return false;
        }
    }

    private Problem otherRegion(String location) {
        return new Problem(
                Text.of("preflight.bucket.region", bucket.bucket(), location, bucket.region()),
                null,
                null,
                location.equals(scene.request().access().region())
                        ? Guidance.of(
                                GuideStep.BUCKET,
                                Guidance.cause(
                                        Text.of("preflight.bucket.region.why"),
                                        Remedies.setting("bucketRegion", location)))
                        : Advice.otherRegion(scene.known()));
    }

    private Problem explain(SdkException e, Text summary) {
        return new Problem(
                summary,
                BucketFacts.said(e),
                null,
                UploadDiagnosis.of(
                        scene.known(),
                        "s3:GetBucketLocation",
                        AwsErrors.isAccessDenied(e),
                        AwsErrors.code(e),
                        AwsErrors.message(e),
                        null,
                        owner()));
    }

    private static CheckResult mayNotLook(Check check, String action, SdkException e) {
        return CheckResult.notPermitted(
                check,
                AwsErrors.isAccessDenied(e) ? Text.of("preflight.mayNotLook", action) : BucketFacts.said(e),
                null);
    }

    @CheckForNull
    private static String elsewhere(SdkException e) {
        if (e instanceof AwsServiceException answer
                && answer.awsErrorDetails() != null
                && answer.awsErrorDetails().sdkHttpResponse() != null) {
            return answer.awsErrorDetails()
                    .sdkHttpResponse()
                    .firstMatchingHeader("x-amz-bucket-region")
                    .orElse(null);
        }
        return null;
    }
}
