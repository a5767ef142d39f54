package io.jenkins.plugins.codedeploy.simulator;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.simulator.http.AwsError;
import io.jenkins.plugins.codedeploy.simulator.http.Credential;
import io.jenkins.plugins.codedeploy.simulator.iam.Iam;
import io.jenkins.plugins.codedeploy.simulator.s3.S3;
import io.jenkins.plugins.codedeploy.simulator.s3.StoredBucket;

/**
 * What steps 1 to 3 of AWS' guide to deployments in a different account leave behind. Applications and deployment
 * groups belong to the CodeDeploy service.
 *
 * @param jenkins the source account's user
 * @param roleArn the target account's cross-account role
 * @param bucket in the source account, which its instances' role may read
 * @param targetBucket in the target account
 * @param instanceRoleArn what instances read revisions as
 * @param serviceRoleArn what CodeDeploy acts as
 */
public record Seed(
        @NonNull Credential jenkins,
        @NonNull String roleArn,
        @NonNull String externalId,
        @NonNull String bucket,
        @NonNull String targetBucket,
        @NonNull String instanceRoleArn,
        @NonNull String instanceProfileArn,
        @NonNull String serviceRoleArn) {

    private static final String EXTERNAL_ID = "jenkins-a1b2c3";

    /** Replaceable at any time through {@link Iam}. */
    @NonNull
    static Seed plant(@NonNull Iam iam, @NonNull S3 s3, @NonNull String region) {
        try {
            String user = iam.createUser(Accounts.SOURCE, "jenkins").arn();
            String bucket = "revisions-" + Accounts.SOURCE;
            String targetBucket = "revisions-" + Accounts.TARGET;
            String instances = iam.createRole(Accounts.TARGET, "CodeDeploy-Instances", trustOf("ec2.amazonaws.com"))
                    .arn();
            String service = iam.createRole(Accounts.TARGET, "CodeDeploy-Service", trustOf("codedeploy.amazonaws.com"))
                    .arn();
            iam.attach(service, "AWSCodeDeployRole");
            iam.attach(service, "AWSCodeDeployRoleForLambda");
            iam.attach(service, "AWSCodeDeployRoleForECS");
            String role = iam.createRole(Accounts.TARGET, "CrossAccountDeploy", crossAccountTrust(user, EXTERNAL_ID))
                    .arn();
            iam.attach(role, "AWSCodeDeployDeployerAccess");
            iam.putPolicy(
                    role,
                    "StopAndContinue",
                    allow("codedeploy:StopDeployment\", \"codedeploy:ContinueDeployment", "*"));
            iam.putPolicy(
                    role,
                    "Upload",
                    allow("s3:*", "arn:aws:s3:::" + targetBucket + "\", \"arn:aws:s3:::" + targetBucket + "/*"));
            iam.putPolicy(user, "AssumeRole", allow("sts:AssumeRole", role));
            iam.putPolicy(
                    user, "Upload", allow("s3:*", "arn:aws:s3:::" + bucket + "\", \"arn:aws:s3:::" + bucket + "/*"));
            iam.attach(instances, "AmazonEC2RoleforAWSCodeDeploy");
            s3.createBucket(bucket, Accounts.SOURCE, region).versioning(StoredBucket.Versioning.Enabled);
            s3.putPolicy(bucket, readableBy(bucket, instances));
            s3.createBucket(targetBucket, Accounts.TARGET, region).versioning(StoredBucket.Versioning.Enabled);
            String profile = iam.createInstanceProfile(Accounts.TARGET, "CodeDeploy-Instances", instances);
            return new Seed(
                    iam.createAccessKey(user), role, EXTERNAL_ID, bucket, targetBucket, instances, profile, service);
        } catch (AwsError e) {
            throw new IllegalStateException(e);
        }
    }

    /** The guide's bucket policy, with a role as its principal: an instance profile cannot be one. */
    @NonNull
    public static String readableBy(@NonNull String bucket, @NonNull String principalArn) {
        return """
                {"Version": "2012-10-17", "Statement": [\
                  {"Sid": "Cross-account permissions", "Effect": "Allow", "Principal": {"AWS": "%s"},\
                   "Action": ["s3:Get*", "s3:List*"], "Resource": ["arn:aws:s3:::%s/*"]}]}\
                """.formatted(principalArn, bucket);
    }

    private static String allow(String action, String resource) {
        return """
                {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["%s"], "Resource": ["%s"]}]}\
                """.formatted(action, resource);
    }

    private static String trustOf(String service) {
        return """
                {"Version": "2012-10-17", "Statement": [\
                  {"Effect": "Allow", "Principal": {"Service": "%s"}, "Action": "sts:AssumeRole"}]}\
                """.formatted(service);
    }

    /** Allows a principal with the external ID to assume a role. */
    @NonNull
    public static String crossAccountTrust(@NonNull String principalArn, @NonNull String externalId) {
        return """
                {"Version": "2012-10-17", "Statement": [\
                  {"Effect": "Allow", "Principal": {"AWS": "%s"}, "Action": "sts:AssumeRole",\
                   "Condition": {"StringEquals": {"sts:ExternalId": "%s"}}}]}\
                """.formatted(principalArn, externalId);
    }
}
