package io.jenkins.plugins.codedeploy.engine.preflight;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.aws.AwsErrors;
import io.jenkins.plugins.codedeploy.engine.aws.AwsService;
import io.jenkins.plugins.codedeploy.engine.upload.BucketTarget;
import java.util.Objects;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionByDefault;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionRule;

/** What S3 says of a bucket. */
final class BucketFacts {
    private BucketFacts() {}

    /** Returns the bucket's Region. */
    @NonNull
    static String location(@NonNull PreflightContext scene) {
        BucketTarget bucket = Objects.requireNonNull(scene.request().bucket());
        String told = scene.ask(
                        AwsService.S3,
                        () -> scene.s3()
                                .getBucketLocation(
                                        r -> r.bucket(bucket.bucket()).expectedBucketOwner(bucket.expectedOwner())))
                .locationConstraintAsString();
        // the two oldest Regions have names of their own here
        return told == null || told.isEmpty() ? "us-east-1" : told.equals("EU") ? "eu-west-1" : told;
    }

    /** Returns how the bucket encrypts objects by default. */
    @NonNull
    static ServerSideEncryptionByDefault encryption(@NonNull PreflightContext scene) {
        BucketTarget bucket = scene.bucket();
        return scene
                .ask(
                        AwsService.S3,
                        () -> scene.s3()
                                .getBucketEncryption(
                                        r -> r.bucket(bucket.bucket()).expectedBucketOwner(bucket.expectedOwner())))
                .serverSideEncryptionConfiguration()
                .rules()
                .stream()
                .map(ServerSideEncryptionRule::applyServerSideEncryptionByDefault)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(ServerSideEncryptionByDefault.builder().build());
    }

    /** Returns S3's own words; its refusals of a HEAD have neither code nor words. */
    @NonNull
    static Text said(@NonNull SdkException e) {
        String code = AwsErrors.code(e);
        return code.isEmpty() && e instanceof AwsServiceException answer
                ? Text.of("preflight.said.status", answer.statusCode())
                : Text.of("preflight.said", code, AwsErrors.message(e));
    }
}
