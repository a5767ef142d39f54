package io.jenkins.plugins.codedeploy.engine.upload;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.engine.bundle.Packed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What happens to an upload while its parts are being sent. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class UploadUnderWayTest {
    @TempDir
    Path folder;

    private UploadBench bench;
    private UploadBench.Archive packed;

    @BeforeEach
    void start() throws Exception {
        bench = new UploadBench();
        packed = UploadBench.archive(1, 5 * UploadBench.PART);
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
            public void sent(long bytes, long content) {
                clients.end();
            }

            @Override
            public void sent(Packed all) {
                clients.end();
            }
        };
        PushedRevision pushed = bench.upload(bench.uploader(clients, bench.source()), packed, UploadBench.KEY, ending);

        assertTrue(pushed.uploaded());
        assertArrayEquals(packed.bytes(), bench.content(pushed));
        assertEquals(6, clients.renewals, "one for each of five parts, one for the completion");
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
        ArchiveSender interrupted = signer -> {
            Thread.currentThread().interrupt();
            return bench.sender(packed).send(signer);
        };
        assertThrows(InterruptedException.class, () -> upload(interrupted, bench));
        assertNothingLeft();
    }

    @Test
    void interruptedWhileCompletingItAborts() {
        PushListener interrupting = new PushListener() {
            @Override
            public void sent(Packed all) {
                Thread.currentThread().interrupt();
            }
        };
        assertThrows(InterruptedException.class, () -> upload(bench.sender(packed), interrupting));
        assertNothingLeft();
    }

    @Test
    void aLostHostEndsTheUploadAndIsNotHidden() {
        IOException lost = new IOException("channel closed");
        ArchiveSender host = signer -> {
            throw lost;
        };
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
        assertThrows(IllegalStateException.class, () -> bench.upload(uploader, packed, UploadBench.KEY, bench));
        assertNothingLeft();
    }

    private PushedRevision upload(ArchiveSender host, PushListener listener) throws Exception {
        return bench.uploader(bench.source())
                .upload(UploadBench.DIGEST, null, host, UploadBench.KEY, RevisionLabels.none(), listener);
    }

    private void assertNothingLeft() {
        assertFalse(Thread.interrupted(), "the exception alone tells of the interruption");
        assertEquals(0, bench.uploadsLeft(bench.source().bucket()));
        assertTrue(bench.open.isEmpty(), bench.open.toString());
    }
}
