package io.jenkins.plugins.codedeploy.engine.preflight;

import io.jenkins.plugins.codedeploy.engine.aws.AwsEndpoints;
import io.jenkins.plugins.codedeploy.engine.upload.BucketOwner;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/** What a user has filled in. */
final class Settings {
    String roleArn;
    String externalId;
    Duration sessionDuration = Duration.ofHours(1);
    String region;
    /** Null: the simulated accounts'. */
    AwsEndpoints endpoints;
    /** Null: the user's. */
    AwsCredentialsProvider credentials;

    String bucket;
    String bucketRegion;
    BucketOwner bucketOwner = BucketOwner.SOURCE;
    String expectedOwner;
    String kmsKeyId;
    String keyPrefix = "CodeDeploy/shop";
    String application = "shop";
    String group = "production";
    String deploymentConfig;
    String instanceRole;
    /** Whether preflight calls StopDeployment. */
    boolean triesStop = true;

    /** Deployed instead of what was just uploaded: only the eTag of another object, which somebody overwrote. */
    String eTag;
    /** What the AppSpec says of a file that is there already. */
    String fileExistsBehavior = "OVERWRITE";

    boolean ignoreStopFailures;
    /** Deployed instead of what was just uploaded. */
    String revision;
    /** Likewise, the text of an AppSpec file. */
    String appSpec;

    /** As a fix tells it. */
    void set(String field, String value) {
        switch (field) {
            case "externalId" -> externalId = value;
            case "sessionDuration" -> sessionDuration = Duration.ofSeconds(Long.parseLong(value));
            case "region" -> region = value;
            case "bucket" -> bucket = value;
            case "bucketRegion" -> bucketRegion = value;
            case "bucketOwner" -> bucketOwner = BucketOwner.valueOf(value);
            case "bucketAccount" -> expectedOwner = value.isEmpty() ? null : value;
            case "kmsKeyId" -> kmsKeyId = value.isEmpty() ? null : value;
            case "application" -> application = value;
            case "deploymentGroup" -> group = value;
            case "deploymentConfig" -> deploymentConfig = value.isEmpty() ? null : value;
            case "roleArn" -> roleArn = value;
            case "revision" -> {
                revision = value;
                eTag = null;
            }
            case "stsRegion" -> {
                // asked at the one simulated endpoint anyway
            }
            case "ignoreApplicationStopFailures" -> ignoreStopFailures = Boolean.parseBoolean(value);
            case "fileExistsBehavior" -> fileExistsBehavior = value;
            default -> throw new AssertionError("no such setting: " + field);
        }
    }
}
