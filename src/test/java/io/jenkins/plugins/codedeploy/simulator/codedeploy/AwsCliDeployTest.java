package io.jenkins.plugins.codedeploy.simulator.codedeploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.codedeploy.cli.Landscape;
import io.jenkins.plugins.codedeploy.simulator.SimulatedAws;
import io.jenkins.plugins.codedeploy.simulator.http.Credential;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** AWS' own command line, as the cross-account role, deploys to real folders. */
class AwsCliDeployTest {
    private static final Path CLI = Path.of("/usr/bin/aws");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private CodeDeploy codeDeploy;
    private SimulatedAws aws;
    private Credential role;

    private record Result(int exit, String out, String errors) {
        JsonNode json() throws IOException {
            assertEquals(0, exit, errors);
            return JSON.readTree(out);
        }
    }

    @BeforeEach
    void start() throws Exception {
        assumeTrue(Files.isExecutable(CLI), CLI + " is absent: install Debian's awscli to run this test");
        Landscape landscape = Landscape.start(SimulatedAws.builder(), World.FASTER, "demo", 3);
        aws = landscape.aws();
        codeDeploy = landscape.codeDeploy();
        role = aws.iam()
                .createSession(
                        aws.iam().entity(aws.seed().roleArn()).session("cli", Map.of(), null, null),
                        Instant.now().plusSeconds(3600));
        sendS3ToTheSimulation();
    }

    @AfterEach
    void end() throws Exception {
        if (aws != null) {
            aws.close();
        }
    }

    /** {@code deploy push} hands its endpoint to CodeDeploy alone, so S3's rules are replaced. */
    private void sendS3ToTheSimulation() throws IOException {
        Path rules =
                Files.createDirectories(folder.resolve("data/s3/2006-03-01")).resolve("endpoint-rule-set-1.json");
        String json = """
                {"version": "1.0",
                 "parameters": {"Bucket": {"required": false, "documentation": "", "type": "String"}},
                 "rules": [{"conditions": [{"fn": "isSet", "argv": [{"ref": "Bucket"}]}], "type": "endpoint",
                            "endpoint": {"url": "ENDPOINT/{Bucket}", "properties": {}, "headers": {}}}]}
                """;
        Files.writeString(rules, json.replace("ENDPOINT", aws.endpoint().toString()));
    }

    private Result deploy(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(
                List.of(CLI.toString(), "--endpoint-url", aws.endpoint().toString()));
        command.addAll(List.of("--region", aws.region(), "--output", "json", "deploy"));
        command.addAll(List.of(arguments));
        Path errors = Files.createTempFile(folder, "errors", "");
        ProcessBuilder process = new ProcessBuilder(command).redirectError(errors.toFile());
        process.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
        process.environment()
                .putAll(Map.of(
                        "AWS_ACCESS_KEY_ID", role.accessKeyId(),
                        "AWS_SECRET_ACCESS_KEY", role.secretAccessKey(),
                        "AWS_SESSION_TOKEN", String.valueOf(role.sessionToken()),
                        "AWS_DATA_PATH", folder.resolve("data").toString(),
                        "AWS_PAGER", "",
                        "AWS_EC2_METADATA_DISABLED", "true",
                        "NO_PROXY", "*"));
        Process running = process.start();
        String out = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(running.waitFor(), out, Files.readString(errors));
    }

    private void push(String script) throws Exception {
        Path source = Files.createDirectories(folder.resolve("source/scripts")).getParent();
        Files.writeString(source.resolve("appspec.yml"), """
                version: 0.0
                os: linux
                files: [{source: /index.html, destination: /var/www}]
                hooks: {ValidateService: [{location: scripts/validate.sh, timeout: 60}]}
                """);
        Files.writeString(source.resolve("index.html"), "hello");
        Files.writeString(source.resolve("scripts/validate.sh"), "#!/bin/bash\n" + script + "\n");
        Result pushed = deploy(
                "push",
                "--application-name",
                "demo",
                "--source",
                source.toString(),
                "--s3-location",
                "s3://" + aws.seed().targetBucket() + "/demo.zip");
        assertEquals(0, pushed.exit(), pushed.errors());
        assertTrue(pushed.out().contains("aws deploy create-deployment --application-name demo"), pushed.out());
    }

