package io.jenkins.plugins.codedeploy.simulator.instance;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;

/** What scripts printed: all of it in {@code scripts.log}, the last 4 KB for the diagnostics. Whole lines only. */
final class ScriptLog {
    static final int TAIL = 4096;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    private final Path file;
    private final ArrayDeque<String> lines = new ArrayDeque<>();
    private int bytes;

    ScriptLog(@NonNull Path file) {
        this.file = file;
    }

    synchronized void add(@NonNull String line) throws IOException {
        String ended = line + "\n";
        Files.writeString(
                file,
                LocalDateTime.now().format(TIME) + " " + ended,
                StandardCharsets.UTF_8,
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
        lines.add(ended);
        bytes += length(ended);
        while (bytes > TAIL && !lines.isEmpty()) {
            bytes -= length(lines.removeFirst());
        }
    }

    @NonNull
    synchronized String tail() {
        return String.join("", lines);
    }

    private static int length(String line) {
        return line.getBytes(StandardCharsets.UTF_8).length;
    }
}
