package io.jenkins.plugins.codedeploy.engine.bundle;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/** Names of files as UTF-8 has them, also where the JVM runs under another charset (an agent with LANG=C). */
final class FileNames {
    private static final boolean UTF_8 = "UTF-8".equalsIgnoreCase(System.getProperty("sun.jnu.encoding"));

    private FileNames() {}

    /** @param path relative to the folder, with the platform's separator; what is not UTF-8 becomes U+FFFD */
    @NonNull
    static String decode(@NonNull Path folder, @NonNull Path path) {
        String separator = path.getFileSystem().getSeparator();
        String text = path.toString();
        if (isDoubtful(text)) {
            return new String(bytes(folder, path), StandardCharsets.UTF_8);
        }
        return separator.equals("/") ? text : text.replace(separator, "/");
    }

    static boolean isUtf8(@NonNull Path folder, @NonNull Path path) {
        byte[] bytes = bytes(folder, path);
        return Arrays.equals(bytes, new String(bytes, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8));
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
    private static byte[] bytes(Path folder, Path path) {
        String above = withoutSlash(folder.toUri().getRawPath());
        String raw = withoutSlash(folder.resolve(path).toUri().getRawPath()).substring(above.length() + 1);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            if (raw.charAt(i) == '%') {
                bytes.write(Integer.parseInt(raw, i + 1, i + 3, 16));
                i += 2;
            } else {
                bytes.write(raw.charAt(i));
            }
        }
        return bytes.toByteArray();
    }

    private static String withoutSlash(String path) {
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }
}
