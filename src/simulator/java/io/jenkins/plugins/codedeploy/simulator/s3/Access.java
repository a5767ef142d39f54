package io.jenkins.plugins.codedeploy.simulator.s3;

import io.jenkins.plugins.codedeploy.simulator.http.AwsError;
import io.jenkins.plugins.codedeploy.simulator.http.Caller;
import io.jenkins.plugins.codedeploy.simulator.iam.Decision;
import io.jenkins.plugins.codedeploy.simulator.iam.Iam;
import java.util.HashMap;
import java.util.Map;

/**
 * Who may do what in a bucket.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/troubleshoot-403-errors.html">Its refusals</a>
 */
final class Access {
    private final Iam iam;

    Access(Iam iam) {
        this.iam = iam;
    }

    void requireBucket(Caller caller, StoredBucket bucket, String action, Map<String, String> context) throws AwsError {
        refuse(caller, bucket, action, bucket.arn(), decide(caller, bucket, action, bucket.arn(), context));
    }

    void requireKey(Caller caller, StoredBucket bucket, String key, String action, Map<String, String> context)
            throws AwsError {
        String arn = bucket.arn(key);
        refuse(caller, bucket, action, arn, decide(caller, bucket, action, arn, context));
    }

    /** For an object that exists. The bucket's policy gives away nothing that the bucket's owner does not own. */
    void requireObject(Caller caller, StoredBucket bucket, StoredObject object, String action) throws AwsError {
        Map<String, String> context = new HashMap<>();
        object.tags().forEach((key, value) -> context.put("s3:ExistingObjectTag/" + key, value));
        String arn = bucket.arn(object.key());
        Decision decision = decide(caller, bucket, action, arn, context);
        if (!object.owner().equals(bucket.accountId())) {
            boolean denied = decision.reason().startsWith("with an explicit deny");
            boolean own = caller.accountId().equals(object.owner());
            boolean shared =
                    object.sharedWithBucketOwner() && caller.accountId().equals(bucket.accountId());
            if (!denied) {
                decision = own || shared
                        ? iam.decide(caller, action, arn, caller.accountId(), null, false, context)
                        : new Decision(false, "because no resource-based policy allows the " + action + " action");
            }
            if (!decision.allowed()) {
                throw AwsError.accessDenied("Access Denied");
            }
            return;
        }
        refuse(caller, bucket, action, arn, decision);
    }

    boolean mayList(Caller caller, StoredBucket bucket) throws AwsError {
        return decide(caller, bucket, "s3:ListBucket", bucket.arn(), Map.of()).allowed();
    }

    private Decision decide(Caller caller, StoredBucket bucket, String action, String arn, Map<String, String> context)
            throws AwsError {
        return iam.decide(caller, action, arn, bucket.accountId(), bucket.policy(), false, context);
    }

    private static void refuse(Caller caller, StoredBucket bucket, String action, String arn, Decision decision)
            throws AwsError {
        if (!decision.allowed()) {
            // Across accounts S3 tells neither who was refused nor why.
            boolean sameAccount = caller.accountId().equals(bucket.accountId());
            throw AwsError.accessDenied(
                    sameAccount
                            ? "User: " + caller.arn() + " is not authorized to perform: " + action + " on resource: \""
                                    + arn + "\" " + decision.reason()
                            : "Access Denied");
        }
    }
}
