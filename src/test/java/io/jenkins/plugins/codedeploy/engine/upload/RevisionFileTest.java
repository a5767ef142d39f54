package io.jenkins.plugins.codedeploy.engine.upload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.engine.bundle.Survey;
import io.jenkins.plugins.codedeploy.engine.revision.S3Revision;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RevisionFileTest {
    private static final Survey CONTENT = new Survey("zip", false, 1, 10, null, null, true, List.of());

    @TempDir
    Path folder;

    @Test
    void isMadeWithItsFolderAndReplacedAsAWhole() throws Exception {
        Path file = folder.resolve("a/b/revisions");
        RevisionFile revisions = new RevisionFile(file, "m");
        for (int i = 0; i < 3; i++) {
            revisions.add(
                    new PushedRevision(new S3Revision("one", "k.zip", "zip", "v" + i, "e"), 1, "d", true), CONTENT);
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
        revisions.add(new PushedRevision(new S3Revision("one", "k.zip", "zip", "v", "e"), 1, "d", true), CONTENT);
        assertTrue(revisions.find("one", "d").isEmpty());
    }
}
