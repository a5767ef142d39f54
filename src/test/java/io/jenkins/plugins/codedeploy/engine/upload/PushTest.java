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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;

@Timeout(value = 10, unit = TimeUnit.MINUTES)
class PushTest {
    private static final RevisionCheck UNCHECKED = (host, source, survey) -> Set.of();

    @TempDir
    Path folder;

    private UploadBench bench;
    /** Tells what it does, and does nothing else. */
    private HostileRevisionHost host;

    private final List<String> phases = new ArrayList<>();
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
        public void sending() {
            phases.add("sending");
        }

        @Override
        public void sent(Packed archive) {
            phases.add("sent");
        }
    };

    @BeforeEach
    void start() throws Exception {
        bench = new UploadBench();
        host = new HostileRevisionHost(bench.host);
        host.packed = archive -> {
            phases.add("packed");
            return archive;
        };
        Files.writeString(folder.resolve("appspec.yml"), "version: 0.0\nos: linux\n");
        Files.writeString(folder.resolve("index.html"), "hello");
    }

    @AfterEach
    void stop() throws Exception {
        bench.close();
    }

    @Test
    void goesFromFolderToBucket() throws Exception {
        PushedRevision pushed = push(Reuse.SAME_BYTES, PushRecord.NONE);
        assertEquals(List.of("surveyed 2", "digested", "sending", "packed", "sent"), phases);
        assertEquals(
                "CodeDeploy/shop/" + pushed.digest() + ".zip", pushed.revision().key());
        assertTrue(pushed.uploaded());
        assertEquals(pushed.size(), bench.content(pushed).length);
    }

    @Test
    void aRecordedRevisionIsNeitherPackedNorSent() throws Exception {
        PushedRevision first = push(Reuse.SAME_BYTES, PushRecord.NONE);
        PushedRevision second = push(Reuse.SAME_BYTES, recorded(first.revision()));
        assertEquals(List.of("surveyed 2", "digested"), phases);
        assertEquals(first.revision(), second.revision());
        assertEquals(first.size(), second.size());
        assertFalse(second.uploaded());
    }

    @Test
    void aRecordThatS3DoesNotConfirmIsNotTrusted() throws Exception {
        S3Revision known = push(Reuse.SAME_BYTES, PushRecord.NONE).revision();
        for (S3Revision off : List.of(
                new S3Revision(known.bucket(), known.key(), "zip", known.versionId(), "0".repeat(32) + "-1"),
                new S3Revision(known.bucket(), known.key(), "zip", "nosuchversion", known.eTag()),
                new S3Revision(known.bucket(), known.key(), "zip", null, known.eTag()),
                new S3Revision(known.bucket(), "elsewhere.zip", "zip", known.versionId(), known.eTag()),
                new S3Revision("other-bucket", known.key(), "zip", known.versionId(), known.eTag()))) {
            push(Reuse.SAME_BYTES, recorded(off));
            assertTrue(phases.contains("packed"), off.toString());
        }
    }

    @Test
    void aRecordThatMayNotBeConfirmedIsNotTrusted() throws Exception {
        S3Revision known = push(Reuse.SAME_BYTES, PushRecord.NONE).revision();
        bench.mayOnlyPut();
        EngineException e = assertThrows(EngineException.class, () -> push(Reuse.SAME_BYTES, recorded(known)));
        assertEquals("upload.unreadable", e.problem().summary().code());
    }

    @Test
    void anotherContentHasAnotherKey() throws Exception {
        PushedRevision first = push(Reuse.SAME_BYTES, PushRecord.NONE);
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
    }

    /** What is there is compared before anything is sent: the archive goes over the line once. */
    @Test
    void otherBytesUnderTheKeyAreFoundOutBeforeSending() throws Exception {
        PushedRevision first = push(Reuse.SAME_BYTES, PushRecord.NONE);
        bench.s3.putObject(
                r -> r.bucket(bench.source().bucket())
                        .key(first.revision().key())
                        .checksumAlgorithm(ChecksumAlgorithm.SHA256),
                RequestBody.fromString("other"));
        PushedRevision second = push(Reuse.SAME_BYTES, PushRecord.NONE);
        assertEquals(List.of("surveyed 2", "digested", "packed", "sending", "packed", "sent"), phases);
        assertTrue(second.uploaded());
        assertTrue(second.revision().key().matches("CodeDeploy/shop/" + first.digest() + "-[0-9a-f]{12}\\.zip"));
        PushedRevision third = push(Reuse.SAME_BYTES, PushRecord.NONE);
        assertEquals(List.of("surveyed 2", "digested", "packed"), phases);
        assertEquals(second.revision(), third.revision());
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
        PushRecord own = new SharedRecord().of("a");
        push(naming, Reuse.SAME_KEY, UNCHECKED, own);
        assertFalse(push(naming, Reuse.SAME_KEY, UNCHECKED, own).uploaded());
        Files.writeString(folder.resolve("index.html"), "hello again");
        assertTrue(push(naming, Reuse.SAME_KEY, UNCHECKED, own).uploaded());
    }

    @Test
    void aGivenKeyReplacesOnlyTheCallersOwnNewestObject() throws Exception {
        ObjectNaming naming = ObjectNaming.of("shop", null, "CodeDeploy/latest.zip");
        PushRecord own = new SharedRecord().of("a");
        PushedRevision first = push(naming, Reuse.SAME_BYTES, UNCHECKED, own);
        Files.writeString(folder.resolve("index.html"), "hello again");
        PushedRevision second = push(naming, Reuse.SAME_BYTES, UNCHECKED, own);
        assertEquals(first.revision().key(), second.revision().key());
        assertNotEquals(first.revision().versionId(), second.revision().versionId());

        Files.writeString(folder.resolve("index.html"), "another job's");
        PushRecord other = new SharedRecord().of("a");
        phases.clear();
        EngineException e = assertThrows(EngineException.class, () -> push(naming, Reuse.SAME_BYTES, UNCHECKED, other));
        assertEquals("upload.foreign", e.problem().summary().code());
        assertFalse(phases.contains("sending"), "known before anything is sent");
        assertEquals(second.size(), bench.content(second).length);

        PushedRevision forced = push(naming, Reuse.NEVER, UNCHECKED, other);
        assertTrue(forced.uploaded());
        // now it is the other's, and the first has to say so too
        Files.writeString(folder.resolve("index.html"), "back");
        assertThrows(EngineException.class, () -> push(naming, Reuse.SAME_BYTES, UNCHECKED, own));
    }

    /** Without the right to read, S3's own condition decides. */
    @Test
    void aForeignObjectThatCannotBeSeenIsNotReplacedEither() throws Exception {
        ObjectNaming naming = ObjectNaming.of("shop", null, "state/terraform.tfstate");
        bench.s3.putObject(
                r -> r.bucket(bench.source().bucket()).key("state/terraform.tfstate"), RequestBody.fromString("state"));
        bench.mayOnlyPut();
        EngineException e =
                assertThrows(EngineException.class, () -> push(naming, Reuse.SAME_BYTES, UNCHECKED, PushRecord.NONE));
        assertEquals("upload.foreign", e.problem().summary().code());
        bench.aws.iam().putPolicy(bench.user(), "Upload", UploadBench.allow("s3:*", "*"));
        assertEquals(
                "state",
                bench.s3
                        .getObjectAsBytes(r -> r.bucket(bench.source().bucket()).key("state/terraform.tfstate"))
                        .asUtf8String());
    }

    @Test
    void aGivenKeyWhoseObjectWasDeletedIsWrittenAnew() throws Exception {
        ObjectNaming naming = ObjectNaming.of("shop", null, "CodeDeploy/latest.zip");
        PushRecord own = new SharedRecord().of("a");
        push(naming, Reuse.SAME_BYTES, UNCHECKED, own);
        bench.s3.deleteObject(r -> r.bucket(bench.source().bucket()).key("CodeDeploy/latest.zip"));
        Files.writeString(folder.resolve("index.html"), "hello again");
        assertTrue(push(naming, Reuse.SAME_BYTES, UNCHECKED, own).uploaded());
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

    private PushedRevision push(Reuse reuse, PushRecord record) throws Exception {
        return push(ObjectNaming.of("shop", null, null), reuse, UNCHECKED, record);
    }

    private PushedRevision push(ObjectNaming naming, Reuse reuse, RevisionCheck check, PushRecord record)
            throws Exception {
        phases.clear();
        SourceSpec source = new SourceSpec(folder.toString(), List.of(), List.of(), null, Symlinks.FOLLOW);
        return new Push(bench.uploader(bench.source()), host, check, record)
                .run(new PushRequest(source, naming, null, reuse), listener);
    }

    /** By the same machine. */
    private static PushRecord recorded(S3Revision revision) {
        return new PushRecord() {
            @Override
            public Optional<S3Revision> find(String bucket, String digest) {
                return Optional.of(revision);
            }
        };
    }
}
