package io.jenkins.plugins.codedeploy.simulator.http;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.IOException;
import java.util.Map;

/** How a service's calls are named and its refusals written. */
public interface Protocol {
    /** @throws AwsError where the request names no operation */
    @NonNull
    String operation(
            @NonNull String method,
            @NonNull String path,
            @NonNull Query query,
            @NonNull Headers headers,
            @NonNull Body body)
            throws AwsError, IOException;

    /** @param path of the request, decoded */
    @NonNull
    AwsResponse error(@NonNull AwsError error, @NonNull String path, @NonNull String requestId);

    /** @param detail what the words are about, such as a time or the headers' names */
    @NonNull
    AwsError refusal(@NonNull AuthFailure failure, @NonNull String detail);

    @NonNull
    AwsError throttled();

    /** The header that carries the request's id. */
    @NonNull
    String requestIdHeader();

    /** Whether bodies may be large, go to files and come with payload hashes of their own. */
    default boolean streams() {
        return false;
    }

    /** What is to be computed of a body while it comes in, by names of the service's own. */
    @NonNull
    default Map<String, Hash> hashes(@NonNull Headers headers) {
        return Map.of();
    }

    /** Whether a request without a signature may be tried as anonymous. */
    default boolean anonymous(String operation) {
        return false;
    }
}
