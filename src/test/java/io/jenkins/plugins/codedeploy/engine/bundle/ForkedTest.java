package io.jenkins.plugins.codedeploy.engine.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.engine.EngineException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Agents whose JVM was started otherwise. */
class ForkedTest {
    @TempDir
    Path temp;

    /** Run in a JVM of its own: source, symbolic links, optionally the digest to expect. */
    public static final class Agent {
        private Agent() {}

        public static void main(String[] args) throws Exception {
            SourceSpec spec = new SourceSpec(args[0], List.of(), List.of(), null, Symlinks.valueOf(args[1]));
            LocalSourceHost host = new LocalSourceHost();
            try {
                Survey survey = host.survey(spec);
                String digest = args.length > 2 ? args[2] : host.digest(spec, Set.of());
                PackedFile packed =
                        PackedFile.pack(host, spec, Set.of(), digest, Path.of(System.getProperty("packed")));
                System.out.println(survey.files() + " " + survey.bytes() + " " + packed.digest() + " "
                        + packed.partSha256() + " " + packed.file());
            } catch (EngineException e) {
                System.out.println(e.problem().summary().code());
            }
        }
    }

    @Test
    void theSameBytesUnderAnotherCharsetTimeZoneAndLocale() throws Exception {
        SampleFolder sample = SampleFolder.withAppSpec(temp.resolve("s"))
                .file("größe/日本語.txt", "ö")
                .file("😀", "")
                .file("größe/100%", "")
                .link("größe/verknüpfung", "日本語.txt")
                .link("ordner-ö", "größe")
                .file("large-ü", SampleFolder.text(600_000, 1));
        for (String links : List.of("FOLLOW", "KEEP")) {
            List<String> here = agent(List.of(), sample.root, links);
            List<String> there = agent(
                    List.of(
                            "-Dfile.encoding=US-ASCII",
                            "-Dsun.jnu.encoding=US-ASCII",
                            "-Duser.timezone=Asia/Kolkata",
                            "-Duser.language=tr",
                            "-Duser.country=TR"),
                    sample.root,
                    links);
            List<String> plainC = agent(List.of("LC_ALL=C"), sample.root, links);
            assertEquals(here.subList(0, 4), plainC.subList(0, 4), links);
            List<String> latin = agent(
                    List.of("-Dfile.encoding=ISO-8859-1", "-Dsun.jnu.encoding=ISO-8859-1", "-Duser.timezone=UTC"),
                    sample.root,
                    links);
            assertEquals(here.subList(0, 4), there.subList(0, 4), links);
            assertEquals(here.subList(0, 4), latin.subList(0, 4), links);
            assertEquals(-1, Files.mismatch(Path.of(here.get(4)), Path.of(there.get(4))));
            assertEquals(-1, Files.mismatch(Path.of(here.get(4)), Path.of(latin.get(4))));
            String python = "import sys,zipfile; print(sorted(zipfile.ZipFile(sys.argv[1]).namelist()))";
            String names = SampleFolder.run(temp, "python3", "-X", "utf8", "-c", python, there.get(4));
            for (String name : List.of("größe/日本語.txt", "größe/verknüpfung", "größe/100%", "large-ü", "😀")) {
                assertTrue(names.contains("'" + name + "'"), names);
            }
        }
    }

    @Test
    void refusesANameThatIsNotUtf8UnlessItIsExcluded() throws Exception {
        SampleFolder sample = SampleFolder.withAppSpec(temp.resolve("s"));
        String python = "import os; os.mkdir(b'd'); open(b'd/gr\\xf6\\xdfe', 'w').close()";
        SampleFolder.run(sample.root, "python3", "-c", python);
        try {
            assertEquals(
                    "bundle.nameNotUtf8",
                    agent(List.of(), sample.root, "FOLLOW").get(0));
            assertEquals(
                    "bundle.nameNotUtf8",
                    agent(List.of("-Dsun.jnu.encoding=US-ASCII"), sample.root, "FOLLOW")
                            .get(0));
            assertEquals(List.of("appspec.yml", "d/"), sample.names(sample.excluding("d/gr*")));
        } finally {
            // Its name is one that JUnit cannot remove either.
            SampleFolder.run(temp, "rm", "-r", "s/d");
        }
    }

    @Test
    void failsWhereTheContentIsNoLongerTheSame() throws Exception {
        SampleFolder sample = SampleFolder.withAppSpec(temp.resolve("s")).file("a", new byte[1_000_000]);
        assertEquals(
                "bundle.contentChanged",
                agent(List.of(), sample.root, "FOLLOW", "other").get(0));
    }

