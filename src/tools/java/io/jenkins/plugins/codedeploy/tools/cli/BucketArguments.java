package io.jenkins.plugins.codedeploy.tools.cli;

import io.jenkins.plugins.codedeploy.engine.aws.TargetAccess;
import io.jenkins.plugins.codedeploy.engine.upload.BucketOwner;
import io.jenkins.plugins.codedeploy.engine.upload.BucketTarget;
import io.jenkins.plugins.codedeploy.engine.upload.ObjectNaming;
import io.jenkins.plugins.codedeploy.engine.upload.Reuse;
import picocli.CommandLine.Option;

/** Where revisions go. */
final class BucketArguments {
    @Option(names = "--bucket", description = "that both accounts share")
    private String bucket;

    @Option(
            names = "--bucket-owner",
            defaultValue = "SOURCE",
            description = "the account whose identity uploads: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
    private BucketOwner bucketOwner;

    @Option(names = "--key", description = "of the revision; default: named by its content below the key prefix")
    private String key;

    @Option(names = "--key-prefix", description = "default: CodeDeploy/APPLICATION")
    private String keyPrefix;

    @Option(names = "--kms-key-id", description = "customer managed key; default: as the bucket encrypts by itself")
    private String kmsKeyId;

    @Option(names = "--reuse", description = "trust a revision of the same key and digest, without packing")
    private boolean reuse;

    @Option(names = "--force", description = "send it in any case")
    private boolean force;

    BucketTarget target(TargetAccess access) {
        String owner = bucketOwner == BucketOwner.TARGET && access.role() != null
                ? access.role().accountId()
                : null;
        return new BucketTarget(bucket, access.region(), bucketOwner, owner, kmsKeyId, false);
    }

    /** @param job stands in the key where no prefix is given */
    ObjectNaming naming(String job) {
        return ObjectNaming.of(job, keyPrefix, key);
    }

    Reuse reuse() {
        return force ? Reuse.NEVER : reuse ? Reuse.SAME_KEY : Reuse.SAME_BYTES;
    }
}
