package io.jenkins.plugins.codedeploy.engine.history;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A file with a JSON object on each line. A line that was written only in part, or is otherwise unreadable, is skipped. */
final class LineFile {
    private static final Logger LOGGER = Logger.getLogger(LineFile.class.getName());

    private final Path file;

    LineFile(Path file) {
        this.file = file;
    }

    /** Reads all lines. Logs what it cannot read. */
    List<JsonNode> read() {
        List<JsonNode> all = new ArrayList<>();
        int unreadable = 0;
        try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                JsonNode node = line.isBlank() ? null : HistoryJson.parse(line);
                if (node != null) {
                    all.add(node);
                } else if (!line.isBlank()) {
                    unreadable++;
                }
            }
        } catch (NoSuchFileException e) {
            return all;
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "Cannot read " + file, e);
        }
        if (unreadable > 0) {
            LOGGER.log(Level.WARNING, "{0} has {1} unreadable lines", new Object[] {file, unreadable});
        }
        return all;
    }

    /** Adds a line, which is on disk when this returns. */
    void append(ObjectNode node) throws IOException {
        Files.createDirectories(Objects.requireNonNull(file.toAbsolutePath().getParent()));
        try (FileChannel out =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long end = out.size();
            write(out, end, (endsInLine(out, end) ? "\n" : "") + node + "\n");
            out.force(false);
        }
    }

    /** Replaces all lines at once. */
    void replace(List<ObjectNode> nodes) throws IOException {
        Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
        Files.createDirectories(folder);
        Path next = Files.createTempFile(folder, "history", ".tmp");
        try {
            try (FileChannel out = FileChannel.open(next, StandardOpenOption.WRITE)) {
                StringBuilder text = new StringBuilder();
                nodes.forEach(node -> text.append(node).append('\n'));
                write(out, 0, text.toString());
                out.force(true);
            }
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(next);
        }
    }

    /** Whether the last line was written only in part, by a controller that was killed. */
    private static boolean endsInLine(FileChannel channel, long size) throws IOException {
        ByteBuffer last = ByteBuffer.allocate(1);
        return size > 0 && channel.read(last, size - 1) == 1 && last.get(0) != '\n';
    }

    private static void write(FileChannel out, long from, String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        long at = from;
        while (bytes.hasRemaining()) {
            at += out.write(bytes, at);
        }
    }
}
