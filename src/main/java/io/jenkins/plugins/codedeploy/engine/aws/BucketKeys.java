package io.jenkins.plugins.codedeploy.engine.aws;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.facts.SetupValues;
import io.jenkins.plugins.codedeploy.engine.facts.SetupValues.Field;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionByDefault;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionConfiguration;

/** How a bucket encrypts what does not say otherwise. */
public final class BucketKeys {
    private BucketKeys() {}

    /** Whether it is with {@code aws/s3}, which no other account can use. */
    public static boolean isManaged(@CheckForNull ServerSideEncryptionByDefault rule) {
        return rule != null
                && String.valueOf(rule.sseAlgorithmAsString()).startsWith("aws:kms")
                && (rule.kmsMasterKeyID() == null || rule.kmsMasterKeyID().endsWith("alias/aws/s3"));
    }

    /** Adds whether the bucket encrypts with the AWS managed key; what was known where the source may not look. */
    @NonNull
    static SetupValues learn(S3Client s3, SetupValues known) {
        try {
            ServerSideEncryptionConfiguration encryption = s3.getBucketEncryption(
                            r -> r.bucket(known.show(Field.BUCKET)))
                    .serverSideEncryptionConfiguration();
            boolean managed = encryption != null
                    && encryption.rules().stream()
                            .anyMatch(rule -> isManaged(rule.applyServerSideEncryptionByDefault()));
            return managed ? known.with(Field.MANAGED_KEY, "aws/s3") : known;
        } catch (SdkException e) {
            return known;
        }
    }

    /** As the source identity. */
    @NonNull
    public static SetupValues learn(AwsClients clients, TargetAccess access, SetupValues known) {
        if (!known.has(Field.BUCKET)) {
            return known;
        }
        // Instances read in the deployment's region, so a bucket that they came to is there.
        try (S3Client s3 = clients.s3(access, clients.sourceCredentials(access), access.region())) {
            return learn(s3, known);
        }
    }
}
