package io.jenkins.plugins.codedeploy.simulator.http;

import com.sun.net.httpserver.HttpExchange;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.InputStream;

/**
 * A request as it came in, before anybody is known.
 *
 * @param rawPath as it was signed: still encoded, without a bucket that the host names
 */
record Received(
        @NonNull String method,
        @NonNull String rawPath,
        @NonNull Query query,
        @NonNull Headers headers,
        @NonNull InputStream body) {
    static Received of(HttpExchange exchange) {
        return new Received(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getRawPath(),
                Query.parse(exchange.getRequestURI().getRawQuery(), false),
                new Headers(exchange.getRequestHeaders()),
                exchange.getRequestBody());
    }

    /** Decoded; for S3 with the bucket in front, also where the host named it. */
    String path(boolean s3) {
        String path = UriCode.decode(rawPath, false);
        String host = headers.get("host", "").replaceFirst(":\\d+$", "");
        if (s3 && host.endsWith(".localhost")) {
            return "/" + host.substring(0, host.length() - ".localhost".length()) + path;
        }
        return path;
    }
}
