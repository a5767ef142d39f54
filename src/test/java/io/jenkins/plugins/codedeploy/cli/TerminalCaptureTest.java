package io.jenkins.plugins.codedeploy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.cli.docs.Snippet;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the documents show of a terminal is what the program prints there, with other IDs. */
class TerminalCaptureTest {
    private static final String FAILURE = "Target";
    private static final String ANSI = "picocli.ansi";
    private static final String WIDTH = "picocli.usage.width";

    @TempDir
    Path folder;

    private Cli cli;

    @BeforeEach
    void start() throws Exception {
        cli = new Cli();
    }

    @AfterEach
    void stop() throws Exception {
        System.clearProperty(ANSI);
        System.clearProperty(WIDTH);
        cli.close();
    }

    @ParameterizedTest
    @CsvSource({"80, README.md", "120, docs/command-line.md"})
    void aDeploymentThatFails(int width, String document) throws Exception {
        List<String> shown = terminal(width, failing("database migration is missing"));
        List<String> end = new ArrayList<>();
        for (String line : shown) {
            if (!end.isEmpty() || line.strip().startsWith(FAILURE)) {
                end.add(line);
            }
        }
        assertTrue(end.size() > 8, shown.toString());
        String capture = "```text\n" + String.join("\n", end) + "\n```";
        String text = Files.readString(Snippet.root().resolve(document));
        assertTrue(text.contains(capture), document + " lacks\n" + capture);
    }

    @Test
    void noWordIsBroken() throws Exception {
        String message = "word ".repeat(100).strip();
        for (String line : terminal(60, failing(message))) {
            assertTrue(line.length() <= 60 || !line.strip().contains(" "), line);
            assertTrue(!line.contains("wor") || line.contains("word"), line);
        }
    }

    private String[] failing(String message) throws IOException {
        Path source = SampleApplication.writeTo(Files.createDirectory(folder.resolve("sample")));
        cli.push(source);
        // to one stream only: the order of two is not fixed
        Files.writeString(
                source.resolve("scripts/validate.sh"),
                "#!/bin/sh\necho \"GET /health: 500 Internal Server Error\"\necho \"" + message + "\"\nexit 1\n");
        return cli.deployCommand(
                "--source", source.toString(), "--bucket", cli.aws().seed().bucket());
    }

    /** Runs a command as on a terminal of this width; returns what stays the same in every run. */
    private List<String> terminal(int width, String... command) {
        System.setProperty(ANSI, "true");
        System.setProperty(WIDTH, String.valueOf(width));
        StringWriter err = new StringWriter();
        int exitCode = Main.run(new PrintWriter(new StringWriter()), new PrintWriter(err), command);
        assertEquals(1, exitCode, err.toString());
        return err.toString()
                .replaceAll("\u001b\\[\\d*m", "")
                .replaceAll("\\bd-[A-Z0-9]{9}\\b", "d-71CV3SGCM")
                .replaceAll("\\bi-[0-9a-f]{16}\\b", "i-0a1b2c3d4e5f6071")
                .lines()
                .toList();
    }
}
