package io.jenkins.plugins.codedeploy.engine.upload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.bundle.SourceSpec;
import io.jenkins.plugins.codedeploy.engine.bundle.Symlinks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.ExpirationStatus;

/** A lifecycle rule by age counts from the last push of a content, though unchanged content is not sent again. */
class RetentionTest {
    @TempDir
    Path folder;

    private UploadBench bench;
    private final List<String> notes = new ArrayList<>();

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

    @ParameterizedTest
    @CsvSource({
        "SAME_BYTES, true, ",
        "SAME_BYTES, false, ",
        "SAME_KEY, true, ",
        "SAME_KEY, false, ",
        "SAME_BYTES, true, CodeDeploy/latest.zip",
        "SAME_BYTES, false, CodeDeploy/latest.zip",
        "SAME_KEY, true, CodeDeploy/latest.zip"
    })
    void contentIsSentAgainAfterHalfOfItsLife(Reuse reuse, boolean versioned, String key) throws Exception {
        if (versioned) {
            bench.s3.putBucketVersioning(r -> r.bucket(bench.source().bucket())
                    .versioningConfiguration(v -> v.status(BucketVersioningStatus.ENABLED)));
        }
        expireAfter(400);
        ObjectNaming naming = ObjectNaming.of("shop", null, key);
        PushRecord record = new SharedRecord().of("a");
        PushedRevision first = push(naming, reuse, record);

        age(first, 190);
        assertFalse(push(naming, reuse, record).uploaded());
        assertEquals(List.of(), notes);

        age(first, 20);
        PushedRevision again = push(naming, reuse, record);
        assertTrue(again.uploaded());
        assertEquals(first.revision().key(), again.revision().key(), "no second object is left beside it");
        assertEquals(List.of("upload.renewed"), notes);
        assertTrue(written(again).isAfter(Instant.now().minus(Duration.ofDays(1))));
        if (versioned) {
            assertNotEquals(first.revision().versionId(), again.revision().versionId());
        }

        assertEquals(again.revision(), push(naming, reuse, record).revision(), "it is as new as any");
        assertEquals(List.of("upload.renewed"), notes);
    }

    @Test
    void withoutARuleNothingIsSentAgain() throws Exception {
        ObjectNaming naming = ObjectNaming.of("shop", null, null);
        PushRecord record = new SharedRecord().of("a");
        age(push(naming, Reuse.SAME_BYTES, record), 4000);
        assertFalse(push(naming, Reuse.SAME_BYTES, record).uploaded());
    }

    /** Another rule's age counts from when a version is no longer the newest. */
    @Test
    void aVersionThatIsNoLongerTheNewestIsSentAgain() throws Exception {
        bench.s3.putBucketVersioning(r -> r.bucket(bench.source().bucket())
                .versioningConfiguration(v -> v.status(BucketVersioningStatus.ENABLED)));
        ObjectNaming naming = ObjectNaming.of("shop", null, "CodeDeploy/latest.zip");
        PushRecord record = new SharedRecord().of("a");
        PushedRevision first = push(naming, Reuse.SAME_BYTES, record);
        Files.writeString(folder.resolve("index.html"), "hello again");
        push(naming, Reuse.SAME_BYTES, record);
        Files.writeString(folder.resolve("index.html"), "hello");
        PushedRevision back = push(naming, Reuse.SAME_BYTES, record);
        assertTrue(back.uploaded());
        assertNotEquals(first.revision().versionId(), back.revision().versionId());
    }

    @Test
    void theHeaderIsReadAsS3WritesIt() {
        assertEquals(
                Instant.parse("2012-12-21T00:00:00Z"),
                Expiry.of("expiry-date=\"Fri, 21 Dec 2012 00:00:00 GMT\", rule-id=\"Rule for testfile.txt\""));
        assertNull(Expiry.of(null));
        assertNull(Expiry.of("expiry-date=\"soon\""));
    }

    private PushedRevision push(ObjectNaming naming, Reuse reuse, PushRecord record) throws Exception {
        SourceSpec source = new SourceSpec(folder.toString(), List.of(), List.of(), null, Symlinks.FOLLOW);
        return new Push(bench.uploader(bench.source()), bench.host, (host, spec, survey) -> Set.of(), record)
                .run(new PushRequest(source, naming, null, reuse), new PushListener() {
                    @Override
                    public void note(Text text) {
                        notes.add(text.code());
                    }
                });
    }

    private void expireAfter(int days) {
        bench.s3.putBucketLifecycleConfiguration(r -> r.bucket(bench.source().bucket())
                .lifecycleConfiguration(l -> l.rules(
                        rule -> rule.id("other")
                                .status(ExpirationStatus.DISABLED)
                                .filter(f -> f.prefix("CodeDeploy/"))
                                .expiration(e -> e.days(1)),
                        rule -> rule.id("old")
                                .status(ExpirationStatus.ENABLED)
                                .filter(f -> f.prefix("CodeDeploy/"))
                                .expiration(e -> e.days(days)))));
    }

    private void age(PushedRevision pushed, int days) throws Exception {
        bench.aws.s3().bucket(bench.source().bucket()).age(pushed.revision().key(), Duration.ofDays(days));
    }

    private Instant written(PushedRevision pushed) {
        return bench.s3
                .headObject(r ->
                        r.bucket(bench.source().bucket()).key(pushed.revision().key()))
                .lastModified();
    }
}
