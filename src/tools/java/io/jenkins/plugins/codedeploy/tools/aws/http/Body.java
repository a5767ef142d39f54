package io.jenkins.plugins.codedeploy.tools.aws.http;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A request's or an answer's bytes: in memory, or in a file of the simulator's folder where they may be large.
 *
 * @param memory null where they lie in a file
 * @param file null where they are in memory
 * @param length in bytes
 */
public record Body(
        @CheckForNull byte[] memory, @CheckForNull Path file, long length) {
    public static final Body EMPTY = of(new byte[0]);

    @NonNull
    public static Body of(@NonNull byte[] bytes) {
        return new Body(bytes, null, bytes.length);
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
}
