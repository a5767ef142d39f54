package io.jenkins.plugins.codedeploy.simulator.http;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.time.Instant;

/**
 * What a signature is made with.
 *
 * @param sessionToken null for a long-lived access key
 * @param expiration null for a long-lived access key
 */
public record Credential(
        @NonNull String accessKeyId,
        @NonNull String secretAccessKey,
        @CheckForNull String sessionToken,
        @NonNull Caller caller,
        @CheckForNull Instant expiration) {
    /** Secrets stay out of logs. */
    @Override
    public String toString() {
        return accessKeyId + " of " + caller.arn();
    }
}
