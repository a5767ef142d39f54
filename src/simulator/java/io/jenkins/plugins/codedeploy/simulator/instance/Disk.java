package io.jenkins.plugins.codedeploy.simulator.instance;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** An instance's disk: a directory that represents {@code /}. No path leads outside it. */
final class Disk {
    static final String AGENT = "/opt/codedeploy-agent/deployment-root";

    /** More links than this on one way are a loop. */
    private static final int LINKS = 40;

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

    /** {@code File.expand_path} with the agent's working directory, which is {@code /}. */
    @NonNull
    static String expanded(@NonNull String onInstance) {
        Deque<String> parts = new ArrayDeque<>();
        for (String part : onInstance.split("/+")) {
            if (part.equals("..")) {
                parts.pollLast();
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.addLast(part);
            }
        }
        return "/" + String.join("/", parts);
    }

    /** Where the operating system ends up that walks the path on the instance: every link is followed, on the disk. */
    @NonNull
    Path walked(@NonNull String onInstance) {
        Deque<String> left = new ArrayDeque<>(List.of(onInstance.split("/+")));
        Path here = root;
        int links = 0;
        while (!left.isEmpty()) {
            String part = left.removeFirst();
            if (part.isEmpty() || part.equals(".")) {
                continue;
            }
            if (part.equals("..")) {
                if (!Files.isDirectory(here)) {
                    // Nothing exists there, whatever the rest of the path is.
                    return here.resolve("..").resolve(String.join("/", left));
                }
                Path parent = here.getParent();
                here = here.equals(root) || parent == null ? root : parent;
                continue;
            }
            Path next = here.resolve(part);
            String target = target(next);
            if (target == null) {
                here = next;
                continue;
            }
            if (++links > LINKS) {
                // The operating system gives up too.
                return Path.of(root + "/" + onInstance);
            }
            here = target.startsWith("/") ? root : here;
            List<String> parts = List.of(target.split("/+"));
            for (int i = parts.size() - 1; i >= 0; i--) {
                left.addFirst(parts.get(i));
            }
        }
        return here;
    }

    @CheckForNull
    private static String target(Path file) {
        try {
            return Files.isSymbolicLink(file) ? Files.readSymbolicLink(file).toString() : null;
        } catch (IOException e) {
            return null;
        }
    }

    /** The same, but for a link at the path's end, which itself is meant. */
    @NonNull
    Path entry(@NonNull String onInstance) {
        String bare = onInstance.replaceFirst("/+$", "");
        int slash = bare.lastIndexOf('/');
        String name = bare.substring(slash + 1);
        return name.isEmpty() || name.equals("..") || name.equals(".")
                ? walked(onInstance)
                : walked(bare.substring(0, slash + 1)).resolve(name);
    }

    /** All twelve mode bits; 0 where the file system has none. */
    static int mode(@NonNull Path file) throws IOException {
        return hasModes(file) ? (int) Files.getAttribute(file, "unix:mode") & 07777 : 0;
    }

    /** Sets all twelve mode bits where the file system has them. A link's target is meant, and has to be there. */
    static void mode(@NonNull Path file, int mode) throws IOException {
        if (hasModes(file)) {
            Files.setAttribute(file, "unix:mode", mode & 07777);
        }
    }

    private static boolean hasModes(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("unix");
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
