package io.jenkins.plugins.codedeploy.engine.journal;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.journal.JournalEntry.Stage;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Stream;

/** A journal in one file: replaced as a whole and synced, so that a reader finds the old entry or the new one. */
public final class JournalFile implements Journal {
    public static final String SUFFIX = ".codedeploy";

    /** Windows can neither replace a file that is being read, nor read a file that is being replaced. */
    private static final int TRIES = 40;

    private static final long PAUSE_MILLIS = 25;

    /** Replaces the second path with the first. */
    @FunctionalInterface
    interface Replacement {
        void move(Path from, Path to) throws IOException;
    }

    private interface FileAccess<T> {
        T get() throws IOException;
    }

    private final Path file;
    private final Replacement replacement;

    public JournalFile(@NonNull Path file) {
        this(
                file,
                (from, to) ->
                        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING));
    }

    JournalFile(@NonNull Path file, @NonNull Replacement replacement) {
        this.file = file;
        this.replacement = replacement;
    }

    /** The journals of a folder; none where the folder does not exist. */
    @NonNull
    public static List<JournalFile> in(@NonNull Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> f.toString().endsWith(SUFFIX))
                    .sorted()
                    .map(JournalFile::new)
                    .toList();
        }
    }

    @NonNull
    public Path path() {
        return file;
    }

    /** @throws IOException also when the file is there and cannot be understood: it is then not known what was done */
    @Override
    @CheckForNull
    public JournalEntry read() throws IOException {
        String text;
        try {
            text = withRetries(() -> Files.readString(file, StandardCharsets.UTF_8));
        } catch (NoSuchFileException e) {
            return null;
        }
        Properties p = new Properties();
        try {
            p.load(new StringReader(text));
            return JournalEntry.builder(
                            required(p, "nonce"),
                            required(p, "application"),
                            required(p, "deploymentGroup"),
                            required(p, "region"))
                    .stage(Stage.valueOf(required(p, "stage")))
                    .role(p.getProperty("role"))
                    .revision(p.getProperty("revision"))
                    .calledAt(p.containsKey("calledAt") ? Instant.parse(p.getProperty("calledAt")) : null)
                    .deploymentId(p.getProperty("deploymentId"))
                    .status(p.getProperty("status"))
                    .abort(p.getProperty("abort"))
                    .build();
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IOException("Unreadable journal " + file, e);
        }
    }

    @Override
    public void write(@NonNull JournalEntry entry) throws IOException {
        Properties p = new Properties();
        put(p, "nonce", entry.nonce());
        put(p, "stage", entry.stage());
        put(p, "application", entry.application());
        put(p, "deploymentGroup", entry.deploymentGroup());
        put(p, "region", entry.region());
        put(p, "role", entry.role());
        put(p, "revision", entry.revision());
        put(p, "calledAt", entry.calledAt());
        put(p, "deploymentId", entry.deploymentId());
        put(p, "status", entry.status());
        put(p, "abort", entry.abort());
        StringWriter text = new StringWriter();
        p.store(text, null);

        Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
        Files.createDirectories(folder);
        Path next = Files.createTempFile(folder, "journal", ".tmp");
        try {
            try (FileChannel out = FileChannel.open(next, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
                out.force(true);
            }
            withRetries(() -> {
                replacement.move(next, file);
                return file;
            });
        } finally {
            Files.deleteIfExists(next);
        }
        sync(folder);
    }

    /** The rename itself must outlive a power cut, too; Windows has no handle of a folder. */
    private static void sync(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // the entry itself is synced: as durable as this file system offers
        }
    }

    /** A second or so: a reader holds the file for a moment only. */
    private static <T> T withRetries(FileAccess<T> access) throws IOException {
        for (int tries = 1; ; tries++) {
            try {
                return access.get();
            } catch (NoSuchFileException e) {
                throw e;
            } catch (FileSystemException e) {
                if (tries == TRIES) {
                    throw e;
                }
                try {
                    Thread.sleep(PAUSE_MILLIS);
                } catch (InterruptedException interruption) {
                    Thread.currentThread().interrupt();
                    throw e;
                }
            }
        }
    }

    private static void put(Properties p, String key, @CheckForNull Object value) {
        if (value != null) {
            p.setProperty(key, value.toString());
        }
    }

    private static String required(Properties p, String key) {
        String value = p.getProperty(key);
        if (value == null) {
            throw new IllegalArgumentException(key + " is missing");
        }
        return value;
    }
}
