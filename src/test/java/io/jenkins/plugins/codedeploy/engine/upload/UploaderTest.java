package io.jenkins.plugins.codedeploy.engine.upload;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.engine.EngineException;
import io.jenkins.plugins.codedeploy.simulator.http.Fault;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

@Timeout(value = 10, unit = TimeUnit.MINUTES)
class UploaderTest {
    @TempDir
    Path folder;

    private UploadBench bench;
    private UploadBench.Archive packed;

    @BeforeEach
    void start() throws Exception {
        bench = new UploadBench();
        packed = UploadBench.archive(1);
    }

    @AfterEach
    void stop() throws Exception {
        bench.close();
    }

    @Test
    void uploadsAsTheSourceAccount() throws Exception {
        RevisionLabels labels = new RevisionLabels("größe #17");
        PushedRevision pushed = bench.uploader(bench.source())
                .upload(UploadBench.DIGEST, null, bench.sender(packed), UploadBench.KEY, labels, bench);

        assertTrue(pushed.uploaded());
        assertEquals(
                "CodeDeploy/shop/" + UploadBench.DIGEST + ".zip",
                pushed.revision().key());
        assertEquals("zip", pushed.revision().bundleType());
        assertTrue(pushed.revision().isPinned(), pushed.toString());
        assertFalse(pushed.revision().eTag().contains("\""));
        assertEquals(packed.bytes().length, pushed.size());
        assertArrayEquals(packed.bytes(), bench.content(pushed));
        HeadObjectResponse head = bench.s3.headObject(
                r -> r.bucket(bench.source().bucket()).key(pushed.revision().key()));
        assertEquals(pushed.revision().versionId(), head.versionId());
        assertEquals(UploadBench.DIGEST, head.metadata().get("digest"));
        assertEquals("gr%C3%B6%C3%9Fe #17", head.metadata().get("build"));
        assertEquals(List.of(0L, (long) UploadBench.PART, 2L * UploadBench.PART), bench.progress);
        assertEquals(0, bench.uploadsLeft(bench.source().bucket()));
        assertEquals(1, bench.begun);
        assertTrue(bench.open.isEmpty());
        assertTrue(bench.notes.isEmpty(), bench.notes.toString());
    }

    @Test
    void uploadsAsTheRoleWhereTheTargetAccountOwnsTheBucket() throws Exception {
        PushedRevision pushed = bench.upload(bench.target(), packed);

        assertTrue(pushed.revision().isPinned());
        assertTrue(bench.aws.calls().of("UploadPart").stream()
                .allMatch(call -> call.toString().contains("assumed-role/CrossAccountDeploy/jenkins-shop-1")));
    }

    @Test
    void aSmallArchiveIsOnePart() throws Exception {
        PushedRevision pushed = bench.upload(bench.source(), UploadBench.archive(2, 22));
        assertEquals(22, bench.content(pushed).length);
        assertEquals(1, bench.aws.calls().count("UploadPart"));
    }

    @Test
    void anEmptyFileIsAPartTooSinceS3WantsOne() throws Exception {
        PushedRevision pushed = bench.upload(bench.source(), UploadBench.archive(2, 0));
        assertEquals(0, bench.content(pushed).length);
    }

    @Test
    void withoutVersionsThereIsNoVersionId() throws Exception {
        bench.aws.iam().putPolicy(bench.user(), "Buckets", UploadBench.allow("s3:*", "*"));
        bench.s3.createBucket(
                r -> r.bucket("plain-bucket").createBucketConfiguration(c -> c.locationConstraint(bench.aws.region())));
        BucketTarget plain = BucketTarget.of("plain-bucket", bench.aws.region());

        PushedRevision first = bench.upload(plain, packed);
        assertNull(first.revision().versionId());
        assertNotNull(first.revision().eTag());
        PushedRevision second = bench.upload(plain, packed);
        assertFalse(second.uploaded());
        assertEquals(first.revision(), second.revision());
    }

    @Test
    void aPartThatFailsIsSentAgainAlone() throws Exception {
        bench.aws.faults().next("s3", "UploadPart", Fault.internalError(), Fault.internalError());
        PushedRevision pushed = bench.upload(bench.source(), packed);
        assertEquals(packed.bytes().length, bench.content(pushed).length);
        assertEquals(5, bench.aws.calls().count("UploadPart"));
    }

    /** As an HTTP server says that knows nothing of S3, when it cannot read a request. */
    @ParameterizedTest
    @ValueSource(strings = {"CreateMultipartUpload", "UploadPart", "CompleteMultipartUpload"})
    void a400WithoutABodyIsNoFailure(String operation) throws Exception {
        bench.aws.faults().next("s3", operation, Fault.foreign(400));
        PushedRevision pushed = bench.upload(bench.source(), packed);
        assertEquals(packed.bytes().length, bench.content(pushed).length);
        assertNothingLeft();
    }

