package io.jenkins.plugins.codedeploy.simulator.instance;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/** An instance's disk: the folder that stands for {@code /}. Nothing in it reaches outside through a path. */
final class Disk {
    static final String AGENT = "/opt/codedeploy-agent/deployment-root";

    private final Path root;

    Disk(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    Path root() {
        return root;
    }

    /** @param onInstance an absolute path there; {@code ..} stops at {@code /} as it does on Linux */
    @NonNull
    Path at(@NonNull String onInstance) {
        Path there = root;
        for (String part : onInstance.split("/+")) {
            if (part.equals("..")) {
                Path parent = there.getParent();
                there = there.equals(root) || parent == null ? root : parent;
            } else if (!part.isEmpty() && !part.equals(".")) {
                there = there.resolve(part);
            }
        }
        return there;
    }

    /** The path as a process on the instance would name it. */
    @NonNull
    String name(@NonNull Path here) {
        return "/" + root.relativize(here).toString().replace('\\', '/');
    }

    /** Sets the permission bits where the file system has them. */
    static void mode(Path file, int mode) throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix") && !Files.isSymbolicLink(file)) {
            Set<PosixFilePermission> bits = EnumSet.noneOf(PosixFilePermission.class);
            for (PosixFilePermission bit : PosixFilePermission.values()) {
                // The constants are in the order of the bits, the owner's read bit first.
                if ((mode & (0400 >> bit.ordinal())) != 0) {
                    bits.add(bit);
                }
            }
            Files.setPosixFilePermissions(file, bits);
        }
    }

    static void delete(Path tree) throws IOException {
        if (!Files.exists(tree, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(tree, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException problem) throws IOException {
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
