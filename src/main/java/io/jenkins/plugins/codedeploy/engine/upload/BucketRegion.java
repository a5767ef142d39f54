package io.jenkins.plugins.codedeploy.engine.upload;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.aws.AwsErrors;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Finds the Region of a bucket, which S3 returns even with an access denied error.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html">HeadBucket</a>
 */
public final class BucketRegion {
    private static final String HEADER = "x-amz-bucket-region";

    private BucketRegion() {}

    /**
     * @return null where S3 does not say, as when there is no such bucket
     * @throws SdkException when S3 cannot be reached, or there are no credentials to ask with
     */
    @CheckForNull
    public static String of(@NonNull S3Client s3, @NonNull String bucket) {
        try {
            return s3.headBucket(request -> request.bucket(bucket)).bucketRegion();
        } catch (S3Exception e) {
            return of(e);
        } catch (SdkException e) {
            if (AwsErrors.noConnection(e) != null || AwsErrors.isClientSide(e)) {
                throw e;
            }
            return null;
        }
    }

    /** The Region that a refusal names; null where it names none. */
    @CheckForNull
    public static String of(@NonNull S3Exception refusal) {
        if (refusal.awsErrorDetails() == null || refusal.awsErrorDetails().sdkHttpResponse() == null) {
            return null;
        }
        return refusal.awsErrorDetails()
                .sdkHttpResponse()
                .firstMatchingHeader(HEADER)
                .orElse(null);
    }
}
