package io.jenkins.plugins.codedeploy.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
        revisions.add(pushed("one", "v1", "d1"));
        revisions.add(pushed("two", "v2", "d1"));
        revisions.add(pushed("one", "v3", "d1"));
        revisions.add(pushed("one", "v4", "d2"));
        assertEquals("v3", revisions.find("one", "d1").orElseThrow().versionId());
        assertTrue(revisions.find("three", "d1").isEmpty());
    }

    @Test
    void forgetsTheOldestRevisionsAndSkipsWhatItCannotRead() throws Exception {
        Path file = folder.resolve("codedeploy-revisions");
        Files.writeString(file, "d0 nonsense\nhalf a li");
        JobRevisions revisions = new JobRevisions(file);
        for (int i = 0; i < 250; i++) {
            revisions.add(pushed("one", "v", "d" + i));
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

    private static PushedRevision pushed(String bucket, String version, String digest) {
        return new PushedRevision(new S3Revision(bucket, "k.zip", "zip", version, "e"), 1, digest, true);
    }
}
