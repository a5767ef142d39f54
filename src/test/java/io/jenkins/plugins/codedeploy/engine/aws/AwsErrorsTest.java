package io.jenkins.plugins.codedeploy.engine.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.util.Set;
import org.apache.http.conn.ConnectTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.codedeploy.model.CodeDeployException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.sts.model.StsException;

class AwsErrorsTest {

    /** Of each answer: is it a throttle, a refusal, a matter of stale credentials, or does nobody know? */
    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "400, ThrottlingException,          throttle",
        "400, Throttling,                   throttle",
        "400, RequestLimitExceeded,         throttle",
        "503, SlowDown,                     throttle",
        "429, Anything,                     throttle",
        "400, AccessDeniedException,        denied",
        "403, AccessDenied,                 denied",
        "403, SignatureDoesNotMatch,        signature",
        "400, ExpiredTokenException,        stale",
        "403, ExpiredToken,                 stale",
        "403, InvalidClientTokenId,         stale",
        "400, UnrecognizedClientException,  stale",
        "403, InvalidAccessKeyId,           stale",
        "500, InternalFailure,              unanswered",
        "503, ServiceUnavailable,           unanswered",
        "502, '',                           unanswered",
        "400, '',                           unanswered",
        "403, '',                           unanswered",
        "408, RequestTimeout,               unanswered",
        "400, ValidationError,              other",
        "400, DeploymentLimitExceededException, other",
        "404, NoSuchKey,                    other",
    })
    void eachAnswerIsOfOneKind(int status, String code, String kind) {
        AwsServiceException e = answer(status, code, "what AWS says");

        assertEquals(kind.equals("throttle"), AwsErrors.isThrottle(e), "throttle");
        assertEquals(kind.equals("denied"), AwsErrors.isAccessDenied(e), "denied");
        assertEquals(kind.equals("stale"), AwsErrors.isExpired(e), "stale");
        assertEquals(kind.equals("unanswered"), AwsErrors.isUnanswered(e), "unanswered");
        assertEquals(!Set.of("denied", "signature", "other").contains(kind), AwsErrors.isTransient(e), "transient");
    }

    /** GetDeployment throttles with a code that its model does not name. */
    @Test
    void aThrottleIsKnownByItsWords() {
        assertTrue(AwsErrors.isThrottle(answer(400, "SomethingNew", "Rate exceeded")));
        assertFalse(AwsErrors.isThrottle(SdkClientException.create("Rate exceeded")));
    }

    @Test
    void noAnswerMeansThatNobodyKnows() {
        assertTrue(AwsErrors.isUnanswered(SdkClientException.create("Unable to execute HTTP request")));
        assertTrue(AwsErrors.isUnanswered(ApiCallAttemptTimeoutException.create(2_000)));
        assertTrue(AwsErrors.isUnanswered(new SocketTimeoutException()));
    }

    @Test
    void whatKeptAConnectionFromBeingMadeIsFoundBelow() {
        ConnectException refused = new ConnectException("Connect to sts.example:443 failed");

        assertEquals(refused, AwsErrors.noConnection(SdkClientException.create("Unable to execute", refused)));
        assertEquals(
                "ConnectTimeoutException",
                AwsErrors.noConnection(SdkClientException.create("Unable", new ConnectTimeoutException("late")))
                        .getClass()
                        .getSimpleName());
        assertNull(AwsErrors.noConnection(SdkClientException.create("Unable", new SocketTimeoutException())));
        assertNull(AwsErrors.noConnection(answer(503, "ServiceUnavailable", "no")));
    }

    /** What never left this machine was surely not carried out. */
    @Test
    void withoutCredentialsNothingWasAsked() {
        SdkClientException e = SdkClientException.create("Unable to load credentials from any of the providers");

        assertFalse(AwsErrors.isUnanswered(e));
        assertFalse(AwsErrors.isTransient(e));
    }

    @Test
    void anInterruptionIsKnown() {
        assertTrue(AwsErrors.isInterruption(AbortedException.create("Thread was interrupted")));
        assertTrue(AwsErrors.isInterruption(SdkClientException.create("wrapped", new InterruptedException())));
        assertFalse(AwsErrors.isInterruption(SdkClientException.create("other")));
    }

    /** A HEAD's refusal has no body. */
    @Test
    void s3RefusesWithoutWords() {
        AwsServiceException bare = S3Exception.builder().statusCode(403).build();

        assertTrue(AwsErrors.isAccessDenied(bare));
        assertFalse(AwsErrors.isTransient(bare));
    }

    /** Of a HEAD it stands for a session that has ended; of another call it is not S3's. */
    @Test
    void a400WithoutWordsIsNoRefusal() {
        AwsServiceException bare = S3Exception.builder().statusCode(400).build();

        assertFalse(AwsErrors.isAccessDenied(bare));
        assertTrue(AwsErrors.isUnanswered(bare));
    }

    @Test
    void wordsAndCodesMayBeAbsent() {
        AwsServiceException bare =
                CodeDeployException.builder().statusCode(403).message("bare").build();

        assertEquals("", AwsErrors.code(bare));
        assertEquals("bare", AwsErrors.message(bare));
        assertEquals("IllegalStateException", AwsErrors.message(new IllegalStateException()));
    }

    @Test
    void anHourIsTriedOnlyWhereTheDurationIsRefused() {
        assertTrue(AwsErrors.isChainingLimit(
                sts("ValidationError", "The requested DurationSeconds exceeds the 1 hour session limit")));
        assertFalse(AwsErrors.isChainingLimit(sts("ValidationError", "roleArn is invalid")));
        assertFalse(AwsErrors.isChainingLimit(sts("AccessDenied", "DurationSeconds")));
    }

    private static AwsServiceException answer(int status, String code, String message) {
        return CodeDeployException.builder()
                .statusCode(status)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(code)
                        .errorMessage(message)
                        .build())
                .message(message)
                .build();
    }

    private static StsException sts(String code, String message) {
        return (StsException) StsException.builder()
                .statusCode(400)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(code)
                        .errorMessage(message)
                        .build())
                .build();
    }
}
