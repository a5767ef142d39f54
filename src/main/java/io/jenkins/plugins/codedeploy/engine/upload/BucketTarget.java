package io.jenkins.plugins.codedeploy.engine.upload;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.Inputs;
import io.jenkins.plugins.codedeploy.engine.InvalidInputException;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

/**
 * Where revisions go.
 *
 * @param region of the bucket
 * @param owner whose identity uploads; null means {@link BucketOwner#SOURCE}
 * @param expectedOwner the account of 12 digits that the bucket must belong to; null: not checked
 * @param kmsKeyId null: as the bucket encrypts by default
 * @throws InvalidInputException for {@code bucket}, {@code bucketRegion}, {@code bucketAccount} or {@code kmsKeyId}
 */
public record BucketTarget(
        @NonNull String bucket,
        @NonNull String region,
        @NonNull BucketOwner owner,
        @CheckForNull String expectedOwner,
        @CheckForNull String kmsKeyId) {

    public BucketTarget {
        bucket = Inputs.bucket("bucket", bucket);
        region = Inputs.region("bucketRegion", region);
        owner = owner == null ? BucketOwner.SOURCE : owner;
        expectedOwner = BucketAccount.check(expectedOwner);
        kmsKeyId = Inputs.kmsKeyId(kmsKeyId);
    }

    /** A bucket with its own defaults. */
    public static BucketTarget of(@NonNull String bucket, @NonNull String region) {
        return new BucketTarget(bucket, region, BucketOwner.SOURCE, null, null);
    }

    /** The same bucket, which must belong to this account of 12 digits. */
    @NonNull
    public BucketTarget ownedBy(@NonNull String account) {
        return new BucketTarget(bucket, region, owner, account, kmsKeyId);
    }

    /** Of the bucket, or of an object in it. */
    @NonNull
    public String arn(@CheckForNull String key) {
        String partition = PartitionMetadata.of(Region.of(region)).id();
        return "arn:" + partition + ":s3:::" + bucket + (key == null ? "" : "/" + key);
    }
}
