package io.jenkins.plugins.codedeploy.engine.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.engine.journal.JournalEntry.Stage;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalFileTest {
    private static final JournalEntry INTENDED = JournalEntry.builder(
                    "[xacd:1]", "shop äöü=:#", "prod\nline", "eu-central-1")
            .role("arn:aws:iam::222222222222:role/Deploy")
            .revision("s3://b/k?versionId=1")
            .build();

    @TempDir
    Path folder;

    @Test
    void readsBackWhatItWroteThroughEveryStage() throws IOException {
        JournalFile journal = new JournalFile(folder.resolve("sub/7.codedeploy"));
        assertNull(journal.read());

        JournalEntry called = INTENDED.called(Instant.parse("2026-01-02T03:04:05.678Z"));
        JournalEntry created = called.created("d-A1B2C3D4E");
        JournalEntry ended = created.at(Stage.ENDED, "Succeeded");
        for (JournalEntry entry : List.of(INTENDED, called, created, ended)) {
            journal.write(entry);
            assertEquals(entry, journal.read());
            assertEquals(entry, new JournalFile(journal.path()).read());
        }
        assertEquals("d-A1B2C3D4E", ended.deploymentId());
        assertFalse(ended.stage().isOpen());
        assertTrue(called.stage().isOpen());
    }

    /** So does Windows, while another thread reads the journal. */
    @Test
    void waitsForAReaderThatKeepsTheFileFromBeingReplaced() throws IOException {
        AtomicInteger refusals = new AtomicInteger(3);
        JournalFile journal = new JournalFile(folder.resolve("7.codedeploy"), (from, to) -> {
            if (refusals.getAndDecrement() > 0) {
                throw new AccessDeniedException(to.toString());
            }
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        });
        journal.write(INTENDED);

        assertEquals(INTENDED, journal.read());
        assertEquals(-1, refusals.get());
    }

    @Test
    void tellsWhenTheFileStaysLocked() {
        JournalFile journal = new JournalFile(folder.resolve("7.codedeploy"), (from, to) -> {
            throw new AccessDeniedException(to.toString());
        });

        assertThrows(AccessDeniedException.class, () -> journal.write(INTENDED));
        assertEquals(0, folder.toFile().list().length, "nothing is left behind");
    }

    @Test
    void leavesNothingButTheJournalInTheFolder() throws IOException {
        JournalFile journal = new JournalFile(folder.resolve("7.codedeploy"));
        journal.write(INTENDED);
        journal.write(INTENDED.called(Instant.EPOCH));

        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(journal.path()), files.toList());
        }
        assertEquals(
                List.of(journal.path()),
                JournalFile.in(folder).stream().map(JournalFile::path).toList());
        assertEquals(List.of(), JournalFile.in(folder.resolve("none")));
    }

    @Test
    void aJournalThatCannotBeUnderstoodIsAnErrorNotAnAbsence() throws IOException {
        JournalFile journal = new JournalFile(folder.resolve("7.codedeploy"));
        for (String broken : List.of("", "stage=CALLED\n", "nonce=x\nstage=NOPE\n", "nonce=\\u00zz")) {
            Files.writeString(journal.path(), broken);
            assertThrows(IOException.class, journal::read, broken);
        }
    }

    @Test
    void anUnwritableFolderIsAnError() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        JournalFile journal = new JournalFile(file.resolve("7.codedeploy"));

        assertThrows(IOException.class, () -> journal.write(INTENDED));
    }

    /** Whenever the writer may be killed, a reader finds a whole entry. */
    @Test
    void aReaderNeverSeesHalfAnEntry() throws Exception {
        JournalFile journal = new JournalFile(folder.resolve("7.codedeploy"));
        journal.write(INTENDED);
        AtomicBoolean done = new AtomicBoolean();
        Thread writer = new Thread(() -> {
            try {
                for (int i = 0; i < 300; i++) {
                    journal.write(INTENDED.called(Instant.ofEpochSecond(i)).created("d-" + "X".repeat(i % 50)));
                }
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            } finally {
                done.set(true);
            }
        });
        writer.start();
        int reads = 0;
        while (!done.get() || reads == 0) {
            assertEquals("[xacd:1]", journal.read().nonce());
            reads++;
        }
        writer.join();
        assertTrue(reads > 0);
    }
}