    @ParameterizedTest
    @ValueSource(strings = {"CreateMultipartUpload", "UploadPart", "CompleteMultipartUpload"})
    void a400WithoutABodyThatStaysIsExplained(String operation) {
        bench.aws.faults().next("s3", operation, 50, Fault.foreign(400));
        EngineException e = assertThrows(EngineException.class, () -> bench.upload(bench.source(), packed));
        assertTrue(e.getMessage().contains("HTTP 400"), e.getMessage());
        assertTrue(e.getMessage().contains("did not come from AWS"), e.getMessage());
        assertTrue(e.getMessage().contains("proxy"), e.getMessage());
        assertNothingLeft();
    }

    static Stream<Arguments> troubles() {
        return Stream.of("CreateMultipartUpload", "UploadPart", "CompleteMultipartUpload")
                .flatMap(operation -> Stream.of(
                                Fault.throttle(), Fault.internalError(), Fault.unavailable(), Fault.cut())
                        .map(fault -> Arguments.of(operation, fault)));
    }

    @ParameterizedTest
    @MethodSource("troubles")
    void troubleThatPassesIsNoFailure(String operation, Fault fault) throws Exception {
        bench.aws.faults().next("s3", operation, 2, fault);
        PushedRevision pushed = bench.upload(bench.source(), packed);
        assertArrayEquals(packed.bytes(), bench.content(pushed));
        if (fault.kind() != Fault.Kind.CUT || !operation.equals("CreateMultipartUpload")) {
            // an upload whose id was lost with its answer is for the bucket's lifecycle rule
            assertNothingLeft();
        }
    }

    @Test
    void connectionsThatDropAreNoFailure() throws Exception {
        bench.aws.faults().next("s3", "CreateMultipartUpload", Fault.drop());
        bench.aws.faults().next("s3", "UploadPart", Fault.drop(), Fault.lostAnswer());
        PushedRevision pushed = bench.upload(bench.source(), packed);
        assertArrayEquals(packed.bytes(), bench.content(pushed));
    }

    @Test
    void partsThatWereRefusedAreSignedAnew() throws Exception {
        Fault expired = Fault.error(403, "AccessDenied", "Request has expired");
        bench.aws.faults().next("s3", "UploadPart", expired, expired);
        PushedRevision pushed = bench.upload(bench.source(), packed);
        assertEquals(packed.bytes().length, bench.content(pushed).length);
        assertEquals(5, bench.aws.calls().count("UploadPart"));
    }

    @Test
    void partsThatStayRefusedEndTheUpload() {
        bench.aws.faults().next("s3", "UploadPart", 20, Fault.error(403, "AccessDenied", "Access Denied"));
        EngineException e = assertThrows(EngineException.class, () -> bench.upload(bench.source(), packed));
        assertTrue(
                e.getMessage().contains("credential \"aws-dev\" is not allowed to perform s3:PutObject"),
                e.getMessage());
        assertNothingLeft();
    }

    @Test
    void noTimeIsLostOnWhatAlwaysFails() {
        bench.aws.faults().next("s3", "UploadPart", 50, Fault.unavailable());
        EngineException e = assertThrows(EngineException.class, () -> bench.upload(bench.source(), packed));
        assertTrue(e.getMessage().contains("ServiceUnavailable"), e.getMessage());
        assertNothingLeft();
    }

    @Test
    void bytesThatChangedAreRefused() throws Exception {
        byte[] bytes = packed.bytes();
        bytes[UploadBench.PART + 5]++;
        assertThrows(EngineException.class, () -> bench.upload(bench.source(), packed));
        assertNothingLeft();
    }

    @Test
    void theSameBytesUnderTheKeyAreUsedAsTheyAre() throws Exception {
        PushedRevision first = bench.upload(bench.source(), packed);
        PushedRevision second = bench.upload(bench.source(), packed);
        assertFalse(second.uploaded());
        assertEquals(first.revision(), second.revision());
        assertNothingLeft();
    }

    @Test
    void otherBytesUnderTheKeyAreLeftAsTheyAre() throws Exception {
        PushedRevision first = bench.upload(bench.source(), packed);
        UploadBench.Archive other = UploadBench.archive(2);
        PushedRevision second = bench.upload(bench.source(), other);

        assertTrue(second.uploaded());
        assertNotEquals(first.revision().key(), second.revision().key());
        assertTrue(UploadBench.KEY.covers(second.revision().key()));
        assertArrayEquals(packed.bytes(), bench.content(first));
        assertArrayEquals(other.bytes(), bench.content(second));
        assertEquals(1, bench.notes.size());
        assertTrue(bench.notes.get(0).contains("gets a different key"), bench.notes.toString());

        PushedRevision third = bench.upload(bench.source(), other);
        assertFalse(third.uploaded());
        assertEquals(second.revision(), third.revision());
        assertNothingLeft();
    }

