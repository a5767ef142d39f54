package io.jenkins.plugins.codedeploy.engine.appspec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Bundles whose verdict is known; a link is a file named "loop" with its target in it. */
final class Cases {
    private static final Path ROOT = Path.of(
                    System.getProperty("project.root", ".."),
                    "src/test/resources/io/jenkins/plugins/codedeploy/engine/appspec/cases")
            .toAbsolutePath()
            .normalize();

    private Cases() {}

    static List<String> names() throws IOException {
        try (Stream<Path> folders = Files.list(ROOT)) {
            return folders.map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    static Path of(String name) {
        return ROOT.resolve(name);
    }

    /** Without what is expected of it. */
    static Path copy(String name, Path to) throws IOException {
        Path from = of(name);
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.sorted().toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (file.endsWith("loop")) {
                    Files.createSymbolicLink(
                            target, Path.of(Files.readString(file).strip()));
                } else if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else if (!file.endsWith("expected")) {
                    Files.copy(file, target);
                }
            }
        }
        return to;
    }
}
