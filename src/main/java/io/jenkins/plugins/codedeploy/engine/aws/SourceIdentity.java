package io.jenkins.plugins.codedeploy.engine.aws;

import edu.umd.cs.findbugs.annotations.NonNull;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * The identity that is stored in the source account.
 *
 * @param credentials asked again for each use, so that a rotated or temporary credential is followed
 * @param key tells two credentials apart that share an id (as in two folders); holds no secret
 * @param label how messages name it, such as {@code credential "aws-dev"}
 */
public record SourceIdentity(
        @NonNull AwsCredentialsProvider credentials,
        @NonNull String key,
        @NonNull String label) {}
