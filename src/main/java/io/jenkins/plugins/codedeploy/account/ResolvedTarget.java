package io.jenkins.plugins.codedeploy.account;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.security.AccessControlled;
import io.jenkins.plugins.codedeploy.engine.aws.TargetAccess;
import io.jenkins.plugins.codedeploy.engine.guard.GuardRules;
import io.jenkins.plugins.codedeploy.engine.upload.BucketOwner;

/**
 * What the engine needs, resolved with the rights of a run or of a person. It is never persisted: whoever needs it
 * after a restart resolves its {@link TargetReference} again.
 *
 * @param name of the {@link TargetAccount}; null where the particulars were given
 * @param account as {@link io.jenkins.plugins.codedeploy.engine.history.DeploymentEnvironment#account}
 * @param bucket null where none is known: only a push needs one
 * @param bucketAccount that the bucket must belong to; null means the account that uploads
 * @param kmsKeyId null means the bucket's own default encryption
 * @param keyPrefix null means the default prefix
 * @param keyRoot what every key must lie below; null for no limit but S3's own
 * @param rules that deployments into it must satisfy
 * @param place where it is defined: a folder, or Jenkins; null where the particulars were given
 * @param signIn how a person enters the target account's console; null where nothing is known
 */
public record ResolvedTarget(
        @CheckForNull String name,
        @NonNull String account,
        @NonNull TargetAccess access,
        @CheckForNull String bucket,
        @NonNull BucketOwner bucketOwner,
        @CheckForNull String bucketAccount,
        @CheckForNull String kmsKeyId,
        @CheckForNull String keyPrefix,
        @CheckForNull String keyRoot,
        @NonNull GuardRules rules,
        @CheckForNull AccessControlled place,
        @CheckForNull SignIn signIn) {}
