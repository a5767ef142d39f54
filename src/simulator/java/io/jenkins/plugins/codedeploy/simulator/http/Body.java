package io.jenkins.plugins.codedeploy.simulator.http;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A request's or an answer's bytes: in memory, or in a file of the simulator's folder where they may be large.
 *
 * @param memory null where they lie in a file
 * @param file null where they are in memory
 * @param length in bytes
 * @param hashes computed while it came in, by the service's names for them
 */
public record Body(
        @CheckForNull byte[] memory,
        @CheckForNull Path file,
        long length,
        @NonNull Map<String, byte[]> hashes) {
    public static final Body EMPTY = of(new byte[0]);

    @NonNull
    public static Body of(@NonNull byte[] bytes) {
        return new Body(bytes, null, bytes.length, Map.of());
    }

    @NonNull
    public static Body of(@NonNull String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    @NonNull
    public InputStream open() throws IOException {
        return file != null
                ? Files.newInputStream(file)
                : new ByteArrayInputStream(memory == null ? new byte[0] : memory);
    }

    @NonNull
    public byte[] bytes() throws IOException {
        try (InputStream in = open()) {
            return in.readAllBytes();
        }
    }

    @NonNull
    public String text() throws IOException {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    /** What was computed while it came in, else what a new one computes now. */
    @NonNull
    public byte[] hash(@NonNull String name, @NonNull Supplier<Hash> otherwise) throws IOException {
        byte[] known = hashes.get(name);
        if (known != null) {
            return known;
        }
        Hash hash = otherwise.get();
        try (InputStream in = open()) {
            byte[] buffer = new byte[64 * 1024];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                hash.update(buffer, 0, read);
            }
        }
        return hash.value();
    }
}