    @Test
    @Tag("slow")
    void aHundredThousandSmallFilesIn128MiBOfHeap() throws Exception {
        SampleFolder sample = SampleFolder.withAppSpec(temp.resolve("s"));
        for (int i = 0; i < 100_000; i++) {
            if (i % 1000 == 0) {
                sample.folder("module-" + i / 1000 + "/src/main/java");
            }
            Path file = sample.root.resolve("module-" + i / 1000 + "/src/main/java/Class" + i + ".java");
            Files.write(file, SampleFolder.text(200 + i % 3000, i));
        }
        List<String> result = agent(List.of("-Xmx128m"), sample.root, "FOLLOW");
        assertEquals("100001", result.get(0));
        assertTrue(SampleFolder.run(temp, "unzip", "-tq", result.get(4)).startsWith("No errors detected"));
    }

    @Test
    @Tag("slow")
    void fiveGibibytesOfSparseFileIn128MiBOfHeap() throws Exception {
        SampleFolder sample = SampleFolder.withAppSpec(temp.resolve("s"));
        long size = (5L << 30) + 12_345;
        try (RandomAccessFile sparse =
                new RandomAccessFile(sample.root.resolve("disk.img").toFile(), "rw")) {
            sparse.setLength(size);
            sparse.seek(size - 10);
            sparse.write("the end...".getBytes(StandardCharsets.UTF_8));
        }
        sample.file("zzz-after", "x");
        List<String> result = agent(List.of("-Xmx128m", "-XX:ActiveProcessorCount=16"), sample.root, "FOLLOW");
        assertEquals(String.valueOf(size + SampleFolder.APP_SPEC.length() + 1), result.get(1));
        readable(result.get(4), size, "disk.img");
    }

    @Test
    @Tag("slow")
    void moreThanFourGibibytesOfArchiveIn128MiBOfHeap() throws Exception {
        SampleFolder sample = SampleFolder.withAppSpec(temp.resolve("s"));
        byte[] noise = SampleFolder.noise(1 << 20, 1);
        long size = (4L << 30) + (200 << 20);
        try (RandomAccessFile file =
                new RandomAccessFile(sample.root.resolve("noise").toFile(), "rw")) {
            for (long at = 0; at < size; at += noise.length) {
                file.write(noise);
            }
        }
        sample.file("zzz-after", "beyond four gibibytes");
        List<String> result = agent(List.of("-Xmx128m"), sample.root, "FOLLOW");
        assertTrue(Files.size(Path.of(result.get(4))) > size);
        readable(result.get(4), size, "noise");
        String text = SampleFolder.run(temp, "unzip", "-p", result.get(4), "zzz-after");
        assertEquals("beyond four gibibytes", text);
    }

    private void readable(String zip, long size, String name) throws Exception {
        assertTrue(SampleFolder.run(temp, "unzip", "-tq", zip).startsWith("No errors detected"));
        assertTrue(SampleFolder.run(temp, "zipinfo", "-l", zip).contains(" " + size + " "));
        String python = "import sys,zipfile; z=zipfile.ZipFile(sys.argv[1]); print(z.getinfo(sys.argv[2]).file_size, "
                + "z.testzip())";
        assertEquals(size + " None\n", SampleFolder.run(temp, "python3", "-c", python, zip, name));
        try (java.util.zip.ZipFile file = new java.util.zip.ZipFile(zip)) {
            assertEquals(size, file.getEntry(name).getSize());
            assertEquals(3, file.size());
        }
    }

    /** Its machine has no temporary folder. */
    private List<String> agent(List<String> vm, Path source, String... args) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Djava.io.tmpdir=" + temp.resolve("none"));
        command.add("-Dpacked=" + Files.createDirectories(temp.resolve("packed")));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        vm.stream().filter(option -> option.startsWith("-")).forEach(command::add);
        command.addAll(List.of(Agent.class.getName(), source.toString()));
        command.addAll(Arrays.asList(args));
        ProcessBuilder builder = new ProcessBuilder(command);
        if (vm.contains("LC_ALL=C")) {
            builder.environment().put("LC_ALL", "C");
        }
        Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(10, TimeUnit.MINUTES));
        assertEquals(0, process.exitValue(), said);
        return List.of(said.strip().replace(", ", ",").split(" "));
    }
}
