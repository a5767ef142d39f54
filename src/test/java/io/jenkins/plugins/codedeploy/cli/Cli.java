package io.jenkins.plugins.codedeploy.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.codedeploy.simulator.SimulatedAws;
import io.jenkins.plugins.codedeploy.simulator.codedeploy.Group;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line in this process, against two simulated accounts in which a minute is a second. */
final class Cli implements AutoCloseable {
    static final String PACE = "60";
    private static final ObjectMapper JSON = new ObjectMapper();

    final Landscape landscape;

    Cli() throws IOException {
        landscape = Landscape.start(SimulatedAws.builder(), Double.parseDouble(PACE));
        // first in the SDK's default chain
        System.setProperty("aws.accessKeyId", aws().seed().jenkins().accessKeyId());
        System.setProperty(
                PushOperation.RECORD, aws().folder().resolve("record").toString());
        System.setProperty("aws.secretAccessKey", aws().seed().jenkins().secretAccessKey());
    }

    /** What a command said in the end. */
    record Said(int exitCode, List<String> out, String err, JsonNode json) {
        String text(String path) {
            return json.at("/" + path).isMissingNode() || json.at("/" + path).isNull()
                    ? null
                    : json.at("/" + path).asText();
        }

        /** Summary, cause and fix. */
        String problem() {
            return text("problem/summary") + " " + text("problem/cause") + " " + text("problem/fix");
        }
    }

    /** Any command at all, whose result is JSON. */
    static Said run(String... args) throws IOException {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        List<String> all = new ArrayList<>(List.of(args));
        all.add("--json");
        int exitCode = Main.run(new PrintWriter(out), new PrintWriter(err), all.toArray(String[]::new));
        List<String> lines = out.toString().lines().toList();
        JsonNode json = lines.isEmpty() ? null : JSON.readTree(lines.get(lines.size() - 1));
        return new Said(exitCode, lines, err.toString(), json);
    }

    /** What a command writes to standard output for people. */
    static List<String> text(String... args) {
        StringWriter out = new StringWriter();
        Main.run(new PrintWriter(out), new PrintWriter(new StringWriter()), args);
        return out.toString().lines().toList();
    }

    /** @param args override what stands here: the last of two wins */
    Said push(Path source, String... args) throws IOException {
        return run(command("push", List.of("--bucket", aws().seed().bucket(), "--source", source.toString()), args));
    }

    /** To the staging group. */
    Said deploy(String... args) throws IOException {
        return run(deployCommand(args));
    }

    String[] deployCommand(String... args) {
        return command(
                "deploy",
                List.of("--application", Landscape.APPLICATION, "--deployment-group", Landscape.STAGING),
                args);
    }

    private String[] command(String name, List<String> own, String... args) {
        List<String> all = new ArrayList<>(List.of(
                name,
                "--endpoint-url",
                aws().endpoint().toString(),
                "--region",
                aws().region(),
                "--role-arn",
                aws().seed().roleArn(),
                "--external-id",
                aws().seed().externalId(),
                "--pace",
                PACE));
        all.addAll(own);
        List<String> given = List.of(args);
        // picocli refuses an option that is given twice
        for (int i = 0; i < given.size(); i++) {
            int twice = all.indexOf(given.get(i));
            if (given.get(i).startsWith("--") && twice >= 0) {
                all.subList(twice, twice + 2).clear();
            }
        }
        all.addAll(given);
        return all.toArray(String[]::new);
    }

    SimulatedAws aws() {
        return landscape.aws();
    }

    Group staging() {
        return landscape.group(Landscape.STAGING);
    }

    Group production() {
        return landscape.group(Landscape.PRODUCTION);
    }

    long count(String operation) {
        return aws().calls().count(operation);
    }

    @Override
    public void close() throws IOException {
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
        System.clearProperty(PushOperation.RECORD);
        landscape.close();
    }
}