    @Test
    void whereS3DoesNotTellNoMoreObjectsAreLeft() throws Exception {
        bench.upload(bench.source(), packed);
        bench.mayOnlyPut();
        EngineException e = assertThrows(EngineException.class, () -> bench.upload(bench.source(), packed));
        assertEquals("upload.unreadable", e.problem().summary().code());
    }

    @Test
    void aKeyThatWasGivenIsWrittenAgainWhereThatIsAllowed() throws Exception {
        RevisionKey given = new RevisionKey("shop/latest.zip", "", false, RevisionKey.ANYTHING);
        Uploader uploader = bench.uploader(bench.source());
        PushedRevision first = bench.upload(uploader, packed, given, bench);
        PushedRevision second = bench.upload(uploader, packed, given, bench);
        assertTrue(second.uploaded());
        assertNotEquals(first.revision().versionId(), second.revision().versionId());
    }

    @Test
    void aLostAnswerOfTheCompletionIsNoFailure() throws Exception {
        bench.aws.faults().next("s3", "CompleteMultipartUpload", Fault.lostAnswer());
        PushedRevision pushed = bench.upload(bench.source(), packed);
        assertTrue(pushed.revision().isPinned());
        assertEquals(packed.bytes().length, bench.content(pushed).length);
        assertEquals(
                1,
                bench.s3
                        .listObjectVersions(r -> r.bucket(bench.source().bucket()))
                        .versions()
                        .size());
        assertNothingLeft();
    }

    @Test
    void aLostAnswerIsNoFailureUnderAGivenKeyEither() throws Exception {
        bench.aws.faults().next("s3", "CompleteMultipartUpload", Fault.lostAnswer(), Fault.cut());
        RevisionKey given = new RevisionKey("shop/latest.zip", "", false);
        PushedRevision pushed = bench.upload(bench.uploader(bench.source()), packed, given, bench);
        assertTrue(pushed.revision().isPinned());
        assertTrue(bench.open.isEmpty());
    }

    @Test
    void aVanishedUploadIsSaidToHaveVanished() {
        bench.aws
                .faults()
                .next(
                        "s3",
                        "CompleteMultipartUpload",
                        Fault.error(404, "NoSuchUpload", "The specified upload does not exist."));
        EngineException e = assertThrows(EngineException.class, () -> bench.upload(bench.source(), packed));
        assertEquals("upload.vanished", e.problem().summary().code());
    }

    @Test
    void aConflictBeginsTheUploadAgain() throws Exception {
        bench.aws
                .faults()
                .next("s3", "CompleteMultipartUpload", Fault.error(409, "ConditionalRequestConflict", "Try again."));
        PushedRevision pushed = bench.upload(bench.source(), packed);
        assertTrue(pushed.uploaded());
        assertEquals(UploadBench.KEY.key(), pushed.revision().key());
        assertEquals(2, bench.begun);
        assertNothingLeft();
    }

    @Test
    void conflictsWithoutEndFail() {
        bench.aws
                .faults()
                .next(
                        "s3",
                        "CompleteMultipartUpload",
                        10,
                        Fault.error(409, "ConditionalRequestConflict", "Try again."));
        EngineException e = assertThrows(EngineException.class, () -> bench.upload(bench.source(), packed));
        assertEquals("upload.conflict", e.problem().summary().code());
        assertNothingLeft();
    }

    @Test
    void anUploadThatCannotBeAbortedStaysInTheJournal() throws Exception {
        bench.aws.faults().next("s3", "UploadPart", 50, Fault.error(400, "EntityTooSmall", "too small"));
        bench.aws.faults().next("s3", "AbortMultipartUpload", 1, Fault.error(403, "AccessDenied", "no"));
        assertThrows(EngineException.class, () -> bench.upload(bench.source(), packed));
        assertEquals(1, bench.open.size());
        assertEquals(1, bench.notes.size());

        String uploadId = bench.open.keySet().iterator().next();
        Uploader later = bench.uploader(bench.source());
        later.abort(UploadBench.KEY.key(), uploadId);
        assertNothingLeft();
        later.abort(UploadBench.KEY.key(), uploadId);
    }

    private void assertNothingLeft() {
        assertEquals(0, bench.uploadsLeft(bench.source().bucket()));
        assertTrue(bench.open.isEmpty(), bench.open.toString());
    }
}
