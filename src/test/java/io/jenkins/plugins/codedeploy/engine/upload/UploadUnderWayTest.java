package io.jenkins.plugins.codedeploy.engine.upload;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.engine.bundle.Packed;
import io.jenkins.plugins.codedeploy.engine.send.RevisionHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What happens to an upload while its parts are being sent. */
@Timeout(60)
class UploadUnderWayTest {
    @TempDir
    Path folder;

    private UploadBench bench;
    private Packed packed;

    @BeforeEach
    void start() throws Exception {
        bench = new UploadBench();
        packed = UploadBench.archive(folder, 1, 5 * UploadBench.PART);
    }

    @AfterEach
    void stop() throws Exception {
        bench.close();
    }

    @Test
    void sessionsMayEndAtAnyTime() throws Exception {
        SessionClients clients = new SessionClients(bench);
        PushListener ending = new PushListener() {
            @Override
            public void sent(long bytes, long total) {
                clients.end();
            }
        };
        PushedRevision pushed = bench.uploader(clients, bench.source())
                .upload(packed, bench.host, UploadBench.KEY, RevisionLabels.none(), ending);

        assertTrue(pushed.uploaded());
        assertArrayEquals(Files.readAllBytes(Path.of(packed.file())), bench.content(pushed));
        assertEquals(4, clients.renewals, "one for each of three batches, one for the completion");
    }

    @Test
    void anEndedSessionIsNoticedByLookUpsToo() throws Exception {
        bench.upload(bench.source(), packed);
        SessionClients clients = new SessionClients(bench);
        clients.end();
        assertTrue(new Bucket(clients, bench.source())
                .find(UploadBench.KEY.key(), null, true)
                .isPresent());
        assertEquals(1, clients.renewals);
    }

    @Test
    void interruptedWhileSendingItAborts() {
        RevisionHost interrupted = new FakeHost((parts, call) -> {
            Thread.currentThread().interrupt();
            return bench.host.send(packed, parts);
        });
        assertThrows(InterruptedException.class, () -> upload(interrupted, bench));
        assertNothingLeft();
    }

    @Test
    void interruptedWhileCompletingItAborts() {
        PushListener interrupting = new PushListener() {
            @Override
            public void sent(long bytes, long total) {
                if (bytes == total) {
                    Thread.currentThread().interrupt();
                }
            }
        };
        assertThrows(InterruptedException.class, () -> upload(bench.host, interrupting));
        assertNothingLeft();
    }

    @Test
    void aLostHostEndsTheUploadAndIsNotHidden() {
        IOException lost = new IOException("channel closed");
        RevisionHost host = new FakeHost((parts, call) -> {
            throw lost;
        });
        assertEquals(lost, assertThrows(IOException.class, () -> upload(host, bench)));
        assertNothingLeft();
    }

    @Test
    void aJournalThatFailsEndsTheUpload() {
        UploadJournal failing = new UploadJournal() {
            @Override
            public void begun(BucketTarget target, String key, String uploadId) {
                throw new IllegalStateException("disk full");
            }

            @Override
            public void ended(String uploadId) {}
        };
        Uploader uploader = new Uploader(bench.clients(bench.source()), bench.source(), failing);
        assertThrows(
                IllegalStateException.class,
                () -> uploader.upload(packed, bench.host, UploadBench.KEY, RevisionLabels.none(), bench));
        assertNothingLeft();
    }

    private PushedRevision upload(RevisionHost host, PushListener listener) throws Exception {
        return bench.uploader(bench.source()).upload(packed, host, UploadBench.KEY, RevisionLabels.none(), listener);
    }

    private void assertNothingLeft() {
        assertFalse(Thread.interrupted(), "the exception alone tells of the interruption");
        assertEquals(0, bench.uploadsLeft(bench.source().bucket()));
        assertTrue(bench.open.isEmpty(), bench.open.toString());
    }
}
