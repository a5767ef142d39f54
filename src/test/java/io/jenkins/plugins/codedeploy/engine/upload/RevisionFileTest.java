package io.jenkins.plugins.codedeploy.engine.upload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.engine.history.BuildReference;
import io.jenkins.plugins.codedeploy.engine.history.RevisionOrigin;
import io.jenkins.plugins.codedeploy.engine.revision.S3Revision;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RevisionFileTest {
    @TempDir
    Path folder;

    @Test
    void isMadeWithItsFolderAndReplacedAsAWhole() throws Exception {
        Path file = folder.resolve("a/b/revisions");
        RevisionFile revisions = new RevisionFile(file, "m");
        for (int i = 0; i < 3; i++) {
            revisions.add(new PushedRevision(new S3Revision("one", "k.zip", "zip", "v" + i, "e"), 1, "d", true));
        }
        assertEquals("v2", revisions.find("one", "d").orElseThrow().versionId());
        try (var files = Files.list(file.getParent())) {
            assertEquals(List.of(file), files.toList());
        }
    }

    /** The push has succeeded all the same. */
    @Test
    void aFolderThatCannotBeWrittenIsNoFailure() throws Exception {
        Path occupied = Files.writeString(folder.resolve("occupied"), "a file");
        RevisionFile revisions = new RevisionFile(occupied.resolve("revisions"), "m");
        revisions.add(new PushedRevision(new S3Revision("one", "k.zip", "zip", "v", "e"), 1, "d", true));
        assertTrue(revisions.find("one", "d").isEmpty());
    }

    @Test
    void tellsWhichBuildPushedWhat() throws Exception {
        Path file = folder.resolve("revisions");
        Instant at = Instant.ofEpochMilli(1_800_000_000_123L);
        S3Revision first = new S3Revision("one", "a.zip", "zip", "v1", "e1");
        S3Revision second = new S3Revision("one", "b.zip", "zip", "v2", "e2");
        new RevisionFile(file, "m").add(new PushedRevision(first, 1, "d1", true));
        BuildReference build = new BuildReference("team/shop", 7);
        new RevisionFile(file, "m", new RevisionOrigin(build, at, List.of("c2", "c1")))
                .add(new PushedRevision(second, 1, "d2", true));

        List<RevisionFile.RecordedPush> pushes = new RevisionFile(file, "-").pushes("team/shop");
        assertEquals(
                List.of(
                        new RevisionFile.RecordedPush(second, "d2", new RevisionOrigin(build, at, List.of("c2", "c1"))),
                        new RevisionFile.RecordedPush(first, "d1", null)),
                pushes);

        BuildReference later = new BuildReference("team/shop", 8);
        new RevisionFile(file, "m", new RevisionOrigin(later, at, List.of()))
                .add(new PushedRevision(first, 1, "d1", false));
        pushes = new RevisionFile(file, "-").pushes("team/renamed");
        assertEquals(2, pushes.size(), "the same content is pushed once");
        assertEquals(
                new RevisionOrigin(new BuildReference("team/renamed", 8), at, List.of()),
                pushes.get(0).origin());
    }
}
