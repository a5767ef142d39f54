package io.jenkins.plugins.codedeploy.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** A small application with an AppSpec file, for demonstrations. */
public final class SampleApplication {
    private static final List<String> FILES = List.of(
            "appspec.yml",
            "VERSION",
            "site/index.html",
            "scripts/configure.sh",
            "scripts/start.sh",
            "scripts/stop.sh",
            "scripts/validate.sh");

    private SampleApplication() {}

    public static Path writeTo(Path folder) throws IOException {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        for (String name : FILES) {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            try (InputStream in = SampleApplication.class.getResourceAsStream("sample/" + name)) {
                Files.copy(in, file);
            }
            if (posix && name.endsWith(".sh")) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
        return folder;
    }
}
