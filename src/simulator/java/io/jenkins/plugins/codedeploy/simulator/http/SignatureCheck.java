package io.jenkins.plugins.codedeploy.simulator.http;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Verifies Signature Version 4.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html">SigV4</a>
 */
final class SignatureCheck {
    private static final Duration SKEW = Duration.ofMinutes(15);

    private final Function<String, Credential> credentials;
    private final Clock clock;

    /** @param credentials answers null for an unknown access key id */
    SignatureCheck(Function<String, Credential> credentials, Clock clock) {
        this.credentials = credentials;
        this.clock = clock;
    }

    /**
     * @param payloadHash as the signer wrote it into the canonical request
     * @return the key that signs the chunks of the body
     */
    @NonNull
    Verified verify(Received request, Signature signature, Protocol protocol, String payloadHash) throws AwsError {
        Credential credential = credential(signature, protocol);
        checkTime(signature, protocol);
        checkHeaders(request, signature, protocol);
        byte[] key = signingKey(credential.secretAccessKey(), signature);
        String canonical = canonical(request, signature, payloadHash, protocol.streams());
        String toSign = Signature.ALGORITHM + "\n" + signature.time() + "\n" + signature.scope() + "\n"
                + Crypto.sha256(canonical);
        if (!Crypto.same(Crypto.hex(Crypto.hmac(key, toSign)), signature.value())) {
            throw protocol.refusal(AuthFailure.MISMATCH, "");
        }
        return new Verified(credential.caller(), signature, key);
    }

    private Credential credential(Signature signature, Protocol protocol) throws AwsError {
        Credential credential = credentials.apply(signature.accessKeyId());
        if (credential == null) {
            throw protocol.refusal(AuthFailure.UNKNOWN_KEY, "");
        }
        String token = credential.sessionToken();
        String given = signature.sessionToken();
        if (token == null ? given != null : given == null || !Crypto.same(token, given)) {
            throw protocol.refusal(AuthFailure.WRONG_TOKEN, "");
        }
        Instant expiration = credential.expiration();
        if (expiration != null && !clock.instant().isBefore(expiration)) {
            throw protocol.refusal(AuthFailure.EXPIRED_TOKEN, "");
        }
        return credential;
    }

    private void checkTime(Signature signature, Protocol protocol) throws AwsError {
        Instant now = clock.instant();
        Instant signedAt = signature.signedAt();
        if (signedAt.isAfter(now.plus(SKEW))) {
            throw protocol.refusal(
                    AuthFailure.SKEWED,
                    "Signature not yet current: " + signature.time() + " is still later than " + time(now.plus(SKEW))
                            + " (" + time(now) + " + 15 min.)");
        }
        if (signature.presigned()) {
            Instant end = signedAt.plusSeconds(signature.expires());
            if (!now.isBefore(end)) {
                throw protocol.refusal(AuthFailure.EXPIRED_REQUEST, end.toString());
            }
        } else if (signedAt.isBefore(now.minus(SKEW))) {
            throw protocol.refusal(
                    AuthFailure.SKEWED,
                    "Signature expired: " + signature.time() + " is now earlier than " + time(now.minus(SKEW)) + " ("
                            + time(now) + " - 15 min.)");
        }
    }

    private static String time(Instant instant) {
        return Signature.TIME.format(instant);
    }

    private static void checkHeaders(Received request, Signature signature, Protocol protocol) throws AwsError {
        List<String> unsigned = new ArrayList<>();
        for (String name : request.headers().names()) {
            if ((name.startsWith("x-amz-") || name.equals("host"))
                    && !signature.signedHeaders().contains(name)) {
                unsigned.add(name);
            }
        }
        if (!unsigned.isEmpty()) {
            throw protocol.refusal(AuthFailure.UNSIGNED_HEADERS, String.join(", ", unsigned));
        }
    }

    static byte[] signingKey(String secret, Signature signature) {
        byte[] key = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
        for (String step : signature.scope().split("/")) {
            key = Crypto.hmac(key, step);
        }
        return key;
    }

    /** S3 encodes the path once, the others twice. */
    private static String canonical(Received request, Signature signature, String payloadHash, boolean s3) {
        String once = UriCode.encode(UriCode.decode(request.rawPath(), false), true);
        StringBuilder out = new StringBuilder()
                .append(request.method())
                .append('\n')
                .append(s3 ? once : UriCode.encode(once, true))
                .append('\n')
                .append(canonicalQuery(request.query()))
                .append('\n');
        for (String name : signature.signedHeaders()) {
            List<String> values = request.headers().all(name).stream()
                    .map(value -> value.strip().replaceAll(" +", " "))
                    .toList();
            out.append(name).append(':').append(String.join(",", values)).append('\n');
        }
        return out.append('\n')
                .append(String.join(";", signature.signedHeaders()))
                .append('\n')
                .append(payloadHash)
                .toString();
    }

    private static String canonicalQuery(Query query) {
        return query.all().stream()
                .filter(parameter -> !parameter.getKey().equals("X-Amz-Signature"))
                .map(p -> Map.entry(UriCode.encode(p.getKey(), false), UriCode.encode(p.getValue(), false)))
                .sorted(Map.Entry.<String, String>comparingByKey().thenComparing(Map.Entry.comparingByValue()))
                .map(parameter -> parameter.getKey() + "=" + parameter.getValue())
                .collect(Collectors.joining("&"));
    }
}
