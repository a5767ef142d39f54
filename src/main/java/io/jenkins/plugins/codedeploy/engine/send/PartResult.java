package io.jenkins.plugins.codedeploy.engine.send;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.io.Serializable;
import java.util.Set;

/**
 * What became of one part.
 *
 * @param number as in the {@link PresignedPart}
 * @param eTag as S3 gave it, quotes included; null unless the part was stored
 * @param status of the last HTTP answer; 0 when there was none
 * @param error S3's error code, or what kept the last attempt from an answer; null when the part was stored
 * @param message S3's words beside the code; untrusted
 * @param requestId S3's, for AWS support
 */
public record PartResult(
        int number,
        @CheckForNull String eTag,
        int status,
        @CheckForNull String error,
        @CheckForNull String message,
        @CheckForNull String requestId)
        implements Serializable {
    private static final Set<String> NO_CONNECTION = Set.of(
            "ConnectException",
            "HttpConnectTimeoutException",
            "NoRouteToHostException",
            "UnknownHostException",
            "SSLHandshakeException");
    private static final Set<String> STALE = Set.of("ExpiredToken", "InvalidToken", "RequestExpired");

    public boolean isStored() {
        return eTag != null;
    }

    /** Whether the last attempt did not even come to a connection. */
    public boolean isUnconnected() {
        return status == 0 && error != null && NO_CONNECTION.contains(error);
    }

    /** Whether a URL signed anew may help: this one was refused, or never got an answer. */
    public boolean isWorthSigningAgain() {
        // A server that refuses before it has read the body resets the connection, and the answer may be lost with it.
        return !isStored() && (status == 0 || status == 401 || status == 403 || STALE.contains(error));
    }
}
