package io.jenkins.plugins.codedeploy.simulator.http;

import edu.umd.cs.findbugs.annotations.NonNull;

/**
 * A call whose signature has been verified.
 *
 * @param service of the credential scope: {@code s3}, {@code sts}, {@code codedeploy}
 * @param operation as the API names it
 * @param method HTTP's
 * @param path decoded; for S3 with the bucket in front, also where the host named it
 * @param region of the credential scope
 * @param requestId answered in header and errors
 */
public record AwsRequest(
        @NonNull String service,
        @NonNull String operation,
        @NonNull String method,
        @NonNull String path,
        @NonNull Query query,
        @NonNull String region,
        @NonNull Headers headers,
        @NonNull Body body,
        @NonNull Caller caller,
        @NonNull String requestId) {}
