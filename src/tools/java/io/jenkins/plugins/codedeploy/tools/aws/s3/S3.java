package io.jenkins.plugins.codedeploy.tools.aws.s3;

import io.jenkins.plugins.codedeploy.tools.aws.http.AwsError;
import io.jenkins.plugins.codedeploy.tools.aws.http.AwsRequest;
import io.jenkins.plugins.codedeploy.tools.aws.http.AwsResponse;
import io.jenkins.plugins.codedeploy.tools.aws.http.Service;
import io.jenkins.plugins.codedeploy.tools.aws.iam.Caller;

/** Buckets and objects. */
public final class S3 implements Service, ObjectReader {
    @Override
    public AwsResponse handle(AwsRequest request) throws AwsError {
        throw new AwsError(
                501, "NotImplemented", "A header you provided implies functionality that is not implemented");
    }

    @Override
    public FetchedObject fetch(Caller caller, String bucket, String key, String versionId, String region)
            throws AwsError {
        throw new AwsError(404, "NoSuchBucket", "The specified bucket does not exist");
    }
}
