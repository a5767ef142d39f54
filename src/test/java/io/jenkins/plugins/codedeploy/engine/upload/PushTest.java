package io.jenkins.plugins.codedeploy.engine.upload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.engine.EngineException;
import io.jenkins.plugins.codedeploy.engine.Problem;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.bundle.Packed;
import io.jenkins.plugins.codedeploy.engine.bundle.SourceSpec;
import io.jenkins.plugins.codedeploy.engine.bundle.Survey;
import io.jenkins.plugins.codedeploy.engine.bundle.Symlinks;
import io.jenkins.plugins.codedeploy.engine.revision.S3Revision;
import io.jenkins.plugins.codedeploy.simulator.Fault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class PushTest {
    private static final RevisionCheck UNCHECKED = (host, source, survey) -> Set.of();

    @TempDir
    Path folder;

    private UploadBench bench;
    private final List<String> phases = new ArrayList<>();
    private final List<Packed> packed = new ArrayList<>();
    private final PushListener listener = new PushListener() {
        @Override
        public void surveyed(Survey survey) {
            phases.add("surveyed " + survey.files());
        }

        @Override
        public void digested(String digest) {
            phases.add("digested");
        }

        @Override
        public void packed(Packed archive) {
            phases.add("packed");
            packed.add(archive);
        }

        @Override
        public void sent(long bytes, long total) {
            phases.add(bytes == total ? "sent" : "sending");
        }
    };

    @BeforeEach
    void start() throws Exception {
        bench = new UploadBench();
        Files.writeString(folder.resolve("appspec.yml"), "version: 0.0\nos: linux\n");
        Files.writeString(folder.resolve("index.html"), "hello");
    }

    @AfterEach
    void stop() throws Exception {
        bench.close();
    }

    @Test
    void goesFromFolderToBucket() throws Exception {
        PushedRevision pushed = push(Reuse.RECORDED, PushRecord.NONE);
        assertEquals(List.of("surveyed 2", "digested", "packed", "sending", "sent"), phases);
        assertEquals(
                "CodeDeploy/shop/" + pushed.digest() + ".zip", pushed.revision().key());
        assertTrue(pushed.uploaded());
        assertEquals(pushed.size(), bench.content(pushed).length);
        assertArchiveIsGone();
    }

    @Test
    void aRecordedRevisionIsNeitherPackedNorSent() throws Exception {
        PushedRevision first = push(Reuse.RECORDED, PushRecord.NONE);
        PushedRevision second = push(Reuse.RECORDED, recorded(first.revision()));
        assertEquals(List.of("surveyed 2", "digested"), phases);
        assertEquals(first.revision(), second.revision());
        assertEquals(first.size(), second.size());
        assertFalse(second.uploaded());
    }

    @Test
    void aSizeThatWasNeverPushedIsNotLookedFor() throws Exception {
        List<Long> sizes = new ArrayList<>();
        PushRecord record = new PushRecord() {
            @Override
            public Optional<S3Revision> find(String bucket, String digest) {
                throw new AssertionError(digest);
            }

            @Override
            public boolean mayHold(String bucket, Survey survey) {
                return false;
            }

            @Override
            public void add(PushedRevision pushed, Survey survey) {
                sizes.add(survey.bytes());
            }
        };
        assertTrue(push(Reuse.RECORDED, record).uploaded());
        assertEquals(List.of("surveyed 2", "digested", "packed", "sending", "sent"), phases);
        assertEquals(List.of(28L), sizes);
    }

    @Test
    void aRecordThatS3DoesNotConfirmIsNotTrusted() throws Exception {
        S3Revision known = push(Reuse.RECORDED, PushRecord.NONE).revision();
        for (S3Revision off : List.of(
                new S3Revision(known.bucket(), known.key(), "zip", known.versionId(), "0".repeat(32) + "-1"),
                new S3Revision(known.bucket(), known.key(), "zip", "nosuchversion", known.eTag()),
                new S3Revision(known.bucket(), known.key(), "zip", null, known.eTag()),
                new S3Revision(known.bucket(), "elsewhere.zip", "zip", known.versionId(), known.eTag()),
                new S3Revision("other-bucket", known.key(), "zip", known.versionId(), known.eTag()))) {
            push(Reuse.RECORDED, recorded(off));
            assertTrue(phases.contains("sent"), off.toString());
        }
    }

    @Test
    void aRecordThatMayNotBeConfirmedIsNotTrusted() throws Exception {
        S3Revision known = push(Reuse.RECORDED, PushRecord.NONE).revision();
        bench.mayOnlyPut();
        PushedRevision again = push(Reuse.RECORDED, recorded(known));
        assertTrue(again.uploaded());
        assertNotEquals(known.key(), again.revision().key());
    }

    @Test
    void anotherContentHasAnotherKey() throws Exception {
        PushedRevision first = push(Reuse.RECORDED, PushRecord.NONE);
        Files.writeString(folder.resolve("index.html"), "hello again");
        PushedRevision second = push(Reuse.SAME_BYTES, PushRecord.NONE);
        assertNotEquals(first.revision().key(), second.revision().key());
        assertTrue(second.uploaded());
    }

    @Test
    void theSameBytesAreNotSentTwice() throws Exception {
        PushedRevision first = push(Reuse.SAME_BYTES, PushRecord.NONE);
        PushedRevision second = push(Reuse.SAME_BYTES, PushRecord.NONE);
        assertEquals(List.of("surveyed 2", "digested", "packed"), phases);
        assertEquals(first.revision(), second.revision());
        assertFalse(second.uploaded());
        assertArchiveIsGone();
    }

    @Test
    void withTrustTheSameKeyIsNotEvenPacked() throws Exception {
        PushedRevision first = push(Reuse.SAME_KEY, PushRecord.NONE);
        PushedRevision second = push(Reuse.SAME_KEY, PushRecord.NONE);
        assertEquals(List.of("surveyed 2", "digested"), phases);
        assertEquals(first.revision(), second.revision());
    }

    @Test
    void aGivenKeyIsTrustedOnlyForTheSameDigest() throws Exception {
        ObjectNaming naming = ObjectNaming.of("shop", null, "latest.zip");
        push(naming, Reuse.SAME_KEY, UNCHECKED, PushRecord.NONE);
        assertFalse(push(naming, Reuse.SAME_KEY, UNCHECKED, PushRecord.NONE).uploaded());
        Files.writeString(folder.resolve("index.html"), "hello again");
        assertTrue(push(naming, Reuse.SAME_KEY, UNCHECKED, PushRecord.NONE).uploaded());
    }

    @Test
    void whoeverForcesSends() throws Exception {
        PushedRevision first = push(Reuse.NEVER, PushRecord.NONE);
        push(Reuse.NEVER, recorded(first.revision()));
        assertTrue(phases.contains("sent"));
    }

    @Test
    void nothingIsSentOfWhatCouldNotBeDeployed() {
        RevisionCheck strict = (host, source, survey) -> {
            throw new EngineException(Problem.of(Text.of("engine.missing")));
        };
        assertThrows(
                EngineException.class,
                () -> push(ObjectNaming.of("shop", null, null), Reuse.NEVER, strict, PushRecord.NONE));
        assertEquals(List.of("surveyed 2"), phases);
        assertTrue(bench.aws.calls().all().isEmpty());
    }

    @Test
    void theArchiveIsRemovedAfterAFailureToo() {
        bench.aws.faults().next("s3", "CreateMultipartUpload", 9, Fault.error(403, "AccessDenied", "no"));
        assertThrows(EngineException.class, () -> push(Reuse.RECORDED, PushRecord.NONE));
        assertArchiveIsGone();
    }

    private PushedRevision push(Reuse reuse, PushRecord record) throws Exception {
        return push(ObjectNaming.of("shop", null, null), reuse, UNCHECKED, record);
    }

    private PushedRevision push(ObjectNaming naming, Reuse reuse, RevisionCheck check, PushRecord record)
            throws Exception {
        phases.clear();
        SourceSpec source = new SourceSpec(folder.toString(), List.of(), List.of(), null, Symlinks.FOLLOW);
        return new Push(bench.uploader(bench.source()), bench.host, check, record)
                .run(new PushRequest(source, naming, null, reuse), listener);
    }

    private static PushRecord recorded(S3Revision revision) {
        return (bucket, digest) -> Optional.of(revision);
    }

    private void assertArchiveIsGone() {
        assertFalse(packed.isEmpty());
        packed.forEach(archive -> assertFalse(Files.exists(Path.of(archive.file())), archive.file()));
    }
}
