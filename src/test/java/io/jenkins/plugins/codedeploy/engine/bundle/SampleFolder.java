package io.jenkins.plugins.codedeploy.engine.bundle;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** A source folder under construction, and programs that look at what became of it. */
final class SampleFolder {
    static final String APP_SPEC = "version: 0.0\nos: linux\nfiles:\n  - source: /\n    destination: /opt/app\n";

    final Path root;

    SampleFolder(Path root) throws IOException {
        this.root = Files.createDirectories(root);
    }

    static SampleFolder withAppSpec(Path root) throws IOException {
        return new SampleFolder(root).file("appspec.yml", APP_SPEC);
    }

    SampleFolder file(String name, String content) throws IOException {
        return file(name, content.getBytes(StandardCharsets.UTF_8));
    }

    SampleFolder file(String name, byte[] content) throws IOException {
        Path path = root.resolve(name);
        Files.createDirectories(path.getParent());
        Files.write(path, content);
        return mode(name, "rw-r--r--");
    }

    SampleFolder folder(String name) throws IOException {
        Files.createDirectories(root.resolve(name));
        return this;
    }

    SampleFolder link(String name, String target) throws IOException {
        Path path = root.resolve(name);
        Files.createDirectories(path.getParent());
        Files.createSymbolicLink(path, Path.of(target));
        return this;
    }

    SampleFolder mode(String name, String permissions) throws IOException {
        Files.setPosixFilePermissions(root.resolve(name), PosixFilePermissions.fromString(permissions));
        return this;
    }

    /** Null where there is none. */
    static String appSpec(Survey survey) {
        byte[] content = survey.appSpecContent();
        return content == null ? null : new String(content, StandardCharsets.UTF_8);
    }

    /** Those of the sources that are not in the bundle. */
    static List<String> missing(SourceHost host, SourceSpec source, List<String> paths) throws Exception {
        List<InstallPlan.Copy> copies = paths.stream()
                .map(path -> new InstallPlan.Copy(1, path, FileNames.normalise(path), "/opt/app/" + path.hashCode()))
                .toList();
        return host.inspect(source, new InstallPlan(false, copies, List.of(), List.of())).stream()
                .filter(finding -> finding.text().code().equals("appspec.sourceMissing"))
                .map(finding -> finding.text().args().get(0))
                .toList();
    }

    SourceSpec spec() {
        return spec(Symlinks.FOLLOW);
    }

    SourceSpec spec(Symlinks symlinks) {
        return new SourceSpec(root.toString(), List.of(), List.of(), null, symlinks);
    }

    SourceSpec including(String... patterns) {
        return new SourceSpec(root.toString(), List.of(patterns), List.of(), null, Symlinks.FOLLOW);
    }

    SourceSpec excluding(String... patterns) {
        return new SourceSpec(root.toString(), List.of(), List.of(patterns), null, Symlinks.FOLLOW);
    }

    SourceSpec appSpec(String appSpec) {
        return new SourceSpec(root.toString(), List.of(), List.of(), appSpec, Symlinks.FOLLOW);
    }

    /** Names of the bundle's entries, folders with a slash at the end. */
    List<String> names(SourceSpec spec) throws Exception {
        return Tree.of(spec, Path.of(spec.path())).entries.stream()
                .map(entry -> new String(entry.zipName(), StandardCharsets.UTF_8))
                .toList();
    }

    PackedFile pack() throws Exception {
        return PackedFile.pack(
                new LocalSourceHost(),
                spec(),
                Set.of(),
                null,
                root.toAbsolutePath().getParent());
    }

    static byte[] noise(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    static byte[] text(int length, long seed) {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder(length + 16);
        while (text.length() < length) {
            text.append(Integer.toString(random.nextInt(5000), 36)).append(' ');
        }
        return Arrays.copyOf(text.toString().getBytes(StandardCharsets.UTF_8), length);
    }

    /** Runs a program that must succeed; answers what it prints. Skips the test where there is no such program. */
    static String run(Path folder, String... command) throws Exception {
        assumeTrue(isInstalled(command[0]), command[0] + " is not installed");
        Path output = Files.createTempFile("output", ".txt");
        try {
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(10, TimeUnit.MINUTES)) {
                process.destroyForcibly();
            }
            String said = new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
            if (process.exitValue() != 0) {
                throw new AssertionError(String.join(" ", command) + " exits " + process.exitValue() + ": " + said);
            }
            return said;
        } finally {
            Files.delete(output);
        }
    }

    static boolean isInstalled(String program) {
        return program.startsWith("/")
                || Arrays.stream(System.getenv("PATH").split(":"))
                        .anyMatch(p -> Files.isExecutable(Path.of(p, program)));
    }
}
