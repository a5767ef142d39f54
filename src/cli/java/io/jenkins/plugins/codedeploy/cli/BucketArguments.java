package io.jenkins.plugins.codedeploy.cli;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.codedeploy.engine.Inputs;
import io.jenkins.plugins.codedeploy.engine.aws.TargetAccess;
import io.jenkins.plugins.codedeploy.engine.upload.BucketOwner;
import io.jenkins.plugins.codedeploy.engine.upload.BucketTarget;
import io.jenkins.plugins.codedeploy.engine.upload.ObjectNaming;
import picocli.CommandLine.Option;

/** Options for the bucket of the revisions. */
final class BucketArguments {
    @Option(names = "--bucket", description = "bucket for revisions, which both accounts can access")
    private String bucket;

    @Option(
            names = "--bucket-region",
            description = "Region of the bucket; default: the one that S3 returns, or --region")
    private String bucketRegion;

    @Option(
            names = "--bucket-owner",
            defaultValue = "SOURCE",
            description =
                    "account that owns the bucket and uploads revisions: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
    private BucketOwner bucketOwner;

    @Option(
            names = "--bucket-account",
            description =
                    "ID of the account that the bucket must belong to; default: the account that uploads revisions")
    private String bucketAccount;

    @Option(
            names = "--key",
            description =
                    "key of the revision; an existing object is replaced; default: a key from the content digest, below --key-prefix")
    private String key;

    @Option(
            names = "--key-prefix",
            description =
                    "start of the object key; default: CodeDeploy/APPLICATION (setup: CodeDeploy, which covers all jobs and"
                            + " applications)")
    private String keyPrefix;

    @Option(names = "--kms-key-id", description = "customer managed KMS key; default: the bucket's default encryption")
    private String kmsKeyId;

    /** Returns the validated options. The bucket's Region and account might still be unknown. */
    BucketTarget target(TargetAccess access) {
        return new BucketTarget(bucket, region(access.region()), bucketOwner, bucketAccount, kmsKeyId);
    }

    /** Returns the validated options with the Region that S3 returned. */
    BucketTarget target(TargetAccess access, @CheckForNull String foundRegion) {
        return new BucketTarget(
                bucket,
                region(foundRegion == null ? access.region() : foundRegion),
                bucketOwner,
                bucketAccount,
                kmsKeyId);
    }

    boolean isRegionGiven() {
        return bucketRegion != null;
    }

    private String region(String otherwise) {
        return bucketRegion == null ? otherwise : bucketRegion;
    }

    /** @param job used in the key if there is no key prefix */
    String prefix(String job) {
        ObjectNaming naming = naming(job);
        if (naming.key() == null) {
            return naming.prefix();
        }
        int slash = naming.key().lastIndexOf('/');
        return slash < 0 ? "/" : naming.key().substring(0, slash);
    }

    /** Below which policies let revisions be: without a prefix or key, those of every job and application. */
    String policyPrefix() {
        return Inputs.optional(keyPrefix) == null && Inputs.optional(key) == null ? ObjectNaming.ROOT : prefix("");
    }

    boolean isGiven() {
        return bucket != null;
    }

    /** @param job used in the key if there is no key prefix */
    ObjectNaming naming(String job) {
        return ObjectNaming.of(job, keyPrefix, key);
    }
}
