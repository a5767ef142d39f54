package io.jenkins.plugins.codedeploy.engine.send;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.UrlRedaction;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One part, until it is stored, refused, or patience ends. */
final class PartUpload {
    /** Answered with 400, though nothing is wrong with the request; without a code it was not S3 that answered. */
    private static final Set<String> PASSING =
            Set.of("RequestTimeout", "BadDigest", "SlowDown", "InternalError", "HTTP 400");

    private final HttpClient client;
    private final RetryPolicy patience;
    private final ByteBuffer bytes;
    private final PresignedPart part;
    private final ConnectivityCheck reach;

    PartUpload(HttpClient client, RetryPolicy patience, ByteBuffer bytes, PresignedPart part, ConnectivityCheck reach) {
        this.client = client;
        this.patience = patience;
        this.bytes = bytes;
        this.part = part;
        this.reach = reach;
    }

    @NonNull
    PartResult call() throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            PartResult given = reach.verdict();
            if (given != null) {
                return new PartResult(part.number(), null, 0, given.error(), given.message(), null);
            }
            PartResult result = attempt();
            reach.note(result, attempt);
            if (result.isStored() || !mayPass(result) || attempt >= patience.attempts()) {
                return result;
            }
            Thread.sleep(patience.pauseMillis(attempt, ThreadLocalRandom.current()));
        }
    }

    private PartResult attempt() throws InterruptedException {
        try {
            return read(answer());
        } catch (IOException e) {
            String words = Objects.requireNonNullElse(e.getMessage(), "");
            PartResult none = new PartResult(
                    part.number(), null, 0, e.getClass().getSimpleName(), UrlRedaction.withoutQuery(words), null);
            // the JDK says neither where nor, of an unknown host, why
            return none.isUnconnected()
                    ? new PartResult(
                            part.number(), null, 0, none.error(), part.url().getAuthority() + " " + words, null)
                    : none;
        }
    }

    private HttpResponse<String> answer() throws IOException, InterruptedException {
        // Of a known length: S3 refuses chunked bodies.
        int length = bytes.remaining();
        BodyPublisher body = length == 0 ? BodyPublishers.noBody() : new PartBody(bytes);
        HttpRequest.Builder request = HttpRequest.newBuilder(part.url()).PUT(body);
        part.headers().forEach(request::setHeader);
        CompletableFuture<HttpResponse<String>> answer = client.sendAsync(request.build(), head -> new ErrorBody());
        Duration limit = patience.timeLimit(length);
        try {
            // Not HttpRequest.timeout(): that ends with the answer's headers, and a body may stall as well.
            return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IOException("no answer within " + limit.toSeconds() + " s");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        } finally {
            answer.cancel(true);
        }
    }

    private PartResult read(HttpResponse<String> answer) {
        String eTag = answer.headers().firstValue("etag").orElse(null);
        if (answer.statusCode() == 200 && eTag != null) {
            return new PartResult(part.number(), eTag, 200, null, null, null);
        }
        S3Error error = S3Error.parse(answer.body());
        String code = Objects.requireNonNullElse(error.code(), "HTTP " + answer.statusCode());
        String requestId = answer.headers().firstValue("x-amz-request-id").orElse(error.requestId());
        return new PartResult(part.number(), null, answer.statusCode(), code, error.message(), requestId);
    }

    private static boolean mayPass(PartResult result) {
        int status = result.status();
        return status == 0 || status == 408 || status == 429 || status >= 500 || PASSING.contains(result.error());
    }
}
