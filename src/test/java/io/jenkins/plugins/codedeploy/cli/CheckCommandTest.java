package io.jenkins.plugins.codedeploy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.cli.Cli.Said;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The check of an AppSpec without AWS, and what else needs none. */
class CheckCommandTest {
    @TempDir
    Path folder;

    @Test
    void listsEveryFinding() throws Exception {
        Files.writeString(
                folder.resolve("appspec.yml"),
                "version: 0.0\nos: linux\nfiles:\n  - source: /nothere\n    destination: /srv\nhooks:\n"
                        + "  BeforeInstall:\n    - location: scripts/none.sh\n");

        Said said = Cli.run("check", "--source", folder.toString());
        List<String> lines = Cli.text("check", "--source", folder.toString());

        assertEquals(2, said.exitCode(), said.err());
        assertEquals(2, said.json().get("errors").size(), said.json().toString());
        assertEquals(3, lines.size(), lines.toString());
        assertTrue(lines.get(0).startsWith("ERROR "), lines.toString());
        assertTrue(lines.get(2).startsWith("2 errors, "), lines.toString());
    }

    @Test
    void acceptsWhatIsRight() throws Exception {
        Path source = SampleApplication.writeTo(folder.resolve("sample"));
        assertEquals(0, Cli.run("check", "--source", source.toString()).exitCode());
        assertEquals(
                0,
                Cli.run(
                                "check",
                                "--app-spec-content",
                                "{\"version\":0.0,\"Resources\":[{\"f\":{\"Type\":"
                                        + "\"AWS::Lambda::Function\",\"Properties\":{\"Name\":\"f\",\"Alias\":\"live\","
                                        + "\"CurrentVersion\":\"1\",\"TargetVersion\":\"2\"}}}]}")
                        .exitCode());
    }

    @Test
    void helpVersionAndCompletion() {
        assertTrue(Cli.text("help").get(0).contains("Usage: codedeploy-tools"));
        assertEquals(Cli.text("deploy", "--help"), Cli.text("help", "deploy"));
        assertTrue(Cli.text("version").get(0).startsWith("codedeploy-tools "));
        assertTrue(Cli.text("completion").stream().anyMatch(line -> line.contains("--deployment-group")));
        assertEquals(List.of(), Cli.text("help", "dploy"));
    }
}
