package io.jenkins.plugins.codedeploy.engine.bundle;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** One path of a bundle. There may be a million of them, so it holds little. */
final class Entry {
    static final char FILE = 'f';
    static final char FOLDER = 'd';
    static final char LINK = 'l';

    final String name;
    final char type;
    final long size;
    /** Where {@code root/name} does not lead to it, else null. */
    @CheckForNull
    private final Path path;

    /** Of a link, else null. */
    @CheckForNull
    final String target;

    /** Permission bits alone. */
    int mode;

    /** What the archive's directory says of it, once written. */
    long offset;

    long packedSize;
    int crc;
    int method;

    Entry(String name, char type, int mode, long size, @CheckForNull Path path, @CheckForNull String target) {
        this.name = name;
        this.type = type;
        this.mode = mode;
        this.size = size;
        this.path = path;
        this.target = target;
    }

    @NonNull
    static Entry link(@NonNull String name, @NonNull String target) {
        return new Entry(name, LINK, 0777, target.getBytes(StandardCharsets.UTF_8).length, null, target);
    }

    @NonNull
    Entry named(@NonNull String other) {
        return new Entry(other, type, mode, size, path, target);
    }

    @NonNull
    Path in(Path root) {
        return path != null ? path : root.resolve(name);
    }

    /** The name as a zip has it: a folder's ends with a slash. */
    @NonNull
    byte[] zipName() {
        return (type == FOLDER ? name + '/' : name).getBytes(StandardCharsets.UTF_8);
    }
}
