package io.jenkins.plugins.codedeploy.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.engine.bundle.Survey;
import io.jenkins.plugins.codedeploy.engine.revision.S3Revision;
import io.jenkins.plugins.codedeploy.engine.upload.PushedRevision;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFilesTest {
    @TempDir
    Path folder;

    @Test
    void splitsListsAtCommasAndLines() {
        assertEquals(List.of("a/**", "b c", "d"), TextLists.of(" a/**, b c\r\n\n d ,"));
        assertEquals(List.of(), TextLists.of(null));
    }

    @Test
    void findsTheNewestRevisionOfADigestInItsOwnBucket() {
        JobRevisions revisions = new JobRevisions(folder.resolve("codedeploy-revisions"));
        assertTrue(revisions.find("one", "d1").isEmpty());
        revisions.add(pushed("one", "v1", "d1"), content(1, 10));
        revisions.add(pushed("two", "v2", "d1"), content(1, 10));
        revisions.add(pushed("one", "v3", "d1"), content(1, 10));
        revisions.add(pushed("one", "v4", "d2"), content(1, 10));
        assertEquals("v3", revisions.find("one", "d1").orElseThrow().versionId());
        assertTrue(revisions.find("three", "d1").isEmpty());
    }

    @Test
    void forgetsTheOldestRevisionsAndSkipsWhatItCannotRead() throws Exception {
        Path file = folder.resolve("codedeploy-revisions");
        Files.writeString(file, "d0 nonsense\nhalf a li");
        JobRevisions revisions = new JobRevisions(file);
        for (int i = 0; i < 250; i++) {
            revisions.add(pushed("one", "v", "d" + i), content(1, i));
        }
        assertEquals(200, Files.readAllLines(file).size());
        assertTrue(revisions.find("one", "d49").isEmpty());
        assertTrue(revisions.find("one", "d50").isPresent());
    }

    @Test
    void remembersUploadsUntilTheyHaveEnded() throws Exception {
        Path file = folder.resolve("codedeploy/7.uploads");
        new UnfinishedUploads(file.getParent(), "7.uploads").begun("bucket", "a key", "id-1");
        new UnfinishedUploads(file.getParent(), "7.uploads").begun("bucket", "b", "id-2");
        assertEquals(List.of("id-1 a key", "id-2 b"), Files.readAllLines(file));
        new UnfinishedUploads(file.getParent(), "7.uploads").ended("id-1");
        assertEquals(List.of("id-2 b"), Files.readAllLines(file));
        new UnfinishedUploads(file.getParent(), "7.uploads").ended("id-2");
        assertFalse(Files.exists(file));
    }

    @Test
    void knowsWhichSizesAreWorthADigest() {
        JobRevisions revisions = new JobRevisions(folder.resolve("codedeploy-revisions"));
        assertFalse(revisions.mayHold("one", content(2, 10)));
        revisions.add(pushed("one", "v1", "d1"), content(2, 10));
        assertTrue(revisions.mayHold("one", content(2, 10)));
        assertFalse(revisions.mayHold("one", content(2, 11)));
        assertFalse(revisions.mayHold("one", content(22, 10)));
        assertFalse(revisions.mayHold("two", content(2, 10)));
    }

    @Test
    void tellsTheDigestOfWhatWasPushed() {
        JobRevisions revisions = new JobRevisions(folder.resolve("codedeploy-revisions"));
        PushedRevision pushed = pushed("one", "v1", "d1");
        revisions.add(pushed, content(2, 10));
        assertEquals("d1", revisions.digest(pushed.revision()));
        assertNull(revisions.digest(pushed("one", "v2", "d1").revision()));
    }

    private static Survey content(long files, long bytes) {
        return new Survey("zip", false, files, bytes, null, null, true, List.of());
    }

    private static PushedRevision pushed(String bucket, String version, String digest) {
        return new PushedRevision(new S3Revision(bucket, "a key.zip", "zip", version, "e"), 1, digest, true);
    }
}
