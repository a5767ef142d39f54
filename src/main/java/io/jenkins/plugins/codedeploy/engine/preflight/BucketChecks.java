package io.jenkins.plugins.codedeploy.engine.preflight;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.Guidance;
import io.jenkins.plugins.codedeploy.engine.GuideStep;
import io.jenkins.plugins.codedeploy.engine.Problem;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.aws.AwsErrors;
import io.jenkins.plugins.codedeploy.engine.aws.BucketKeys;
import io.jenkins.plugins.codedeploy.engine.diagnosis.Advice;
import io.jenkins.plugins.codedeploy.engine.diagnosis.Denial;
import io.jenkins.plugins.codedeploy.engine.diagnosis.Remedies;
import io.jenkins.plugins.codedeploy.engine.diagnosis.UploadDiagnosis;
import io.jenkins.plugins.codedeploy.engine.upload.BucketTarget;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.codedeploy.model.ComputePlatform;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionByDefault;

/** The bucket itself: there, whose, where, how it owns and encrypts. */
final class BucketChecks {
    private final Scene scene;
    private final BucketTarget bucket;

    BucketChecks(Scene scene) {
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
            return location.equals(bucket.region())
                    ? CheckResult.passed(Check.BUCKET, Text.of("preflight.bucket", bucket.bucket(), location))
                    : CheckResult.failed(Check.BUCKET, otherRegion(location));
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
                        Check.BUCKET,
                        explain(e, Text.of("preflight.bucket.owner", bucket.bucket(), bucket.expectedOwner())));
            }
            return mayNotLook(Check.BUCKET, e);
        }
    }

    /** Instances ask S3 in their own region. */
    @NonNull
    CheckResult region() {
        CheckResult without = without(Check.BUCKET_REGION);
        if (without != null) {
            return without;
        }
        String deployment = scene.request().access().region();
        String location = bucket.region();
        try {
            location = scene.location();
        } catch (SdkException e) {
            // then the region that was given counts
        }
        if (location.equals(deployment) || !isServer()) {
            return CheckResult.passed(Check.BUCKET_REGION, Text.of("preflight.region", location));
        }
        return CheckResult.failed(
                Check.BUCKET_REGION,
                new Problem(
                        Text.of("preflight.region.other", bucket.bucket(), location, deployment),
                        null,
                        null,
                        Advice.otherRegion(scene.known())));
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
                    .s3()
                    .getBucketOwnershipControls(
                            r -> r.bucket(bucket.bucket()).expectedBucketOwner(bucket.expectedOwner()))
                    .ownershipControls()
                    .rules()
                    .stream()
                    .map(r -> r.objectOwnershipAsString())
                    .findFirst()
                    .orElse("ObjectWriter");
        } catch (SdkException e) {
            if (!AwsErrors.code(e).equals("OwnershipControlsNotFoundError")) {
                return mayNotLook(Check.OWNERSHIP, e);
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
            return CheckResult.passed(Check.ENCRYPTION, Text.of("preflight.encryption.key", bucket.kmsKeyId()));
        }
        ServerSideEncryptionByDefault rule;
        try {
            rule = scene.encryption();
        } catch (SdkException e) {
            return AwsErrors.code(e).equals("ServerSideEncryptionConfigurationNotFoundError")
                    ? CheckResult.passed(Check.ENCRYPTION, Text.of("preflight.encryption.plain"))
                    : mayNotLook(Check.ENCRYPTION, e);
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
        return CheckResult.passed(
                Check.ENCRYPTION, Text.of("preflight.encryption.key", managed ? "alias/aws/s3" : key));
    }

    @CheckForNull
    private CheckResult without(Check check) {
        if (bucket == null) {
            return CheckResult.notApplicable(check, Text.of("preflight.noBucket"));
        }
        return scene.request().uploadsAsRole() && !scene.isEntered()
                ? CheckResult.notPermitted(check, Text.of("preflight.notEntered"), null)
                : null;
    }

    private boolean isServer() {
        try {
            return scene.group().computePlatform() == ComputePlatform.SERVER;
        } catch (SdkException e) {
            return true;
        }
    }

    /** Whether it is the expected owner alone that is in the way. */
    private boolean isForeign(SdkException e) {
        if (bucket.expectedOwner() == null || !AwsErrors.isAccessDenied(e)) {
            return false;
        }
        try {
            scene.s3().getBucketLocation(r -> r.bucket(bucket.bucket()));
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
                Guidance.of(
                        GuideStep.BUCKET,
                        Guidance.cause(
                                Text.of("preflight.bucket.region.why"), Remedies.setting("bucketRegion", location))));
    }

    private Problem explain(SdkException e, Text summary) {
        return new Problem(
                summary,
                Text.of("preflight.said", AwsErrors.code(e), AwsErrors.message(e)),
                null,
                UploadDiagnosis.of(
                        scene.known(),
                        "s3:GetBucketLocation",
                        AwsErrors.isAccessDenied(e),
                        AwsErrors.code(e),
                        AwsErrors.message(e),
                        null,
                        bucket.expectedOwner()));
    }

    private static CheckResult mayNotLook(Check check, SdkException e) {
        String action = Denial.read(AwsErrors.message(e)).action();
        return CheckResult.notPermitted(
                check,
                action == null
                        ? Text.of("preflight.said", AwsErrors.code(e), AwsErrors.message(e))
                        : Text.of("preflight.mayNotLook", action),
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
