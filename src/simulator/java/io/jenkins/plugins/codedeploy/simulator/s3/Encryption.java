package io.jenkins.plugins.codedeploy.simulator.s3;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.simulator.http.AwsResponse;
import io.jenkins.plugins.codedeploy.simulator.kms.KmsKey;

/**
 * How an object is encrypted at rest, as far as anybody can tell.
 *
 * @param algorithm {@code AES256}, {@code aws:kms} or {@code aws:kms:dsse}
 * @param key null for {@code AES256}
 */
record Encryption(@NonNull String algorithm, @CheckForNull KmsKey key, boolean bucketKey) {
    static final Encryption SSE_S3 = new Encryption("AES256", null, false);

    AwsResponse describe(AwsResponse answer) {
        answer.header("x-amz-server-side-encryption", algorithm);
        if (key != null) {
            answer.header("x-amz-server-side-encryption-aws-kms-key-id", key.arn());
        }
        if (bucketKey) {
            answer.header("x-amz-server-side-encryption-bucket-key-enabled", "true");
        }
        return answer;
    }
}
