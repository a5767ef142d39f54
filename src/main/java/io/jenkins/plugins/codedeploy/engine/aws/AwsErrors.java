package io.jenkins.plugins.codedeploy.engine.aws;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.codedeploy.model.CodeDeployException;
import software.amazon.awssdk.services.sts.model.StsException;

/** What kind of failure an answer is: by its code, since models do not name every error that a service returns. */
public final class AwsErrors {
    private static final Set<String> DENIALS =
            Set.of("AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "AllAccessDisabled");
    private static final Set<String> STALE = Set.of(
            "ExpiredToken",
            "ExpiredTokenException",
            "InvalidClientTokenId",
            "UnrecognizedClientException",
            "InvalidAccessKeyId",
            "InvalidToken",
            "RequestExpired");

    private static final Set<String> SKEWED = Set.of("SignatureDoesNotMatch", "InvalidSignatureException");

    /** Of the credentials themselves, or of how a request is signed: no policy is to blame. */
    private static final Set<String> SIGNATURES = Set.of(
            "SignatureDoesNotMatch",
            "InvalidSignatureException",
            "IncompleteSignature",
            "IncompleteSignatureException",
            "MissingAuthenticationToken",
            "MissingAuthenticationTokenException",
            "AuthFailure",
            "RequestTimeTooSkewed",
            "NotSignedUp",
            "OptInRequired");

    /** Of causes that are looked at: a chain may have a loop. */
    private static final int DEPTH = 20;

    /** What the SDK's providers of credentials say: profiles, SSO, processes, files. */
    private static final List<String> CLIENT_SIDE =
            List.of("load credentials", "no credentials", "process-based credentials", "profile file", "sso session");

    private AwsErrors() {}

    /** AWS's error code, or the empty string where the failure is not AWS's answer. */
    @NonNull
    public static String code(Throwable e) {
        if (e instanceof AwsServiceException answer
                && answer.awsErrorDetails() != null
                && answer.awsErrorDetails().errorCode() != null) {
            return answer.awsErrorDetails().errorCode();
        }
        return "";
    }

    /** AWS's own words, or the exception's. Untrusted text. */
    @NonNull
    public static String message(Throwable e) {
        if (e instanceof AwsServiceException answer
                && answer.awsErrorDetails() != null
                && answer.awsErrorDetails().errorMessage() != null) {
            return answer.awsErrorDetails().errorMessage();
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    public static boolean isThrottle(Throwable e) {
        // GetDeployment throttles with a code that neither its model nor the SDK names
        return e instanceof AwsServiceException answer
                && (answer.isThrottlingException() || message(e).contains("Rate exceeded"));
    }

    public static boolean isAccessDenied(Throwable e) {
        return DENIALS.contains(code(e))
                || e instanceof AwsServiceException answer
                        && answer.statusCode() == 403
                        && !isExpired(e)
                        && !isOfSignature(code(e))
                        && !isThrottle(e)
                        && !hasNoErrorCode(answer);
    }

    /** Whether the credentials have expired or are not valid yet, so that a new session may help. */
    public static boolean isExpired(Throwable e) {
        return isExpired(code(e));
    }

    public static boolean isExpired(@NonNull String code) {
        return STALE.contains(code);
    }

    /** Whether AWS did not accept credentials or signature: no policy was asked then. */
    public static boolean isOfSignature(@NonNull String code) {
        return SIGNATURES.contains(code);
    }

    /** The interruption of the calling thread, as the SDK wraps it. */
    public static boolean isInterruption(Throwable e) {
        return e instanceof AbortedException || e.getCause() instanceof InterruptedException;
    }

    /**
     * Nobody knows whether the call was carried out: no answer, half of one, or one that speaks of the server's own
     * trouble.
     * A throttle is a clear no.
     */
    public static boolean isUnanswered(Throwable e) {
        if (e instanceof AwsServiceException answer) {
            return answer.statusCode() >= 500 && !isThrottle(e) || answer.statusCode() == 408 || hasNoErrorCode(answer);
        }
        return e instanceof SdkClientException && !isClientSide(e) || e instanceof java.io.IOException;
    }

    /**
     * What kept a connection from being made, with the host's name in its message: the call never left this machine.
     *
     * @return null where a connection was made, or nothing is known of it
     */
    @CheckForNull
    public static Throwable noConnection(Throwable e) {
        Throwable cause = e;
        for (int depth = 0; cause != null && depth < DEPTH; depth++) {
            if (cause instanceof ConnectException
                    || cause instanceof UnknownHostException
                    || cause instanceof NoRouteToHostException
                    || cause instanceof SSLHandshakeException
                    || cause instanceof SSLPeerUnverifiedException
                    || cause.getClass().getSimpleName().equals("ConnectTimeoutException")) {
                return cause;
            }
            cause = cause.getCause();
        }
        return null;
    }

    /**
     * Without a code, which AWS gives: cut off on its way, or not AWS's but some proxy's. S3's refusals of a HEAD have
     * none either; of these, 400 stands for a session that has ended.
     */
    public static boolean hasNoErrorCode(Throwable e) {
        return e instanceof AwsServiceException answer
                && (answer instanceof CodeDeployException
                        || answer instanceof StsException
                        || answer.statusCode() == 400
                        || answer.statusCode() == 407)
                && !isThrottle(answer)
                && code(answer).isEmpty();
    }

    /** Signed by a clock that is off: once its answer has set ours right, the next attempt is not. */
    static boolean isSkewed(Throwable e) {
        String said = message(e);
        return SKEWED.contains(code(e))
                && (said.startsWith("Signature expired") || said.startsWith("Signature not yet current"));
    }

    /** The answer ended in its middle: the SDK takes it for a whole one that makes no sense. */
    static boolean isTruncated(Throwable e) {
        String said = String.valueOf(e.getMessage());
        return e instanceof SdkClientException
                && (said.startsWith("Could not parse XML response")
                        || said.startsWith("Unable to unmarshall response"));
    }

    /** The call never left: credentials could not be had, or the request could not be built. */
    public static boolean isClientSide(Throwable e) {
        String said = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        return said.contains("unable to load region")
                || e instanceof SdkClientException && CLIENT_SIDE.stream().anyMatch(said::contains);
    }

    /** Worth asking again later: throttled, unanswered or stale. */
    public static boolean isTransient(Throwable e) {
        return isThrottle(e) || isUnanswered(e) || isExpired(e);
    }

    static boolean isChainingLimit(SdkException e) {
        return "ValidationError".equals(code(e)) && message(e).contains("DurationSeconds");
    }
}
