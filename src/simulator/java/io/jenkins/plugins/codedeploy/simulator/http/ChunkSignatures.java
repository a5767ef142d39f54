package io.jenkins.plugins.codedeploy.simulator.http;

import edu.umd.cs.findbugs.annotations.NonNull;

/**
 * The chain of signatures over a body's chunks: each covers the one before it.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html">Chunked upload</a>
 */
final class ChunkSignatures {
    private final Verified verified;
    private String previous;

    ChunkSignatures(@NonNull Verified verified) {
        this.verified = verified;
        previous = verified.signature().value();
    }

    void check(@NonNull String given, @NonNull String chunkSha256, @NonNull Protocol protocol) throws AwsError {
        check(given, "AWS4-HMAC-SHA256-PAYLOAD", Crypto.sha256("") + "\n" + chunkSha256, protocol);
    }

    /** @param trailers one a line, as they were sent */
    void checkTrailers(@NonNull String given, @NonNull String trailers, @NonNull Protocol protocol) throws AwsError {
        check(given, "AWS4-HMAC-SHA256-TRAILER", Crypto.sha256(trailers), protocol);
    }

    private void check(String given, String what, String hashes, Protocol protocol) throws AwsError {
        Signature signature = verified.signature();
        String expected = Crypto.hex(Crypto.hmac(
                verified.key(),
                what + "\n" + signature.time() + "\n" + signature.scope() + "\n" + previous + "\n" + hashes));
        if (!Crypto.same(expected, given)) {
            throw protocol.refusal(AuthFailure.MISMATCH, "");
        }
        previous = expected;
    }
}