    /** The current command line gives each part a checksum, the older one does not. */
    @Test
    void pushesABundleInParts() throws Exception {
        byte[] noise = new byte[17 << 20];
        new Random(1).nextBytes(noise);
        Files.createDirectories(folder.resolve("source"));
        Files.write(folder.resolve("source/noise"), noise);
        push("true");
        assertEquals(3, aws.calls().count("UploadPart"));
        assertEquals(1, aws.calls().count("CompleteMultipartUpload"));
    }

    private String create() throws Exception {
        return deploy(
                        "create-deployment",
                        "--application-name",
                        "demo",
                        "--deployment-group-name",
                        "production",
                        "--s3-location",
                        "bucket=" + aws.seed().targetBucket() + ",key=demo.zip,bundleType=zip")
                .json()
                .path("deploymentId")
                .asText();
    }

    /** So that the command line's waiter, which asks every 15 seconds, asks once. */
    private void awaitEnd(String id) throws InterruptedException {
        for (int i = 0; i < 60_000; i++) {
            boolean over = codeDeploy.deployments().stream().anyMatch(d -> d.id().equals(id) && d.completed() != null);
            if (over) {
                return;
            }
            Thread.sleep(10);
        }
        throw new AssertionError(id + " never ended");
    }

    private JsonNode targets(String id) throws Exception {
        JsonNode ids =
                deploy("list-deployment-targets", "--deployment-id", id).json().path("targetIds");
        List<String> arguments =
                new ArrayList<>(List.of("batch-get-deployment-targets", "--deployment-id", id, "--target-ids"));
        ids.forEach(target -> arguments.add(target.asText()));
        return deploy(arguments.toArray(String[]::new)).json().path("deploymentTargets");
    }

    @Test
    void pushesCreatesWaitsAndTellsItsTargets() throws Exception {
        push("test -f \"$INSTANCE_ROOT/var/www/index.html\"");
        String id = create();
        awaitEnd(id);
        Result waited = deploy("wait", "deployment-successful", "--deployment-id", id);
        assertEquals(0, waited.exit(), waited.errors() + targets(id));
        JsonNode targets = targets(id);
        assertEquals(3, targets.size());
        for (JsonNode target : targets) {
            assertEquals(
                    "Succeeded", target.path("instanceTarget").path("status").asText());
            assertTrue(
                    target.path("instanceTarget").path("lastUpdatedAt").asText().startsWith("20"));
        }
        JsonNode info = deploy("get-deployment", "--deployment-id", id).json().path("deploymentInfo");
        assertEquals(3, info.path("deploymentOverview").path("Succeeded").asInt());
    }

    @Test
    void tellsTheFailedScriptsLog() throws Exception {
        push("echo broken >&2; exit 2");
        String id = create();
        awaitEnd(id);
        assertNotEquals(
                0,
                deploy("wait", "deployment-successful", "--deployment-id", id).exit());
        JsonNode diagnostics = targets(id)
                .get(0)
                .path("instanceTarget")
                .path("lifecycleEvents")
                .get(6)
                .path("diagnostics");
        assertEquals("ScriptFailed", diagnostics.path("errorCode").asText());
        assertTrue(diagnostics.path("logTail").asText().endsWith("[stderr]broken\n"));
    }

    @Test
    void stopsADeployment() throws Exception {
        push("true");
        codeDeploy.target().application("demo").group("production", "").startDelay(Duration.ofDays(1));
        String id = create();
        assertEquals(
                "Succeeded",
                deploy("stop-deployment", "--deployment-id", id)
                        .json()
                        .path("status")
                        .asText());
        assertTrue(deploy("stop-deployment", "--deployment-id", id)
                .errors()
                .contains("An error occurred (DeploymentAlreadyCompletedException) when calling the StopDeployment"));
    }
}
