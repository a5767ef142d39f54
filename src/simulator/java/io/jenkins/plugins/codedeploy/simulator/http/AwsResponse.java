package io.jenkins.plugins.codedeploy.simulator.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An answer.
 *
 * @param headers without the length
 * @param length of the body in bytes
 * @param body writes it; null for none, as after a HEAD, which still tells the length
 */
public record AwsResponse(
        int status,
        @NonNull Map<String, String> headers,
        long length,
        @CheckForNull Writer body) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Writes a body of the length that was announced. */
    @FunctionalInterface
    public interface Writer {
        void write(@NonNull OutputStream out) throws IOException;
    }

    /** JSON 1.1, 200; timestamps are the service's to write as numbers of seconds. */
    @NonNull
    public static AwsResponse json(@NonNull Object value) {
        try {
            return of(200, "application/x-amz-json-1.1", JSON.writeValueAsBytes(value));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @NonNull
    public static AwsResponse empty(int status) {
        return new AwsResponse(status, new LinkedHashMap<>(), 0, null);
    }

    @NonNull
    public static AwsResponse of(int status, @NonNull String contentType, @NonNull byte[] bytes) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", contentType);
        return new AwsResponse(status, headers, bytes.length, out -> out.write(bytes));
    }

    /** Adds a header, in place; a null value adds none. */
    @NonNull
    public AwsResponse header(@NonNull String name, @CheckForNull String value) {
        if (value != null) {
            headers.put(name, value);
        }
        return this;
    }
}
