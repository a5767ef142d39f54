package io.jenkins.plugins.codedeploy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.cli.Cli.Said;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DemoCommandTest {
    private static final Pattern FILES = Pattern.compile("Deployed files of (i-\\w+): (\\S+)");
    private static final Pattern FOLDER = Pattern.compile("== Push (\\S+)/workspace to ");

    @Test
    void showsTheMainJobFromEndToEnd() throws Exception {
        Said said = Cli.run("demo");
        Matcher folder = FOLDER.matcher(said.err());
        assertTrue(folder.find(), said.err());
        try {
            assertEquals(0, said.exitCode(), said.err());
            assertEquals(1, said.out().size());
            assertEquals("Succeeded", said.text("staging/status"));
            assertEquals("Succeeded", said.text("production/status"));
            assertEquals("true", said.text("revision/uploaded"));
            assertEquals(1, said.err().split("Uploaded s3://", -1).length - 1, "promoted without a second upload");

            List<Path> deployed = FILES.matcher(said.err())
                    .results()
                    .map(files -> Path.of(files.group(2)))
                    .toList();
            assertEquals(3, deployed.size(), said.err());
            for (Path files : deployed) {
                assertTrue(Files.isRegularFile(files.resolve("index.html")), files.toString());
            }
            for (String event :
                    List.of("DownloadBundle", "BeforeInstall", "Install", "AfterInstall", "ValidateService")) {
                assertEquals(
                        3, said.err().split("  " + event + "  Succeeded", -1).length - 1, event + " of each instance");
            }
            assertTrue(said.err().indexOf("== Deploy") < said.err().indexOf("== Promote"), said.err());
            // what the README promises, by the demo's own account
            assertTrue(said.json().get("seconds").asDouble() < 20, said.text("seconds"));
        } finally {
            delete(Path.of(folder.group(1)));
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
