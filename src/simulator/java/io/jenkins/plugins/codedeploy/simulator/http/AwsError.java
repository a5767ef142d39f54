package io.jenkins.plugins.codedeploy.simulator.http;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.Serial;
import java.util.LinkedHashMap;
import java.util.Map;

/** A refusal, rendered by the called service's protocol. */
public final class AwsError extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    private final int status;
    private final String code;
    private final LinkedHashMap<String, String> headers = new LinkedHashMap<>();
    private final LinkedHashMap<String, String> details = new LinkedHashMap<>();

    /** @param code as the service writes it; {@code AccessDenied} becomes {@code AccessDeniedException} where JSON is spoken */
    public AwsError(int status, @NonNull String code, @NonNull String message) {
        super(message);
        this.status = status;
        this.code = code;
    }

    /** A 400 as JSON services answer it. */
    @NonNull
    public static AwsError badRequest(@NonNull String code, @NonNull String message) {
        return new AwsError(400, code, message);
    }

    @NonNull
    public static AwsError accessDenied(@NonNull String message) {
        return new AwsError(403, "AccessDenied", message);
    }

    @NonNull
    public AwsError header(@NonNull String name, @NonNull String value) {
        headers.put(name, value);
        return this;
    }

    /** An additional element, for example {@code BucketName} in S3. */
    @NonNull
    public AwsError detail(@NonNull String name, @NonNull String value) {
        details.put(name, value);
        return this;
    }

    public int status() {
        return status;
    }

    @NonNull
    public String code() {
        return code;
    }

    @NonNull
    public Map<String, String> headers() {
        return headers;
    }

    @NonNull
    public Map<String, String> details() {
        return details;
    }
}
