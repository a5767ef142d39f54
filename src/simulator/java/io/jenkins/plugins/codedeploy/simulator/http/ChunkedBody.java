package io.jenkins.plugins.codedeploy.simulator.http;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Decodes {@code aws-chunked}, signed or not, in constant memory. */
final class ChunkedBody {
    private static final int LONGEST_LINE = 16 * 1024;

    private final InputStream in;

    @CheckForNull
    private final ChunkSignatures signatures;

    private final Protocol protocol;
    private final Map<String, String> trailers = new TreeMap<>();

    /** @param signatures null where the chunks are not signed */
    ChunkedBody(InputStream in, @CheckForNull ChunkSignatures signatures, Protocol protocol) {
        this.in = in;
        this.signatures = signatures;
        this.protocol = protocol;
    }

    /** @return how many bytes it decoded to */
    long decode(OutputStream out) throws IOException, AwsError {
        long total = 0;
        while (true) {
            String header = line();
            int semicolon = header.indexOf(';');
            long size = size(semicolon < 0 ? header : header.substring(0, semicolon));
            MessageDigest digest = Crypto.digest("SHA-256");
            copy(size, out, digest);
            if (signatures != null) {
                int equals = header.indexOf("chunk-signature=");
                String given = equals < 0 ? "" : header.substring(equals + "chunk-signature=".length());
                signatures.check(given, Crypto.hex(digest.digest()), protocol);
            }
            if (size == 0) {
                readTrailers();
                return total;
            }
            total += size;
            if (!line().isEmpty()) {
                throw incomplete();
            }
        }
    }

    /** What came behind the last chunk, names in lower case. */
    @NonNull
    Map<String, String> trailers() {
        return trailers;
    }

    private void readTrailers() throws IOException, AwsError {
        StringBuilder signed = new StringBuilder();
        String signature = "";
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            if (colon < 0) {
                throw AwsError.badRequest(
                        "MalformedTrailerError", "The request contained trailing data that was not well-formed.");
            }
            String name = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
            String value = line.substring(colon + 1).strip();
            if (name.equals("x-amz-trailer-signature")) {
                signature = value;
            } else {
                signed.append(name).append(':').append(value).append('\n');
                trailers.put(name, value);
            }
        }
        if (signatures != null && !trailers.isEmpty()) {
            signatures.checkTrailers(signature, signed.toString(), protocol);
        }
    }

    private void copy(long count, OutputStream out, MessageDigest digest) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        long left = count;
        while (left > 0) {
            int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (read < 0) {
                throw new EOFException("The body ended within a chunk");
            }
            digest.update(buffer, 0, read);
            out.write(buffer, 0, read);
            left -= read;
        }
    }

    /** A line without its end; the body's end counts as an empty one. */
    private String line() throws IOException, AwsError {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            if (line.size() == LONGEST_LINE) {
                throw incomplete();
            }
            if (c != '\r') {
                line.write(c);
            }
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    private static long size(String hex) throws AwsError {
        if (!hex.matches("[0-9a-fA-F]{1,15}")) {
            throw incomplete();
        }
        return Long.parseLong(hex, 16);
    }

    private static AwsError incomplete() {
        return AwsError.badRequest(
                "IncompleteBody", "The request body terminated unexpectedly or is not aws-chunked as announced.");
    }
}
