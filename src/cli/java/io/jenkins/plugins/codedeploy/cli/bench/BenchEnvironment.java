package io.jenkins.plugins.codedeploy.cli.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import edu.umd.cs.findbugs.annotations.NonNull;
import edu.umd.cs.findbugs.annotations.SuppressFBWarnings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Two simulated accounts in a separate process, with the AWS CLI and this command line as clients. */
@SuppressWarnings("try")
final class BenchEnvironment implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process server;
    private final JsonNode seed;
    private final String aws;
    private final Class<?> main;
    private final Function<List<String>, String> here;
    private final String record;
    private final Map<String, String> asJenkins;
    private final Map<String, String> asRole;

    /**
     * @param aws command that starts the AWS CLI
     * @param main main class of this command line
     * @param here runs this command line in this JVM: arguments to standard output
     * @param folder directory for the data of the simulation
     */
    BenchEnvironment(
            @NonNull String aws,
            @NonNull Class<?> main,
            @NonNull Function<List<String>, String> here,
            @NonNull Path folder)
            throws IOException, InterruptedException {
        this.aws = aws;
        this.main = main;
        this.here = here;
        record = folder.resolve("record").toString();
        System.setProperty("codedeploy.tools.folder", record);
        server = new ProcessBuilder(Child.java(
                        List.of(),
                        main,
                        List.of(
                                "simulate",
                                "--json",
                                "--folder",
                                folder.resolve("aws").toString())))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        seed = JSON.readTree(firstLine());
        asJenkins = Map.of(
                "AWS_ACCESS_KEY_ID",
                text("source", "accessKeyId"),
                "AWS_SECRET_ACCESS_KEY",
                text("source", "secretAccessKey"),
                "AWS_EC2_METADATA_DISABLED",
                "true",
                "NO_PROXY",
                "*");
        // for pushes within this JVM
        System.setProperty("aws.accessKeyId", text("source", "accessKeyId"));
        System.setProperty("aws.secretAccessKey", text("source", "secretAccessKey"));
        asRole = new HashMap<>(asJenkins);
        asRole.put("AWS_PAGER", "");
        JsonNode credentials = JSON.readTree(aws(
                                "sts",
                                "assume-role",
                                "--role-arn",
                                text("target", "roleArn"),
                                "--external-id",
                                text("target", "externalId"),
                                "--role-session-name",
                                "bench")
                        .output())
                .path("Credentials");
        asRole.put("AWS_ACCESS_KEY_ID", credentials.path("AccessKeyId").asText());
        asRole.put("AWS_SECRET_ACCESS_KEY", credentials.path("SecretAccessKey").asText());
        asRole.put("AWS_SESSION_TOKEN", credentials.path("SessionToken").asText());
        asRole.put("AWS_DATA_PATH", rules(folder.resolve("rules")).toString());
    }

    @SuppressFBWarnings(value = "OS_OPEN_STREAM", justification = "the process goes on writing")
    private String firstLine() throws IOException {
        return new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8)).readLine();
    }

    /** {@code deploy push} hands its endpoint to CodeDeploy alone, so S3's rules are replaced. */
    private Path rules(Path folder) throws IOException {
        Path s3 = Files.createDirectories(folder.resolve("s3/2006-03-01"));
        Files.writeString(s3.resolve("endpoint-rule-set-1.json"), """
                {"version": "1.0",
                 "parameters": {"Bucket": {"required": false, "documentation": "", "type": "String"}},
                 "rules": [{"conditions": [{"fn": "isSet", "argv": [{"ref": "Bucket"}]}], "type": "endpoint",
                            "endpoint": {"url": "%s/{Bucket}", "properties": {}, "headers": {}}}]}
                """.replace("%s", text("endpoint")));
        return folder;
    }

    private String text(String... path) {
        JsonNode node = seed;
        for (String name : path) {
            node = node.path(name);
        }
        return node.asText();
    }

    URI endpoint() {
        return URI.create(text("endpoint"));
    }

    /** Runs the AWS CLI in the target account. */
    Child.Done aws(String... arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(aws, "--endpoint-url", text("endpoint"), "--region", text("region")));
        command.addAll(List.of("--output", "json"));
        command.addAll(List.of(arguments));
        return Child.run(command, asRole);
    }

    /** Runs {@code aws deploy push} and returns its duration in seconds. */
    double theirPush(Path source, String key) throws IOException, InterruptedException {
        return aws(
                        "deploy",
                        "push",
                        "--application-name",
                        text("application"),
                        "--source",
                        source.toString(),
                        "--s3-location",
                        "s3://" + text("targetBucket") + "/" + key)
                .seconds();
    }

    /** Pushes with this command line in a new JVM, to the same bucket with the same role. */
    Child.Done ourPush(Path source, String prefix, String... more) throws IOException, InterruptedException {
        return Child.run(
                Child.java(
                        List.of("-Dcodedeploy.tools.folder=" + record),
                        main,
                        arguments(text("endpoint"), source, prefix, more)),
                asJenkins);
    }

    /** Pushes with this command line in this JVM, which, like a Jenkins agent, is already running. */
    Child.Done ourPushHere(Path source, String prefix, String... more) {
        return ourPushHere(text("endpoint"), source, prefix, more);
    }

    /** The same over a line of its own. */
    Child.Done ourPushHere(String endpoint, Path source, String prefix, String... more) {
        long begun = System.nanoTime();
        String output = here.apply(arguments(endpoint, source, prefix, more));
        return new Child.Done((System.nanoTime() - begun) / 1e9, output);
    }

    private List<String> arguments(String endpoint, Path source, String prefix, String... more) {
        List<String> arguments = new ArrayList<>(List.of("push", "--json", "--endpoint-url", endpoint));
        arguments.addAll(List.of("--region", text("region"), "--role-arn", text("target", "roleArn")));
        arguments.addAll(List.of("--external-id", text("target", "externalId"), "--bucket", text("targetBucket")));
        arguments.addAll(List.of("--bucket-owner", "TARGET", "--key-prefix", prefix, "--source", source.toString()));
        arguments.addAll(List.of(more));
        return arguments;
    }

    /** Whether a push of this command line uploaded the revision. */
    static boolean uploaded(Child.Done push) throws IOException {
        return JSON.readTree(push.lastLine()).path("revision").path("uploaded").asBoolean();
    }

    @Override
    public void close() throws InterruptedException {
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
        server.destroy();
        server.waitFor();
    }
}
