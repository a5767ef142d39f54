package io.jenkins.plugins.codedeploy.engine.aws;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.facts.SetupValues;
import io.jenkins.plugins.codedeploy.engine.facts.SetupValues.Field;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;

/** Policies of buckets, as far as the source identity may read them. */
public final class BucketPolicies {
    private BucketPolicies() {}

    /** Adds the bucket's policy; what was known where it may not be read. */
    @NonNull
    public static SetupValues learn(
            @NonNull AwsClients clients, @NonNull TargetAccess access, @NonNull SetupValues known) {
        if (!known.has(Field.BUCKET)) {
            return known;
        }
        try (S3Client s3 = clients.s3(access, clients.sourceCredentials(access), access.region())) {
            return known.with(
                    Field.BUCKET_POLICY,
                    s3.getBucketPolicy(r -> r.bucket(known.show(Field.BUCKET))).policy());
        } catch (SdkException e) {
            return known;
        }
    }
}
