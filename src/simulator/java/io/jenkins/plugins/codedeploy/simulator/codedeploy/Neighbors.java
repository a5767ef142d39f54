package io.jenkins.plugins.codedeploy.simulator.codedeploy;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.simulator.http.AwsError;
import io.jenkins.plugins.codedeploy.simulator.instance.BundleSource;
import java.io.IOException;

/** What a realm needs of the other services. */
interface Neighbors {

    /** S3 as an instance sees it. */
    @NonNull
    BundleSource bundles(@NonNull String roleArn, @NonNull String instanceId, @NonNull String region);

    /**
     * Why CodeDeploy cannot work as a service role: {@code IAM_ROLE_MISSING}, or {@code IAM_ROLE_PERMISSIONS} without
     * the right to look at what it deploys to; null if it can.
     */
    @CheckForNull
    String serviceRoleProblem(@NonNull String roleArn, @NonNull ComputePlatform platform);

    /** An AppSpec in a bucket, read as the service role. */
    @NonNull
    String appSpec(@NonNull String roleArn, @NonNull RevisionLocation revision, @NonNull String region)
            throws AwsError, IOException;
}
