package io.jenkins.plugins.codedeploy.records;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.engine.InvalidInputException;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.revision.S3Revision;
import io.jenkins.plugins.codedeploy.engine.upload.BucketOwner;
import io.jenkins.plugins.codedeploy.engine.upload.BucketTarget;
import io.jenkins.plugins.codedeploy.engine.upload.PushedRevision;
import io.jenkins.plugins.codedeploy.engine.upload.RevisionFile;
import io.jenkins.plugins.codedeploy.parameters.option.TextLists;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
        RevisionFile revisions = new RevisionFile(folder.resolve("codedeploy-revisions"), "a");
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
        RevisionFile revisions = new RevisionFile(file, "a");
        for (int i = 0; i < 250; i++) {
            revisions.add(pushed("one", "v", "d" + i));
        }
        assertEquals(200, Files.readAllLines(file).size());
        assertTrue(revisions.find("one", "d49").isEmpty());
        assertTrue(revisions.find("one", "d50").isPresent());
    }

    @Test
    void believesOnlyWhatTheSameMachinePushed() {
        Path file = folder.resolve("codedeploy-revisions");
        RevisionFile a = new RevisionFile(file, "a");
        RevisionFile b = new RevisionFile(file, "b");
        a.add(pushed("one", "v1", "d1"));
        assertTrue(a.find("one", "d1").isPresent());
        assertTrue(b.find("one", "d1").isEmpty());
        assertEquals(List.of(pushed("one", "v1", "d1").revision()), b.claimed("one", "d1"));
        b.add(pushed("one", "v2", "d1"));
        assertEquals("v1", a.find("one", "d1").orElseThrow().versionId());
        assertEquals("v2", a.claimed("one", "d1").get(0).versionId(), "newest first");
        assertEquals(List.of(), a.claimed("two", "d1"));
    }

    @Test
    void letsAJobReplaceItsOwnNewestObjectOfAKey() {
        RevisionFile revisions = new RevisionFile(folder.resolve("codedeploy-revisions"), "a");
        assertTrue(revisions.replaceable("one", "a key.zip").isEmpty());
        revisions.add(new PushedRevision(new S3Revision("one", "a key.zip", "zip", "v1", "e1"), 1, "d1", true));
        revisions.add(new PushedRevision(new S3Revision("one", "a key.zip", "zip", "v2", "e2"), 1, "d2", true));
        revisions.add(new PushedRevision(new S3Revision("one", "b.zip", "zip", "v3", "e3"), 1, "d3", true));
        assertEquals("e2", revisions.replaceable("one", "a key.zip").orElseThrow());
        assertTrue(revisions.replaceable("two", "a key.zip").isEmpty());
    }

    @Test
    void remembersUploadsAndTheirBucketsUntilTheyHaveEnded() throws Exception {
        Path file = folder.resolve("codedeploy/7.uploads");
        BucketTarget own = BucketTarget.of("bucket", "eu-central-1");
        BucketTarget other = new BucketTarget("other", "us-east-1", BucketOwner.TARGET, "222222222222", null);
        new UnfinishedUploads(file.getParent(), "7.uploads").begun(own, "a key", "id-1");
        new UnfinishedUploads(file.getParent(), "7.uploads").begun(other, "b", "id-2");
        assertEquals(
                List.of(
                        "id-1\teu-central-1\tbucket\tSOURCE\t\ta key",
                        "id-2\tus-east-1\tother\tTARGET\t222222222222\tb"),
                Files.readAllLines(file));
        new UnfinishedUploads(file.getParent(), "7.uploads").ended("id-1");
        List<String> asked = new ArrayList<>();
        new UnfinishedUploads(file.getParent(), "7.uploads").abandon((bucket, keys) -> {
            asked.add(bucket + " " + keys);
            throw new InvalidInputException("bucket", Text.of("engine.missing"));
        });
        assertEquals(List.of(other + " b"), asked);
        new UnfinishedUploads(file.getParent(), "7.uploads").ended("id-2");
        assertFalse(Files.exists(file));
    }

    @Test
    void skipsUploadsThatItCannotRead() throws Exception {
        Path file = Files.createDirectories(folder.resolve("codedeploy")).resolve("7.uploads");
        Files.writeString(file, "id-1 a key\nid\tFrankfurt\tb\tSOURCE\t\tk\nid\teu-central-1\tb\tNOBODY\t\tk\nhalf");
        new UnfinishedUploads(file.getParent(), "7.uploads").abandon((bucket, keys) -> {
            throw new AssertionError(bucket);
        });
    }

    private static PushedRevision pushed(String bucket, String version, String digest) {
        return new PushedRevision(new S3Revision(bucket, "a key.zip", "zip", version, "e"), 1, digest, true);
    }
}
