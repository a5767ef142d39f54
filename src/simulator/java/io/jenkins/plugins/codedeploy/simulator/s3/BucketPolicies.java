package io.jenkins.plugins.codedeploy.simulator.s3;

import io.jenkins.plugins.codedeploy.simulator.http.AwsError;
import io.jenkins.plugins.codedeploy.simulator.iam.Iam;
import io.jenkins.plugins.codedeploy.simulator.iam.PolicyDocument;

/** What S3 asks of a bucket's policy beyond the grammar. */
final class BucketPolicies {
    private BucketPolicies() {}

    static void put(Iam iam, StoredBucket bucket, String text) throws AwsError {
        if (text.length() > 20 * 1024) {
            throw AwsError.badRequest("PolicyTooLarge", "Policy exceeds the maximum allowed document size.");
        }
        PolicyDocument policy = iam.parse(text, PolicyDocument.Purpose.BUCKET);
        for (String resource : policy.resources()) {
            if (!resource.equals(bucket.arn())
                    && !resource.startsWith(bucket.arn() + "/")
                    && !resource.equals(bucket.arn() + "*")) {
                throw AwsError.badRequest("MalformedPolicy", "Policy has invalid resource");
            }
        }
        bucket.policy(policy, iam.delay());
    }
}
