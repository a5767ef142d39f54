package io.jenkins.plugins.codedeploy.simulator.http;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.time.Duration;

/**
 * What goes wrong with one call.
 *
 * @param error answered instead of carrying the call out, for {@link Kind#ERROR}, of which {@link
 *     Kind#FOREIGN} uses the status alone; null makes it the service's throttling
 * @param delay in real time, for {@link Kind#SLOW}
 */
public record Fault(
        @NonNull Kind kind,
        @CheckForNull AwsError error,
        @NonNull Duration delay) {
    /** Where in a call's life it goes wrong. */
    public enum Kind {
        ERROR,
        /** Something on the way answers in AWS's place: a status without a body. Nothing is done. */
        FOREIGN,
        /** The connection closes before anything is done. */
        DROP,
        /** Carried out; the connection closes in the middle of the answer. */
        CUT,
        /** Carried out; the connection closes before the answer. */
        LOST_ANSWER,
        /** Carried out and answered, late. */
        SLOW,
        /** Nothing is done and nothing answered until the client gives up or the server ends. */
        HANG
    }

    /** {@code SlowDown} from S3, {@code ThrottlingException} from others. */
    @NonNull
    public static Fault throttle() {
        return new Fault(Kind.ERROR, null, Duration.ZERO);
    }

    @NonNull
    public static Fault error(int status, @NonNull String code, @NonNull String message) {
        return new Fault(Kind.ERROR, new AwsError(status, code, message), Duration.ZERO);
    }

    @NonNull
    public static Fault internalError() {
        return error(500, "InternalError", "We encountered an internal error. Please try again.");
    }

    @NonNull
    public static Fault unavailable() {
        return error(503, "ServiceUnavailable", "Service is unable to handle request.");
    }

    /** Of an answer in the place of AWS's own; 0 where there is none. */
    public int status() {
        return error == null ? 0 : error.status();
    }

    @NonNull
    public static Fault foreign(int status) {
        return new Fault(Kind.FOREIGN, new AwsError(status, "", ""), Duration.ZERO);
    }

    @NonNull
    public static Fault drop() {
        return new Fault(Kind.DROP, null, Duration.ZERO);
    }

    @NonNull
    public static Fault cut() {
        return new Fault(Kind.CUT, null, Duration.ZERO);
    }

    @NonNull
    public static Fault lostAnswer() {
        return new Fault(Kind.LOST_ANSWER, null, Duration.ZERO);
    }

    @NonNull
    public static Fault slow(@NonNull Duration delay) {
        return new Fault(Kind.SLOW, null, delay);
    }

    @NonNull
    public static Fault hang() {
        return new Fault(Kind.HANG, null, Duration.ZERO);
    }
}
