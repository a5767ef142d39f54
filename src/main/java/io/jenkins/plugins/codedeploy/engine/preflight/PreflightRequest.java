package io.jenkins.plugins.codedeploy.engine.preflight;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.Inputs;
import io.jenkins.plugins.codedeploy.engine.aws.TargetAccess;
import io.jenkins.plugins.codedeploy.engine.facts.SetupValues;
import io.jenkins.plugins.codedeploy.engine.facts.SetupValues.Field;
import io.jenkins.plugins.codedeploy.engine.upload.BucketOwner;
import io.jenkins.plugins.codedeploy.engine.upload.BucketTarget;
import io.jenkins.plugins.codedeploy.engine.upload.ObjectNaming;

/**
 * What is to be checked; what is not given is not looked at.
 *
 * @param bucket null where nothing is uploaded
 * @param keyPrefix of the revisions' keys, without a slash at its end
 * @param deploymentConfig null for the group's own
 * @param triesStop whether StopDeployment and ContinueDeployment are called on a deployment of the group that has ended
 */
public record PreflightRequest(
        @NonNull TargetAccess access,
        @CheckForNull BucketTarget bucket,
        @NonNull String keyPrefix,
        @CheckForNull String application,
        @CheckForNull String deploymentGroup,
        @CheckForNull String deploymentConfig,
        boolean triesStop) {

    /** With every check. */
    public PreflightRequest(
            @NonNull TargetAccess access,
            @CheckForNull BucketTarget bucket,
            @NonNull String keyPrefix,
            @CheckForNull String application,
            @CheckForNull String deploymentGroup,
            @CheckForNull String deploymentConfig) {
        this(access, bucket, keyPrefix, application, deploymentGroup, deploymentConfig, true);
    }

    public PreflightRequest {
        application = Inputs.optional("application", application);
        deploymentGroup = Inputs.optional("deploymentGroup", deploymentGroup);
        deploymentConfig = Inputs.optional("deploymentConfig", deploymentConfig);
    }

    /** Without StopDeployment and ContinueDeployment, unless they are wanted. */
    @NonNull
    public PreflightRequest tryingStop(boolean wanted) {
        return new PreflightRequest(access, bucket, keyPrefix, application, deploymentGroup, deploymentConfig, wanted);
    }

    /** Whether the one who uploads is the role. */
    boolean uploadsAsRole() {
        return bucket != null && bucket.owner() == BucketOwner.TARGET && access.role() != null;
    }

    /** A key as a revision would have it. */
    @NonNull
    String sampleKey() {
        return (keyPrefix.isEmpty() || keyPrefix.equals("/") ? "" : keyPrefix + "/") + "0".repeat(64) + ".zip";
    }

    /** Of all revisions, for people. */
    @NonNull
    String allKeys() {
        String key = sampleKey();
        return key.substring(0, key.lastIndexOf('/') + 1) + "*";
    }

    /** Of all revisions, as a policy's resource names them. */
    @NonNull
    String keys() {
        String keys = allKeys();
        return ObjectNaming.literal(keys.substring(0, keys.length() - 1)) + "*";
    }

    @NonNull
    SetupValues known() {
        SetupValues known = access.known().with(Field.APPLICATION, application).with(Field.GROUP, deploymentGroup);
        return bucket == null
                ? known
                : known.with(Field.BUCKET, bucket.bucket())
                        .with(Field.BUCKET_REGION, bucket.region())
                        .withKey(sampleKey())
                        .with(Field.KMS_KEY, bucket.kmsKeyId())
                        .withBucketInTarget(bucket.owner() == BucketOwner.TARGET);
    }
}
