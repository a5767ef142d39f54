package io.jenkins.plugins.codedeploy.engine.bundle;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/** Names of files as UTF-8 has them, also where the JVM runs under another charset (an agent with LANG=C). */
final class FileNames {
    private static final boolean UTF_8 = "UTF-8".equalsIgnoreCase(System.getProperty("sun.jnu.encoding"));

    private FileNames() {}

    /** The last name of a path; what is not UTF-8 in it becomes U+FFFD. */
    @NonNull
    static String last(@NonNull Path path) {
        String name = String.valueOf(path.getFileName());
        return isDoubtful(name) ? new String(lastBytes(path), StandardCharsets.UTF_8) : name;
    }

    static boolean isUtf8(@NonNull Path path) {
        byte[] bytes = lastBytes(path);
        return Arrays.equals(bytes, new String(bytes, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8));
    }

    /** A link's target, relative to the link's folder, between slashes. */
    @NonNull
    static String target(@NonNull Path folder, @NonNull Path target) {
        StringBuilder names = new StringBuilder();
        Path so = folder;
        for (Path name : target) {
            so = so.resolve(name);
            names.append(names.length() == 0 ? "" : "/").append(last(so));
        }
        return names.toString();
    }

    /** Whether the JVM may have read the name otherwise than as UTF-8, and so may not find it by its true name. */
    static boolean isDoubtful(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\uFFFD' || c >= 0x80 && !UTF_8) {
                return true;
            }
        }
        return false;
    }

    /** A path as an AppSpec has it, as a bundle path: "" is the whole bundle. */
    @NonNull
    static String normalise(@NonNull String path) {
        StringBuilder clean = new StringBuilder();
        for (String name : path.strip().split("/")) {
            if (!name.isEmpty() && !name.equals(".")) {
                clean.append(clean.length() == 0 ? "" : "/").append(name);
            }
        }
        return clean.toString();
    }

    /** A path's URI has the bytes that the file system has, whatever the JVM made of them. */
    private static byte[] lastBytes(Path path) {
        String raw = withoutSlash(path.toUri().getRawPath());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = raw.lastIndexOf('/') + 1; i < raw.length(); i++) {
            if (raw.charAt(i) == '%') {
                bytes.write(Integer.parseInt(raw, i + 1, i + 3, 16));
                i += 2;
            } else {
                bytes.write(raw.charAt(i));
            }
        }
        return bytes.toByteArray();
    }

    /** Where a link leads, by its letters; its target stays within the bundle. */
    @NonNull
    static String behind(@NonNull String link, @NonNull String target) {
        Deque<String> names = new ArrayDeque<>(List.of(link.split("/")));
        names.removeLast();
        for (String name : target.split("/")) {
            if (name.equals("..")) {
                names.pollLast();
            } else if (!name.isEmpty() && !name.equals(".")) {
                names.addLast(name);
            }
        }
        return String.join("/", names);
    }

    private static String withoutSlash(String path) {
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }
}
