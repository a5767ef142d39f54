package io.jenkins.plugins.codedeploy.cli.bench;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Files like a build's, the same ones every time: source, class files, text; or what no zip makes smaller. */
final class SampleTree {
    private static final String[] WORDS =
            ("public static final private class interface return void String List Map int long"
                            + " the deployment of a revision to instances waits until every target has installed it new throw"
                            + " import java util stream Optional filter map collect toList exception value key name index")
                    .split(" ");
    private static final String APP_SPEC =
            "version: 0.0\nos: linux\nfiles:\n  - source: /\n    destination: /opt/sample\n";

    private SampleTree() {}

    /** Thirds of source, class files and text, of sizes from next to nothing to four times the mean. */
    static Path mixed(@NonNull Path folder, int files, long bytes) throws IOException {
        Random random = random(20_000);
        long mean = bytes / files;
        start(folder);
        for (int i = 0; i < files; i++) {
            Path parent = folder.resolve("module-" + i % 40 + "/package-" + i / 40 % 25);
            Files.createDirectories(parent);
            // the mean of r * r over 0..1 is a third
            double r = random.nextDouble();
            int size = (int) (3 * mean * r * r);
            switch (i % 3) {
                case 0 -> Files.write(parent.resolve("Source" + i + ".java"), words(random, size, 24));
                case 1 -> Files.write(parent.resolve("Type" + i + ".class"), classFile(random, size));
                default -> Files.write(parent.resolve("text" + i + ".txt"), words(random, size, WORDS.length));
            }
        }
        return folder;
    }

    /** One file as an archive or an image is. */
    static Path incompressible(@NonNull Path folder, long bytes) throws IOException {
        start(folder);
        Random random = random(500);
        byte[] block = new byte[1 << 20];
        try (OutputStream out = Files.newOutputStream(folder.resolve("archive.bin"))) {
            for (long left = bytes; left > 0; left -= block.length) {
                random.nextBytes(block);
                out.write(block, 0, (int) Math.min(left, block.length));
            }
        }
        return folder;
    }

    /** One file's content under many names: as much to read as of different ones, without the disk space. */
    static Path linked(@NonNull Path folder, int files, long bytesEach) throws IOException {
        start(folder);
        Path first = folder.resolve("file-0");
        Files.write(first, words(random(10), (int) bytesEach, WORDS.length));
        for (int i = 1; i < files; i++) {
            Files.createLink(folder.resolve("file-" + i), first);
        }
        return folder;
    }

    /** Returns a generator with a fixed seed, so that every run is the same. */
    private static Random random(long seed) {
        return new Random(seed);
    }

    private static void start(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("appspec.yml"), APP_SPEC);
    }

    private static byte[] words(Random random, int size, int vocabulary) {
        StringBuilder text = new StringBuilder(size + 32);
        while (text.length() < size) {
            text.append(WORDS[random.nextInt(vocabulary)]).append(random.nextInt(9) == 0 ? ";\n        " : " ");
            if (random.nextInt(12) == 0) {
                text.append(Integer.toString(random.nextInt(1 << 20), 36)).append(' ');
            }
        }
        text.setLength(size);
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Names among numbers, packing to about half. */
    private static byte[] classFile(Random random, int size) {
        byte[] content = words(random, size, WORDS.length);
        byte[] code = new byte[24];
        for (int at = 0; at + 64 < size; at += 48 + random.nextInt(16)) {
            random.nextBytes(code);
            System.arraycopy(code, 0, content, at, code.length);
        }
        return content;
    }
}
