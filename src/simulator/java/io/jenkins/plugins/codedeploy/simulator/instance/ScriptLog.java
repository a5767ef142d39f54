package io.jenkins.plugins.codedeploy.simulator.instance;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/**
 * What scripts printed: all of it in {@code scripts.log}, the end of it for the diagnostics. The end is made of whole
 * entries: a last line of 2,048 characters leaves nothing, an earlier one of 1,024 hides what came before it.
 */
final class ScriptLog {
    static final int TAIL = 2048;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    private record Entry(String text, boolean isUtf8) {
        int length() {
            return text.codePointCount(0, text.length());
        }
    }

    private final Path file;
    private final List<Entry> tail = new ArrayList<>();

    ScriptLog(@NonNull Path file) {
        this.file = file;
    }

    void add(@NonNull String line) throws IOException {
        add("", (line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** @param line with its line end, where it has one */
    synchronized void add(@NonNull String prefix, @NonNull byte[] line) throws IOException {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        written.writeBytes((LocalDateTime.now().format(TIME) + " " + prefix).getBytes(StandardCharsets.UTF_8));
        written.writeBytes(line);
        Files.write(file, written.toByteArray(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        tail.add(entry(prefix, line));
        int kept = tail.size();
        int left = TAIL;
        // As the agent counts: what it takes from the room is the length of the entry before the one that it kept.
        while (kept > 0 && left - tail.get(kept - 1).length() > 0) {
            kept--;
            left -= kept == 0 ? 0 : tail.get(kept - 1).length();
        }
        tail.subList(0, kept).clear();
    }

    private static Entry entry(String prefix, byte[] line) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(line))
                    .toString();
            return new Entry(prefix + text, true);
        } catch (CharacterCodingException e) {
            return new Entry(prefix + new String(line, StandardCharsets.ISO_8859_1), false);
        }
    }

    @NonNull
    synchronized String tail() {
        StringBuilder all = new StringBuilder();
        tail.forEach(entry -> all.append(entry.text()));
        return all.toString();
    }

    /** Whether the tail can be written as JSON; the agent reports next to nothing where it cannot. */
    synchronized boolean isUtf8() {
        return tail.stream().allMatch(Entry::isUtf8);
    }
}
