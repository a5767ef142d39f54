package io.jenkins.plugins.codedeploy.checks;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.account.ResolvedTarget;
import io.jenkins.plugins.codedeploy.engine.preflight.PreflightRequest;
import io.jenkins.plugins.codedeploy.engine.upload.BucketTarget;
import io.jenkins.plugins.codedeploy.engine.upload.ObjectNaming;

/** What a deployment would use, as the checks want it. */
final class SetupRequests {
    private SetupRequests() {}

    /**
     * @param job full name, for the default prefix of the revisions' keys; null for none
     * @param key of the revisions, where it is given whole
     */
    @NonNull
    static PreflightRequest of(
            @NonNull ResolvedTarget target,
            @CheckForNull String job,
            @CheckForNull String key,
            @CheckForNull String application,
            @CheckForNull String deploymentGroup,
            @CheckForNull String deploymentConfig) {
        return new PreflightRequest(
                target.access(),
                bucket(target),
                prefix(target, job, key),
                application,
                deploymentGroup,
                deploymentConfig);
    }

    /** As a push takes it. */
    @CheckForNull
    private static BucketTarget bucket(ResolvedTarget target) {
        String bucket = target.bucket();
        return bucket == null
                ? null
                : new BucketTarget(
                        bucket,
                        target.access().region(),
                        target.bucketOwner(),
                        target.bucketAccount(),
                        target.kmsKeyId());
    }

    private static String prefix(ResolvedTarget target, @CheckForNull String job, @CheckForNull String key) {
        if (job == null && key == null && target.keyPrefix() == null) {
            return ObjectNaming.ROOT;
        }
        ObjectNaming naming =
                ObjectNaming.of(job == null ? "" : job, key == null ? target.keyPrefix() : null, key, target.keyRoot());
        String whole = naming.key();
        if (whole == null) {
            return String.valueOf(naming.prefix());
        }
        int slash = whole.lastIndexOf('/');
        return slash < 0 ? "/" : whole.substring(0, slash);
    }
}
