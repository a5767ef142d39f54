package io.jenkins.plugins.codedeploy.simulator.http;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.time.Instant;

/**
 * One call as it was received.
 *
 * @param service {@code s3}, {@code sts}, {@code codedeploy}
 * @param operation as the API names it, such as {@code UploadPart}
 * @param callerArn of who signed it; null where that is unknown
 * @param region of the credential scope; empty where unsigned
 * @param status what was answered, 0 where the connection was dropped instead
 * @param error the error's code; null for a success
 */
public record Call(
        @NonNull Instant time,
        @NonNull String service,
        @NonNull String operation,
        @CheckForNull String callerArn,
        @NonNull String region,
        int status,
        @CheckForNull String error) {}
