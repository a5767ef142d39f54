package io.jenkins.plugins.codedeploy.simulator.s3;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.simulator.http.AwsError;
import io.jenkins.plugins.codedeploy.simulator.http.Caller;

/** GetObject without HTTP, for simulated instances; everything but the signature is checked as for anybody else. */
@FunctionalInterface
public interface ObjectReader {
    /**
     * @param versionId null for the newest
     * @param region where the caller asks: a bucket elsewhere refuses with {@code PermanentRedirect}
     * @throws AwsError as GetObject answers it: {@code AccessDenied}, {@code NoSuchKey}, {@code NoSuchBucket}
     */
    @NonNull
    FetchedObject fetch(
            @NonNull Caller caller,
            @NonNull String bucket,
            @NonNull String key,
            @CheckForNull String versionId,
            @NonNull String region)
            throws AwsError;
}
