package io.jenkins.plugins.codedeploy.engine.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScratchFolderTest {
    @TempDir
    Path temp;

    /** Run in a JVM of its own: holds an archive until it is killed. */
    public static final class Holder {
        private Holder() {}

        public static void main(String[] args) throws Exception {
            ScratchFolder scratch = ScratchFolder.locked(Path.of(args[0]));
            Files.writeString(scratch.path().resolve("codedeploy-1.zip"), "archive");
            System.out.println(scratch.path());
            System.in.read();
        }
    }

    @Test
    void whatAKilledProcessLeftIsRemovedAndWhatALivingOneUsesIsNot() throws Exception {
        Path parent = temp.resolve("scratch");
        Process killed = start(parent);
        Process living = start(parent);
        try {
            Path left = folderOf(killed);
            Path used = folderOf(living);
            killed.destroyForcibly();
            assertTrue(killed.waitFor(10, TimeUnit.MINUTES));
            assertTrue(Files.exists(left.resolve("codedeploy-1.zip")));

            try (ScratchFolder own = ScratchFolder.locked(parent);
                    ScratchFolder other = ScratchFolder.locked(parent)) {
                assertFalse(Files.exists(left));
                assertTrue(Files.exists(used.resolve("codedeploy-1.zip")));
                assertTrue(Files.isDirectory(own.path()));
                assertTrue(Files.isDirectory(other.path()));
            }
        } finally {
            killed.destroyForcibly();
            living.destroyForcibly();
            living.waitFor(10, TimeUnit.MINUTES);
        }
        ScratchFolder.locked(parent).close();
        assertEquals(Set.of("lock"), names(parent));
    }

    @Test
    void nothingElseIsRemoved() throws Exception {
        Path parent = Files.createDirectory(temp.resolve("scratch"));
        Path elsewhere = Files.createDirectory(temp.resolve("elsewhere"));
        Files.writeString(elsewhere.resolve("codedeploy-1.zip"), "somebody's");
        Path link = Files.createSymbolicLink(parent.resolve(ScratchFolder.newName()), elsewhere);
        Path full = Files.createDirectory(parent.resolve(ScratchFolder.newName()));
        Files.writeString(full.resolve("notes.txt"), "");
        Files.writeString(full.resolve("codedeploy-2.zip"), "");
        Path foreign = Files.createDirectory(parent.resolve("push-notes"));

        ScratchFolder.make(parent, ScratchFolder.newName(), folder -> false);
        assertTrue(Files.exists(elsewhere.resolve("codedeploy-1.zip")));
        assertTrue(Files.isSymbolicLink(link));
        assertEquals(Set.of("notes.txt"), names(full));
        assertTrue(Files.exists(foreign));
    }

    @Test
    void aLinkInPlaceOfTheFolderIsRefused() throws Exception {
        Path elsewhere = Files.createDirectory(temp.resolve("elsewhere"));
        Path parent = Files.createSymbolicLink(temp.resolve("scratch"), elsewhere);
        assertThrows(IOException.class, () -> ScratchFolder.make(parent, ScratchFolder.newName(), folder -> false));
        assertThrows(IOException.class, () -> ScratchFolder.locked(parent));
        assertEquals(Set.of(), names(elsewhere));
    }

    @Test
    void archivesAreWrittenThere() throws Exception {
        SampleFolder sample = SampleFolder.withAppSpec(temp.resolve("s"));
        try (ScratchFolder scratch = ScratchFolder.locked(temp.resolve("scratch"))) {
            LocalSourceHost host = new LocalSourceHost(scratch.path());
            Packed packed = host.pack(sample.spec(), Set.of(), null);
            assertEquals(scratch.path(), Path.of(packed.file()).getParent());
            host.discard(packed);
            assertEquals(Set.of("lock"), names(scratch.path()));
        }
    }

    private static Set<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return Set.copyOf(files.map(file -> file.getFileName().toString()).toList());
        }
    }

    private static Process start(Path parent) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        parent.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static Path folderOf(Process process) throws IOException {
        return Path.of(
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)).readLine());
    }
}
