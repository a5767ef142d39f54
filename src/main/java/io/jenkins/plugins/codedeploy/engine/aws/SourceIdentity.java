package io.jenkins.plugins.codedeploy.engine.aws;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.RoleArn;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * The identity that acts in the source account: a stored key, or the bearer of an id token.
 *
 * @param credentials of a stored key, asked again for each use, so that a rotated or temporary credential is followed;
 *     {@link AwsClients#sourceCredentials} has those of either
 * @param key tells two credentials apart that share an id (as in two folders), and the tokens of two builds; holds no
 *     secret
 * @param tenant what shares one set of limits: as the key, but the same for all builds whose tokens one credential gives
 * @param label how messages name it, such as {@code credential "aws-dev"}
 * @param webIdentity null for a stored key
 */
public record SourceIdentity(
        @NonNull AwsCredentialsProvider credentials,
        @NonNull String key,
        @NonNull String tenant,
        @NonNull String label,
        @CheckForNull WebIdentity webIdentity) {
    /** A stored key, or whatever else signs by itself. */
    public SourceIdentity(@NonNull AwsCredentialsProvider credentials, @NonNull String key, @NonNull String label) {
        this(credentials, key, key, label, null);
    }

    /** The bearer of an id token; only {@link AwsClients#sourceCredentials} has its credentials. */
    @NonNull
    public static SourceIdentity ofToken(
            @NonNull WebIdentity token, @NonNull String key, @NonNull String tenant, @NonNull String label) {
        AwsCredentialsProvider none = () -> {
            throw new IllegalStateException("a token has no credentials of its own");
        };
        return new SourceIdentity(none, key, tenant, label, token);
    }

    /** Role of the source account that a token assumes; null for a stored key, or where there is none. */
    @CheckForNull
    public RoleArn sourceRole() {
        return webIdentity == null ? null : webIdentity.sourceRole();
    }
}
