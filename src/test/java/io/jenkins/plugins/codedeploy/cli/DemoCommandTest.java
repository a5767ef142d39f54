package io.jenkins.plugins.codedeploy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.cli.Cli.Said;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoCommandTest {
    private static final Pattern FILES = Pattern.compile("Deployed files of (i-\\w+): (\\S+)");

    @TempDir
    Path folder;

    @Test
    void showsTheMainJobFromEndToEndAndWhatGoesWrong() throws Exception {
        Said said = Cli.run("demo", "--folder", folder.toString());

        assertEquals(0, said.exitCode(), said.err());
        assertEquals(1, said.out().size());
        assertEquals("Succeeded", said.text("staging/status"));
        assertEquals("Succeeded", said.text("production/status"));
        assertEquals("true", said.text("revision/uploaded"));
        List<Path> deployed = FILES.matcher(said.err())
                .results()
                .map(files -> Path.of(files.group(2)))
                .toList();
        assertEquals(3, deployed.size(), said.err());
        for (Path files : deployed) {
            assertTrue(Files.isRegularFile(files.resolve("index.html")), files.toString());
        }
        assertEquals(2, said.err().split("Uploaded s3://", -1).length - 1, "promoted without a further upload");

        assertEquals("Failed", said.text("failed/status"));
        assertTrue(said.text("failed/problem/summary").contains("scripts/validate.sh"), said.problem());
        assertTrue(said.text("failed/rollbackId").startsWith("d-"));
        assertTrue(said.err().contains("database migration is missing"), said.err());
        assertTrue(said.text("refused/problem/causes/0/why").contains("--external-id"), said.err());
        assertEquals("Succeeded", said.text("restarted/status"));
        assertEquals("1", said.text("restarted/createCalls"));
        assertFalse(said.err().contains("console.aws"), "a link that leads nowhere");
    }

    @Test
    void leavesNothingBehind() throws Exception {
        List<Path> before = temporary();
        assertEquals(0, Cli.run("demo").exitCode());
        assertEquals(before, temporary());
    }

    private static List<Path> temporary() throws Exception {
        try (var files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().startsWith("codedeploy-demo"))
                    .sorted()
                    .toList();
        }
    }
}
