package io.jenkins.plugins.codedeploy.tools.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.codedeploy.tools.cli.Cli.Said;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreflightCommandTest {
    @TempDir
    Path folder;

    private Cli cli;

    @BeforeEach
    void start() throws Exception {
        cli = new Cli();
    }

    @AfterEach
    void stop() throws Exception {
        cli.close();
    }

    @Test
    void passesWhereNothingIsWrong() throws Exception {
        Said said = preflight(cli.aws().seed().externalId());

        assertEquals(0, said.exitCode(), said.err());
        assertEquals(1, said.out().size(), "progress stays off standard output");
        assertFalse(said.json().has("FAILED"), said.err());
        assertEquals(15, said.json().path("checks").size());
        assertEquals(0, cli.count("CreateDeployment"));
        assertEquals(cli.count("CreateMultipartUpload"), cli.count("AbortMultipartUpload"));
    }

    @Test
    void aFailedCheckEndsWithTwoAndHasItsStatement() throws Exception {
        Said said = preflight("not-the-external-id");

        assertEquals(2, said.exitCode(), said.err());
        JsonNode failed = said.json().path("checks").findParents("problem").stream()
                .filter(check -> check.path("status").asText().equals("FAILED"))
                .findFirst()
                .orElseThrow();
        assertEquals("assume-role", failed.path("check").asText());
        assertEquals(3, failed.path("step").asInt());
        JsonNode remedy = failed.at("/problem/causes/0/remedies/0");
        assertEquals("ADD_TO_TRUST_POLICY", remedy.path("kind").asText());
        assertTrue(remedy.path("content").asText().contains("not-the-external-id"), remedy.toString());
        assertTrue(said.err().contains("Add this statement to the trust policy of"), said.err());
        assertFalse(said.err().contains(cli.aws().seed().jenkins().secretAccessKey()));
    }

    @Test
    void setupWritesEveryDocumentAndBothTemplates() throws Exception {
        Said said = Cli.run(
                "setup",
                "--endpoint-url",
                cli.aws().endpoint().toString(),
                "--region",
                cli.aws().region(),
                "--role-arn",
                cli.aws().seed().roleArn(),
                "--external-id",
                cli.aws().seed().externalId(),
                "--bucket",
                cli.aws().seed().bucket(),
                "--application",
                Landscape.APPLICATION,
                "--deployment-group",
                Landscape.STAGING,
                "--instance-role",
                cli.aws().seed().instanceRoleArn(),
                "--output",
                folder.resolve("setup").toString());

        assertEquals(0, said.exitCode(), said.err());
        for (JsonNode file : said.json().path("files")) {
            assertTrue(Files.size(folder.resolve("setup").resolve(file.asText())) > 50, file.asText());
        }
        assertEquals(8, said.json().path("files").size());
        assertTrue(said.err().contains("\"arn:aws:iam::111111111111:user/jenkins\""), "AWS was asked who calls");
    }

    private Said preflight(String externalId) throws Exception {
        return Cli.run(
                "preflight",
                "--endpoint-url",
                cli.aws().endpoint().toString(),
                "--region",
                cli.aws().region(),
                "--role-arn",
                cli.aws().seed().roleArn(),
                "--external-id",
                externalId,
                "--bucket",
                cli.aws().seed().bucket(),
                "--application",
                Landscape.APPLICATION,
                "--deployment-group",
                Landscape.STAGING,
                "--instance-role",
                cli.aws().seed().instanceRoleArn());
    }
}
