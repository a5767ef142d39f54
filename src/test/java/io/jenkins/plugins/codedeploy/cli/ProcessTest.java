package io.jenkins.plugins.codedeploy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.codedeploy.engine.ReservedPort;
import io.jenkins.plugins.codedeploy.simulator.Accounts;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The command line as a process of its own, which can be told to stop. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "a process is killed there, not told to stop")
class ProcessTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private final List<Process> processes = new ArrayList<>();

    /** Kept until the test ends, so that nobody else gets it before the process does. */
    private ReservedPort reserved;

    @BeforeEach
    void reserve() throws Exception {
        reserved = new ReservedPort();
    }

    @AfterEach
    void stop() throws Exception {
        reserved.close();
        processes.forEach(Process::destroyForcibly);
    }

    @Test
    void simulateTellsAClientAllThatItNeeds() throws Exception {
        int port = reserved.number();
        Process process = start(null, "simulate", "--speed", Cli.PACE, "--port", String.valueOf(port));
        JsonNode all = JSON.readTree(line(process));

        assertEquals("http://127.0.0.1:" + port, all.get("endpoint").asText());
        assertEquals(
                Set.of(
                        "endpoint",
                        "region",
                        "source",
                        "target",
                        "bucket",
                        "targetBucket",
                        "application",
                        "deploymentGroups"),
                names(all));
        assertEquals(Set.of("accountId", "accessKeyId", "secretAccessKey"), names(all.get("source")));
        assertEquals(Set.of("accountId", "roleArn", "externalId"), names(all.get("target")));
        assertEquals(Accounts.SOURCE, all.at("/source/accountId").asText());
        assertEquals(Accounts.TARGET, all.at("/target/accountId").asText());
        assertTrue(all.at("/target/roleArn").asText().startsWith("arn:aws:iam::" + Accounts.TARGET + ":role/"));
        assertEquals(2, all.get("deploymentGroups").size());
        Path source = SampleApplication.writeTo(Files.createDirectory(folder.resolve("sample")));
        Process deploy = start(
                all,
                "deploy",
                "--endpoint-url",
                all.get("endpoint").asText(),
                "--region",
                all.get("region").asText(),
                "--role-arn",
                all.at("/target/roleArn").asText(),
                "--external-id",
                all.at("/target/externalId").asText(),
                "--bucket",
                all.get("bucket").asText(),
                "--source",
                source.toString(),
                "--application",
                all.get("application").asText(),
                "--deployment-group",
                all.at("/deploymentGroups/0").asText(),
                "--pace",
                Cli.PACE);
        JsonNode result = JSON.readTree(line(deploy));
        assertEquals("Succeeded", result.get("status").asText(), result.toString());
        assertTrue(deploy.waitFor(10, TimeUnit.MINUTES));
        assertEquals(0, deploy.exitValue());

        process.destroy();
        assertTrue(process.waitFor(10, TimeUnit.MINUTES), "it serves until it is stopped");
    }

    @Test
    void aDeployThatIsInterruptedSaysThatTheDeploymentGoesOn() throws Exception {
        try (Cli cli = new Cli()) {
            cli.staging().eventDuration(Duration.ofHours(1));
            String revision = "s3://" + cli.aws().seed().bucket() + "/"
                    + cli.push(SampleApplication.writeTo(Files.createDirectory(folder.resolve("sample"))))
                            .text("revision/key");
            Process deploy = start(cli.landscape.describe(), cli.deployCommand("--revision", revision));
            while (cli.landscape.codeDeploy().deployments().isEmpty()) {
                assertTrue(deploy.isAlive());
                Thread.sleep(20);
            }
            String id = cli.landscape.codeDeploy().deployments().get(0).id();
            while (!Files.readString(errors()).contains(id + " created")) {
                assertTrue(deploy.isAlive());
                Thread.sleep(20);
            }
            deploy.toHandle().destroy();
            JsonNode result = JSON.readTree(line(deploy));

            assertTrue(deploy.waitFor(10, TimeUnit.MINUTES));
            assertEquals(id, result.get("deploymentId").asText());
            assertTrue(result.at("/problem/summary").asText().contains(id + " is still running"), result.toString());
            assertTrue(result.at("/problem/fix").asText().contains("--deployment-id " + id), result.toString());
            assertTrue(Files.readString(errors()).contains(id + " is still running"));
            assertFalse(cli.landscape.codeDeploy().deployments().get(0).status().equals("Stopped"));
            assertEquals(0, cli.count("StopDeployment"));
        }
    }

    @Test
    void aDeployThatIsInterruptedBeforeItDeploysSaysThatNothingWasCreated() throws Exception {
        try (Cli cli = new Cli();
                ServerSocket silent = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
            Path source = SampleApplication.writeTo(Files.createDirectory(folder.resolve("sample")));
            Process deploy = start(
                    cli.landscape.describe(),
                    cli.deployCommand(
                            "--source",
                            source.toString(),
                            "--bucket",
                            cli.aws().seed().bucket(),
                            "--endpoint-url",
                            "http://127.0.0.1:" + silent.getLocalPort()));
            // a call that gets no answer
            Socket call = silent.accept();
            deploy.toHandle().destroy();
            JsonNode result = JSON.readTree(line(deploy));

            assertTrue(deploy.waitFor(10, TimeUnit.MINUTES));
            assertEquals(
                    "Interrupted. No deployment was created.",
                    result.at("/problem/summary").asText());
            assertTrue(Files.readString(errors()).contains("Interrupted. No deployment was created."));
            call.close();
        }
    }

    @Test
    void wrongUseHasAnExitCodeOfItsOwn() throws Exception {
        Process process = start(null, "deploy", "--region", "eu-central-1", "--nonsense");

        assertTrue(JSON.readTree(line(process)).at("/problem/summary").asText().contains("--nonsense"));
        assertTrue(process.waitFor(10, TimeUnit.MINUTES));
        assertEquals(2, process.exitValue());
    }

    /** @param landscape whose credential is put where AWS's own tools look for it; null for none */
    private Process start(JsonNode landscape, String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-D" + PushOperation.RECORD + "=" + folder.resolve("record"),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(args));
        command.add("--json");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(errors().toFile()));
        if (landscape != null) {
            builder.environment()
                    .put(
                            "AWS_ACCESS_KEY_ID",
                            landscape.at("/source/accessKeyId").asText());
            builder.environment()
                    .put(
                            "AWS_SECRET_ACCESS_KEY",
                            landscape.at("/source/secretAccessKey").asText());
            builder.environment().remove("AWS_SESSION_TOKEN");
        }
        Process process = builder.start();
        processes.add(process);
        return process;
    }

    /** Of all processes, one after the other. */
    private Path errors() {
        return folder.resolve("errors.txt");
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** Standard output's only line. */
    private static String line(Process process) throws IOException {
        String line =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)).readLine();
        assertTrue(line != null, "standard output is empty");
        return line;
    }
}
