package io.jenkins.plugins.codedeploy.simulator.http;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Takes a body in and proves that it is the one that was signed. */
final class BodyReader {
    private static final int BUFFER = 64 * 1024;
    private static final int MEMORY = 4 * 1024 * 1024;

    private final Path folder;

    /** @param folder where large bodies are put */
    BodyReader(Path folder) {
        this.folder = folder;
    }

    /** The body, and the request's headers with the trailers among them. */
    record Read(@NonNull Body body, @NonNull Headers headers) {}

    /** A small body, whatever was signed. */
    @NonNull
    Body inMemory(Received request) throws IOException, AwsError {
        byte[] bytes = request.body().readNBytes(MEMORY + 1);
        if (bytes.length > MEMORY) {
            throw new AwsError(413, "RequestEntityTooLarge", "The request is too large.");
        }
        return Body.of(bytes);
    }

    /**
     * @param hash the {@code x-amz-content-sha256} that was signed
     * @param verified null for an anonymous request
     */
    @NonNull
    Read toFile(Received request, String hash, @CheckForNull Verified verified, Protocol protocol)
            throws IOException, AwsError {
        if (request.headers().get("content-length", "0").equals("0")
                && request.headers().get("transfer-encoding") == null) {
            check(hash, Crypto.sha256(""));
            return new Read(Body.EMPTY, request.headers());
        }
        Path file = Files.createTempFile(folder, "body", "");
        try {
            return read(request, hash, verified, protocol, file);
        } catch (IOException | AwsError | RuntimeException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    private static Read read(
            Received request, String hash, @CheckForNull Verified verified, Protocol protocol, Path file)
            throws IOException, AwsError {
        if (!hash.startsWith("STREAMING-")) {
            try (OutputStream out = Files.newOutputStream(file);
                    DigestOutputStream digest = new DigestOutputStream(out, Crypto.digest("SHA-256"));
                    HashingStream hashing = new HashingStream(digest, protocol.hashes(request.headers()))) {
                digest.on(hash.matches("[0-9a-f]{64}"));
                long length = copy(request.body(), hashing);
                check(hash, Crypto.hex(digest.getMessageDigest().digest()));
                return new Read(new Body(null, file, length, hashing.values()), request.headers());
            }
        }
        boolean signed = hash.startsWith("STREAMING-AWS4-HMAC-SHA256-PAYLOAD");
        if (!signed && !hash.equals("STREAMING-UNSIGNED-PAYLOAD-TRAILER")) {
            throw AwsError.badRequest("InvalidRequest", "The value of x-amz-content-sha256 header is invalid.");
        }
        String announced = request.headers().get("x-amz-decoded-content-length", "");
        if (!announced.matches("\\d{1,15}")) {
            throw new AwsError(411, "MissingContentLength", "You must provide the Content-Length HTTP header.");
        }
        ChunkSignatures signatures = signed && verified != null ? new ChunkSignatures(verified) : null;
        long length;
        ChunkedBody chunks;
        Map<String, byte[]> hashes;
        // Closing the request's stream would end the connection before the answer.
        InputStream in = new BufferedInputStream(request.body(), BUFFER);
        try (OutputStream out = Files.newOutputStream(file);
                HashingStream hashing = new HashingStream(out, protocol.hashes(request.headers()))) {
            chunks = new ChunkedBody(in, signatures, protocol);
            length = chunks.decode(hashing);
            hashes = hashing.values();
        }
        if (length != Long.parseLong(announced)) {
            throw AwsError.badRequest(
                    "IncompleteBody",
                    "You did not provide the number of bytes specified by the Content-Length HTTP header");
        }
        return new Read(new Body(null, file, length, hashes), withTrailers(request.headers(), chunks.trailers()));
    }

    private static long copy(InputStream in, OutputStream out) throws IOException {
        byte[] buffer = new byte[BUFFER];
        long length = 0;
        int read;
        do {
            // the server's own stream gives a few KiB at a time, and each write is a call of the system
            read = in.readNBytes(buffer, 0, buffer.length);
            out.write(buffer, 0, read);
            length += read;
        } while (read == buffer.length);
        return length;
    }

    private static Headers withTrailers(Headers headers, Map<String, String> trailers) throws AwsError {
        Map<String, List<String>> all = new HashMap<>();
        headers.names().forEach(name -> all.put(name, headers.all(name)));
        for (String announced : headers.get("x-amz-trailer", "").split(",")) {
            if (!announced.isBlank() && !trailers.containsKey(announced.strip())) {
                throw AwsError.badRequest(
                        "MalformedTrailerError", "The request contained trailing data that was not well-formed.");
            }
        }
        trailers.forEach((name, value) -> all.put(name, List.of(value)));
        return new Headers(all);
    }

    private static void check(String announced, String computed) throws AwsError {
        if (announced.matches("[0-9a-f]{64}") && !announced.equals(computed)) {
            throw AwsError.badRequest(
                            "XAmzContentSHA256Mismatch",
                            "The provided 'x-amz-content-sha256' header does not match what was computed.")
                    .detail("ClientComputedContentSHA256", announced)
                    .detail("S3ComputedContentSHA256", computed);
        }
    }
}
