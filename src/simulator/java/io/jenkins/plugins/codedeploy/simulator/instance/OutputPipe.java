package io.jenkins.plugins.codedeploy.simulator.instance;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A named pipe that a process writes to. Unlike Java's own pipe, which ends with the process, it ends when the last
 * child that holds it has ended.
 */
final class OutputPipe {
    /** Takes lines. */
    interface Lines {
        /** @param line with its line end, where it has one */
        void take(@NonNull byte[] line) throws IOException;
    }

    private final Path file;
    private final Lines lines;
    private final Thread reader = new Thread(this::read, "simulated-script-output");
    private volatile boolean ignored;

    private OutputPipe(Path file, Lines lines) {
        this.file = file;
        this.lines = lines;
    }

    /** Makes the pipe and begins to read. */
    @NonNull
    static OutputPipe open(@NonNull Path file, @NonNull Lines lines) throws IOException, InterruptedException {
        Files.deleteIfExists(file);
        if (new ProcessBuilder("mkfifo", file.toString()).start().waitFor() != 0) {
            throw new IOException("mkfifo " + file);
        }
        OutputPipe pipe = new OutputPipe(file, lines);
        pipe.reader.setDaemon(true);
        pipe.reader.start();
        return pipe;
    }

    @NonNull
    File file() {
        return file.toFile();
    }

    /** What still comes is not taken any more. */
    void ignore() {
        ignored = true;
    }

    boolean awaitEnd(long millis) throws InterruptedException {
        reader.join(millis);
        return !reader.isAlive();
    }

    private void read() {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int next = in.read(); next >= 0; next = in.read()) {
                line.write(next);
                if (next == '\n') {
                    give(line);
                }
            }
            give(line);
        } catch (IOException e) {
            System.getLogger(OutputPipe.class.getName()).log(System.Logger.Level.WARNING, file.toString(), e);
        }
    }

    private void give(ByteArrayOutputStream line) throws IOException {
        if (line.size() > 0 && !ignored) {
            lines.take(line.toByteArray());
        }
        line.reset();
    }
}
