package io.jenkins.plugins.codedeploy.simulator.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.checksums.DefaultChecksumAlgorithm;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** Requests signed by the SDK's own signer, to be bent before they are sent. */
final class SignedRequests {
    private static final Set<String> SET_BY_CLIENT = Set.of("Host", "Content-Length", "Expect", "Connection");

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofMinutes(1))
            .build();
    private final AwsCredentialsProvider who;
    private final String service;
    private final String region;
    private Instant at = Instant.now();

    SignedRequests(AwsCredentialsProvider who, String service, String region) {
        this.who = who;
        this.service = service;
        this.region = region;
    }

    SignedRequests at(Instant time) {
        at = time;
        return this;
    }

    /** What is to be sent, still open to changes. */
    record Prepared(String method, URI uri, Map<String, List<String>> headers, byte[] body) {}

    Prepared header(String method, URI uri, Map<String, String> headers, byte[] body) throws IOException {
        return sign(method, uri, headers, body, r -> {});
    }

    /** In chunks; over plain HTTP the SDK signs them. */
    Prepared chunked(URI uri, byte[] body, boolean trailer) throws IOException {
        return sign("PUT", uri, Map.of(), body, r -> {
            r.putProperty(AwsV4FamilyHttpSigner.CHUNK_ENCODING_ENABLED, true);
            if (trailer) {
                r.putProperty(AwsV4FamilyHttpSigner.CHECKSUM_ALGORITHM, DefaultChecksumAlgorithm.CRC32);
            }
        });
    }

    /** In chunks without signatures, the checksum behind them. */
    Prepared unsignedTrailer(URI uri, byte[] body) throws IOException {
        return sign(
                "PUT",
                asOverTls(uri),
                Map.of(),
                body,
                r -> r.putProperty(AwsV4FamilyHttpSigner.CHUNK_ENCODING_ENABLED, true)
                        .putProperty(AwsV4FamilyHttpSigner.PAYLOAD_SIGNING_ENABLED, false)
                        .putProperty(AwsV4FamilyHttpSigner.CHECKSUM_ALGORITHM, DefaultChecksumAlgorithm.CRC32));
    }

    Prepared presigned(String method, URI uri, Map<String, String> headers, Duration lifetime) throws IOException {
        return sign(
                method,
                asOverTls(uri),
                headers,
                new byte[0],
                r -> r.putProperty(AwsV4FamilyHttpSigner.AUTH_LOCATION, AwsV4FamilyHttpSigner.AuthLocation.QUERY_STRING)
                        .putProperty(AwsV4FamilyHttpSigner.PAYLOAD_SIGNING_ENABLED, false)
                        .putProperty(AwsV4FamilyHttpSigner.EXPIRATION_DURATION, lifetime));
    }

    /** The SDK leaves payloads unsigned over TLS alone. */
    private static URI asOverTls(URI uri) {
        return URI.create(uri.toString().replaceFirst("http:", "https:"));
    }

    private Prepared sign(
            String method,
            URI uri,
            Map<String, String> headers,
            byte[] body,
            Consumer<SignRequest.Builder<AwsCredentialsIdentity>> more)
            throws IOException {
        SdkHttpRequest.Builder request =
                SdkHttpRequest.builder().method(SdkHttpMethod.fromValue(method)).uri(uri);
        headers.forEach(request::putHeader);
        if (body.length > 0) {
            request.putHeader("Content-Length", Integer.toString(body.length));
        }
        SignedRequest signed = AwsV4HttpSigner.create().sign(r -> {
            r.identity(who.resolveCredentials())
                    .request(request.build())
                    .payload(ContentStreamProvider.fromByteArray(body))
                    .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, service)
                    .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                    .putProperty(AwsV4FamilyHttpSigner.DOUBLE_URL_ENCODE, false)
                    .putProperty(AwsV4FamilyHttpSigner.NORMALIZE_PATH, false)
                    .putProperty(AwsV4HttpSigner.SIGNING_CLOCK, Clock.fixed(at, ZoneOffset.UTC));
            more.accept(r);
        });
        try (InputStream in = signed.payload()
                .map(ContentStreamProvider::newStream)
                .orElseGet(() -> new ByteArrayInputStream(new byte[0]))) {
            return new Prepared(
                    method,
                    URI.create(signed.request().getUri().toString().replaceFirst("https:", "http:")),
                    signed.request().headers(),
                    in.readAllBytes());
        }
    }

    HttpResponse<String> send(Prepared prepared) throws IOException, InterruptedException {
        return send(prepared, Map.of());
    }

    HttpResponse<String> send(Prepared prepared, Map<String, String> unsigned)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(prepared.uri())
                .timeout(Duration.ofMinutes(5))
                .method(prepared.method(), HttpRequest.BodyPublishers.ofByteArray(prepared.body()));
        prepared.headers().forEach((name, values) -> {
            if (!SET_BY_CLIENT.contains(name)) {
                values.forEach(value -> request.header(name, value));
            }
        });
        unsigned.forEach(request::header);
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
