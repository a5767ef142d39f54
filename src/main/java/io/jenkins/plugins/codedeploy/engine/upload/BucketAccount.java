package io.jenkins.plugins.codedeploy.engine.upload;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.EngineException;
import io.jenkins.plugins.codedeploy.engine.Inputs;
import io.jenkins.plugins.codedeploy.engine.InvalidInputException;
import io.jenkins.plugins.codedeploy.engine.Problem;
import io.jenkins.plugins.codedeploy.engine.RoleArn;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.aws.AwsClients;
import io.jenkins.plugins.codedeploy.engine.aws.TargetAccess;
import io.jenkins.plugins.codedeploy.engine.diagnosis.Refusals;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * The account that a bucket must belong to: bucket names are global, so somebody else may own the one that is meant.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-owner-condition.html">Bucket owner condition</a>
 */
public final class BucketAccount {
    private static final Pattern ID = Pattern.compile("[0-9]{12}");

    private BucketAccount() {}

    /**
     * @return null for blank
     * @throws InvalidInputException for {@code bucketAccount} that is no account ID
     */
    @CheckForNull
    public static String check(@CheckForNull String account) {
        String given = Inputs.optional("bucketAccount", account);
        if (given != null && !ID.matcher(given).matches()) {
            throw new InvalidInputException("bucketAccount", Text.of("engine.roleArn.account", given));
        }
        return given;
    }

    /**
     * The same bucket with its expected owner: as given, else the account that uploads. Asks STS where that is not known.
     *
     * @throws EngineException when STS does not say whose the source identity is: no bucket is used unchecked
     */
    @NonNull
    public static BucketTarget require(
            @NonNull BucketTarget bucket, @NonNull AwsClients clients, @NonNull TargetAccess access)
            throws EngineException {
        if (bucket.expectedOwner() != null) {
            return bucket;
        }
        RoleArn role = access.role();
        if (bucket.owner() == BucketOwner.TARGET && role != null) {
            return bucket.ownedBy(role.accountId());
        }
        try (StsClient sts = clients.sts(access)) {
            return bucket.ownedBy(sts.getCallerIdentity().account());
        } catch (SdkException e) {
            Problem why = Refusals.explain(access, "sts:GetCallerIdentity", "*", e);
            throw new EngineException(
                    new Problem(why.summary(), why.cause(), Text.of("upload.owner.unknown"), why.guidance()), e);
        }
    }
}
