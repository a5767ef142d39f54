package io.jenkins.plugins.codedeploy.simulator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** AWS' own command line is the measure: Debian's, or another that {@code -Daws.cli} names. */
class AwsCliTest {
    private static final Path CLI = Path.of(System.getProperty("aws.cli", "/usr/bin/aws"));
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private record Result(int exit, String out, String errors) {
        JsonNode json() throws Exception {
            assertEquals(0, exit, errors);
            return JSON.readTree(out);
        }
    }

    @BeforeAll
    static void isThere() {
        assumeTrue(Files.isExecutable(CLI), CLI + " is absent: install Debian's awscli to run this test");
    }

    private Result cli(SimulatedAws aws, Map<String, String> credentials, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(
                List.of(CLI.toString(), "--endpoint-url", aws.endpoint().toString()));
        command.addAll(List.of("--region", aws.region(), "--output", "json"));
        command.addAll(List.of(arguments));
        Path errors = Files.createTempFile(folder, "errors", "");
        ProcessBuilder process = new ProcessBuilder(command).redirectError(errors.toFile());
        process.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
        process.environment().putAll(credentials);
        process.environment().put("AWS_PAGER", "");
        process.environment().put("AWS_EC2_METADATA_DISABLED", "true");
        process.environment().put("NO_PROXY", "*");
        Process running = process.start();
        String out = new String(running.getInputStream().readAllBytes());
        return new Result(running.waitFor(), out, Files.readString(errors));
    }

    private static Map<String, String> jenkins(SimulatedAws aws) {
        return Map.of(
                "AWS_ACCESS_KEY_ID", aws.seed().jenkins().accessKeyId(),
                "AWS_SECRET_ACCESS_KEY", aws.seed().jenkins().secretAccessKey());
    }

    @Test
    void assumesTheRoleAndSaysWhoItIs() throws Exception {
        try (SimulatedAws aws = SimulatedAws.builder().start()) {
            assertEquals(
                    "arn:aws:iam::111111111111:user/jenkins",
                    cli(aws, jenkins(aws), "sts", "get-caller-identity")
                            .json()
                            .path("Arn")
                            .asText());
            JsonNode session = cli(
                            aws,
                            jenkins(aws),
                            "sts",
                            "assume-role",
                            "--role-arn",
                            aws.seed().roleArn(),
                            "--role-session-name",
                            "cli",
                            "--external-id",
                            aws.seed().externalId())
                    .json()
                    .path("Credentials");
            Map<String, String> role = Map.of(
                    "AWS_ACCESS_KEY_ID", session.path("AccessKeyId").asText(),
                    "AWS_SECRET_ACCESS_KEY", session.path("SecretAccessKey").asText(),
                    "AWS_SESSION_TOKEN", session.path("SessionToken").asText());
            assertEquals(
                    "arn:aws:sts::222222222222:assumed-role/CrossAccountDeploy/cli",
                    cli(aws, role, "sts", "get-caller-identity")
                            .json()
                            .path("Arn")
                            .asText());
        }
    }

    @Test
    void isRefusedWithoutTheExternalId() throws Exception {
        try (SimulatedAws aws = SimulatedAws.builder().start()) {
            Result refused = cli(
                    aws,
                    jenkins(aws),
                    "sts",
                    "assume-role",
                    "--role-arn",
                    aws.seed().roleArn(),
                    "--role-session-name",
                    "cli");
            assertNotEquals(0, refused.exit());
            assertTrue(
                    refused.errors()
                            .contains("An error occurred (AccessDenied) when calling the AssumeRole operation: User:"
                                    + " arn:aws:iam::111111111111:user/jenkins is not authorized to perform:"
                                    + " sts:AssumeRole on resource:"
                                    + " arn:aws:iam::222222222222:role/CrossAccountDeploy\n"),
                    refused.errors());
        }
    }

    @Test
    void copiesLargeAndSmallFilesThereAndBack() throws Exception {
        try (SimulatedAws aws = SimulatedAws.builder().start()) {
            byte[] bytes = new byte[20 << 20];
            new Random(1).nextBytes(bytes);
            Path large = Files.write(folder.resolve("large.zip"), bytes);
            Path small = Files.writeString(folder.resolve("small ü+&.txt"), "small");
            String bucket = "s3://" + aws.seed().bucket() + "/";
            assertEquals(
                    0,
                    cli(aws, jenkins(aws), "s3", "cp", large.toString(), bucket + "CodeDeploy/large.zip")
                            .exit());
            Result copied = cli(aws, jenkins(aws), "s3", "cp", small.toString(), bucket + "CodeDeploy/");
            assertEquals(0, copied.exit(), copied.errors());
            assertEquals(3, aws.calls().count("UploadPart"));
            assertEquals(1, aws.calls().count("CompleteMultipartUpload"));
            Result list = cli(aws, jenkins(aws), "s3", "ls", bucket + "CodeDeploy/");
            assertTrue(list.out().contains(" 20971520 large.zip"), list.out() + list.errors());
            assertTrue(list.out().contains(" 5 small ü+&.txt"), list.out());
            Result folders = cli(aws, jenkins(aws), "s3", "ls", bucket);
            assertTrue(folders.out().contains("PRE CodeDeploy/"), folders.out() + folders.errors());
            JsonNode head = cli(
                            aws,
                            jenkins(aws),
                            "s3api",
                            "head-object",
                            "--bucket",
                            aws.seed().bucket(),
                            "--key",
                            "CodeDeploy/large.zip")
                    .json();
            assertEquals(20_971_520, head.path("ContentLength").asLong());
            assertTrue(head.path("ETag").asText().matches("\"[0-9a-f]{32}-3\""), head.toString());
            Path back = folder.resolve("back.zip");
            assertEquals(
                    0,
                    cli(aws, jenkins(aws), "s3", "cp", bucket + "CodeDeploy/large.zip", back.toString())
                            .exit());
            assertArrayEquals(bytes, Files.readAllBytes(back));
            assertEquals(
                    0, cli(aws, jenkins(aws), "s3", "rm", "--recursive", bucket).exit());
            assertEquals("", cli(aws, jenkins(aws), "s3", "ls", bucket).out());
        }
    }
}
