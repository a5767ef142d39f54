package io.jenkins.plugins.codedeploy.simulator.instance;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/** Copies one file as the agent does: links as links, through a link that is in the way, all mode bits kept. */
final class FileCopy {
    private final Disk disk;

    FileCopy(@NonNull Disk disk) {
        this.disk = disk;
    }

    void run(@NonNull String source, @NonNull String destination) throws IOException, AgentFailure {
        Path from = disk.entry(source);
        if (!source.endsWith("/") && Files.isSymbolicLink(from)) {
            link(Files.readSymbolicLink(from), destination);
        } else {
            copy(disk.walked(source), source, destination);
        }
    }

    private void link(Path target, String destination) throws AgentFailure {
        String name = inside(destination, target);
        try {
            Files.createSymbolicLink(disk.entry(name), target);
        } catch (IOException e) {
            throw Errno.failure(e, "syserr_fail2_in", name);
        }
    }

    private void copy(Path from, String source, String destination) throws AgentFailure, IOException {
        try (InputStream content = open(from, source)) {
            String name = inside(destination, from);
            Path to = disk.walked(name);
            try (OutputStream out = Files.newOutputStream(to)) {
                content.transferTo(out);
            } catch (IOException e) {
                throw Errno.failure(e, "rb_sysopen", name);
            }
            Files.setLastModifiedTime(to, Files.getLastModifiedTime(from));
            Disk.mode(to, Disk.mode(from));
        }
    }

    private static InputStream open(Path from, String source) throws AgentFailure {
        try {
            if (source.endsWith("/")) {
                throw new NotDirectoryException(source);
            }
            return Files.newInputStream(from);
        } catch (IOException e) {
            throw Errno.failure(e, "rb_sysopen", source);
        }
    }

    /** As {@code cp} does: a folder of the destination's name takes the file. */
    private String inside(String destination, Path file) {
        return Files.isDirectory(disk.walked(destination)) ? destination + "/" + file.getFileName() : destination;
    }
}
