package io.jenkins.plugins.codedeploy.cli;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.codedeploy.engine.Inputs;
import io.jenkins.plugins.codedeploy.engine.aws.TargetAccess;
import io.jenkins.plugins.codedeploy.engine.upload.BucketOwner;
import io.jenkins.plugins.codedeploy.engine.upload.BucketTarget;
import io.jenkins.plugins.codedeploy.engine.upload.ObjectNaming;
import picocli.CommandLine.Option;

/** Where revisions go. */
final class BucketArguments {
    @Option(names = "--bucket", description = "that both accounts share")
    private String bucket;

    @Option(names = "--bucket-region", description = "default: as S3 says, else that of the application")
    private String bucketRegion;

    @Option(
            names = "--bucket-owner",
            defaultValue = "SOURCE",
            description = "the account that owns it and uploads: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
    private BucketOwner bucketOwner;

    @Option(
            names = "--bucket-account",
            description = "account ID that the bucket must belong to; default: the account that uploads")
    private String bucketAccount;

    @Option(
            names = "--key",
            description =
                    "of the revision, replaced if it is there; default: named by its content below the key prefix")
    private String key;

    @Option(
            names = "--key-prefix",
            description = "default: CodeDeploy/APPLICATION; of policies: CodeDeploy, for all jobs and applications")
    private String keyPrefix;

    @Option(names = "--kms-key-id", description = "customer managed key; default: as the bucket encrypts by itself")
    private String kmsKeyId;

    /** What was given, checked: region and owner of the bucket may still be found out. */
    BucketTarget target(TargetAccess access) {
        return new BucketTarget(bucket, region(access.region()), bucketOwner, bucketAccount, kmsKeyId, false);
    }

    /** The same, in the region that S3 named. */
    BucketTarget target(TargetAccess access, @CheckForNull String foundRegion) {
        return new BucketTarget(
                bucket,
                region(foundRegion == null ? access.region() : foundRegion),
                bucketOwner,
                bucketAccount,
                kmsKeyId,
                false);
    }

    boolean isRegionGiven() {
        return bucketRegion != null;
    }

    private String region(String otherwise) {
        return bucketRegion == null ? otherwise : bucketRegion;
    }

    /** @param job stands in the key where no prefix is given */
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

    /** @param job stands in the key where no prefix is given */
    ObjectNaming naming(String job) {
        return ObjectNaming.of(job, keyPrefix, key);
    }
}
