package io.jenkins.plugins.codedeploy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.codedeploy.cli.docs.Snippet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What README and docs tell people to type. */
class DocumentedCommandsTest {
    /** A new snippet that cannot be run has to be counted here. */
    private static final int NOT_RUN = 35;

    private static final String TOOL = "java -jar engine-build/target/codedeploy-tools.jar";
    private static final Path AWS = Path.of(System.getProperty("aws.cli", "/usr/bin/aws"));
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private Cli cli;
    /** The address of what was pushed last. */
    private String pushed;

    @BeforeEach
    void start() throws Exception {
        cli = new Cli();
        cli.landscape
                .codeDeploy()
                .target()
                .application("shop")
                .group("web", cli.aws().seed().serviceRoleArn())
                .instances(1, cli.aws().seed().instanceRoleArn())
                .select("Name", "shop-web");
    }

    @AfterEach
    void stop() throws Exception {
        cli.close();
    }

    @Test
    void ourOwnCommandsSucceed() throws Exception {
        int commands = 0;
        for (Snippet snippet : Snippet.all("bash")) {
            if (!snippet.isRun()) {
                continue;
            }
            for (List<String> command : commands(snippet, TOOL)) {
                commands++;
                Cli.Said said = Cli.run(ours(command));
                assertEquals(0, said.exitCode(), snippet + " " + command + "\n" + said.err());
                if (command.contains("push")) {
                    pushed = said.err().replaceFirst("(?s).*Uploaded (s3://\\S+).*", "$1");
                }
            }
        }
        assertTrue(commands >= 7, "only " + commands + " commands");
    }

    /** The documents of the page are those that its own command writes. */
    @Test
    void theDocumentsAreThoseThatTheCommandWrites() throws Exception {
        Cli.run(setups().get(0));
        List<String> shown = new ArrayList<>();
        for (Snippet snippet : Snippet.all("json")) {
            String name = snippet.mark("generated");
            if (name != null) {
                Path written = folder.resolve("setup").resolve(name);
                assertEquals(JSON.readTree(written.toFile()), JSON.readTree(snippet.text()), snippet.toString());
                shown.add(name);
            }
        }
        List<String> documents;
        try (var files = Files.list(folder.resolve("setup"))) {
            documents = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".json") && !name.contains("template"))
                    .sorted()
                    .toList();
        }
        assertEquals(documents, shown.stream().sorted().toList(), "every document is shown, once");
    }

    /** AWS's own command line knows commands and options, though it is not let near AWS. */
    @Test
    void awsCommandsHaveTheirForm() throws Exception {
        assumeTrue(Files.isExecutable(AWS), AWS + " is absent: install Debian's awscli to run this test");
        for (String[] setup : setups()) {
            Cli.run(setup);
        }
        for (Snippet script : Snippet.all("sh")) {
            Files.writeString(folder.resolve(script.mark("file")), script.text());
        }
        int checked = 0;
        for (Snippet snippet : Snippet.all("bash")) {
            for (List<String> command : commands(snippet, "aws")) {
                List<String> dry = new ArrayList<>(List.of(AWS.toString()));
                dry.addAll(command);
                dry.addAll(List.of("--generate-cli-skeleton", "output"));
                ProcessBuilder process =
                        new ProcessBuilder(dry).directory(folder.toFile()).redirectErrorStream(true);
                process.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
                process.environment().put("AWS_CONFIG_FILE", profiles().toString());
                process.environment().put("AWS_EC2_METADATA_DISABLED", "true");
                Process running = process.start();
                String said = new String(running.getInputStream().readAllBytes());
                assertTrue(running.waitFor(10, TimeUnit.MINUTES));
                assertTrue(running.exitValue() == 0 || isOnlySkeleton(said), snippet + " " + command + "\n" + said);
                checked++;
            }
        }
        assertTrue(checked > 10, "only " + checked);
    }

    /** The words that stand for an answer break the rules of length that the answer has. */
    private static boolean isOnlySkeleton(String said) {
        return said.contains("Parameter validation failed")
                && said.lines()
                        .filter(line -> !line.isBlank() && !line.contains("Parameter validation failed"))
                        .allMatch(line -> line.matches("Invalid (length|value) for parameter .*"));
    }

    @Test
    void whatIsNotRunSaysWhy() throws Exception {
        List<String> left = new ArrayList<>();
        for (Snippet snippet : Snippet.all("bash")) {
            String reason = snippet.mark(Snippet.NOT_RUN);
            if (reason == null) {
                assertFalse(commands(snippet, TOOL).isEmpty(), snippet + " is neither run nor marked");
            } else {
                assertTrue(reason.length() > 15, snippet + ": " + reason);
                left.add(snippet.toString());
            }
        }
        assertEquals(NOT_RUN, left.size(), left.toString());
    }

    private Path profiles() throws IOException {
        Path file = folder.resolve("aws-config");
        if (!Files.exists(file)) {
            StringBuilder text = new StringBuilder();
            for (String name : List.of("source", "target", "jenkins")) {
                text.append("[profile " + name + "]\nregion = eu-central-1\n");
                text.append("aws_access_key_id = AKIDEXAMPLE\naws_secret_access_key = none\n");
            }
            Files.writeString(file, text);
        }
        return file;
    }

    /** The documented commands that write documents, in the order of the pages; setup.md's first is the page's own. */
    private List<String[]> setups() throws Exception {
        List<String[]> all = new ArrayList<>();
        for (Snippet snippet : Snippet.all("bash")) {
            if (snippet.isRun() && snippet.text().contains(TOOL + " setup")) {
                for (List<String> command : commands(snippet, TOOL)) {
                    all.add(ours(command));
                }
            }
        }
        return all;
    }

    /** To the simulated accounts, into our own folder, with the revision that there is. */
    private String[] ours(List<String> command) {
        List<String> all = new ArrayList<>(command);
        if (!all.contains("--endpoint-url") && !all.contains("--help") && !all.contains("demo")) {
            all.addAll(List.of("--endpoint-url", ""));
        }
        replace(all, "--endpoint-url", url -> cli.aws().endpoint().toString());
        replace(all, "--output", name -> folder.resolve(name).toString());
        replace(all, "--source", name -> Snippet.root().resolve(name).toString());
        replace(all, "--revision", address -> pushed);
        return all.toArray(String[]::new);
    }

    private static void replace(List<String> command, String option, UnaryOperator<String> change) {
        int at = command.indexOf(option) + 1;
        if (at > 0) {
            command.set(at, change.apply(command.get(at)));
        }
    }

    /** Those of a snippet that begin so, split by the very shell that people have. */
    private static List<List<String>> commands(Snippet snippet, String prefix) throws Exception {
        List<List<String>> found = new ArrayList<>();
        for (String line : snippet.text().replace("\\\n", " ").lines().toList()) {
            if (line.startsWith(prefix + " ")) {
                Process shell = new ProcessBuilder(
                                "bash", "-c", "printf '%s\\n' " + line.substring(prefix.length() + 1))
                        .redirectErrorStream(true)
                        .start();
                String words = new String(shell.getInputStream().readAllBytes());
                assertEquals(0, shell.waitFor(), snippet + " " + words);
                found.add(words.lines().toList());
            }
        }
        return found;
    }
}
