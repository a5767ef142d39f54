package io.jenkins.plugins.codedeploy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.codedeploy.cli.Cli.Said;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
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
        assertTrue(said.err().contains("instance-role: Check whether a policy of "), said.err());
        assertEquals(15, said.json().path("checks").size());
        assertTrue(said.err().contains("Checks: 15. "), said.err());
        assertEquals(
                said.err().indexOf("Only a deployment shows: "),
                said.err().lastIndexOf("Only a deployment shows: "),
                "listed once");
        assertEquals(0, cli.count("CreateDeployment"));
        assertEquals(cli.count("CreateMultipartUpload"), cli.count("AbortMultipartUpload"));
    }

    /** As a gate: nothing given proves nothing. */
    @Test
    void strictEndsWithTwoWhereSomethingIsNotProved() throws Exception {
        String[] nothing = {
            "preflight",
            "--endpoint-url",
            cli.aws().endpoint().toString(),
            "--region",
            cli.aws().region()
        };
        Said lenient = Cli.run(nothing);
        assertEquals(0, lenient.exitCode(), lenient.err());
        assertEquals(13, lenient.json().path("NOT_CHECKED").asInt(), lenient.err());
        assertTrue(lenient.err().contains("Not checked: bucket, "), lenient.err());

        Said strict =
                Cli.run(Stream.concat(Stream.of(nothing), Stream.of("--strict")).toArray(String[]::new));
        assertEquals(2, strict.exitCode(), strict.err());
        assertEquals("bucket", strict.json().at("/unproved/0").asText());
        assertEquals(13, strict.json().path("unproved").size());
    }

    @Test
    void stopIsLeftOutOnRequest() throws Exception {
        Said said = preflight(cli.aws().seed().externalId(), "--without-stop");
        assertEquals(0, said.exitCode(), said.err());
        assertEquals(0, cli.count("StopDeployment") + cli.count("ContinueDeployment"));
        assertEquals(
                "NOT_APPLICABLE",
                said.json().path("checks").get(13).path("status").asText(),
                "in its place");
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
        String first = failed.at("/problem/causes/0/why").asText();
        assertTrue(first.contains("--external-id"), first);
        assertTrue(first.contains("--role-arn"), first);
        assertTrue(first.contains("and not-the-external-id"), first);
        String causes = failed.at("/problem/causes").toString();
        assertTrue(causes.contains("ADD_PRINCIPAL"), causes);
        assertTrue(said.err().contains("trust policy of " + cli.aws().seed().roleArn()), said.err());
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
        assertEquals(11, said.json().path("files").size());
        assertTrue(
                said.json().path("documents").toString().contains("\"arn:aws:iam::111111111111:user/jenkins\""),
                "AWS was asked who calls");
    }

    /** A script that reads the result must not take "nothing was looked at" for "nothing is wrong". */
    @Test
    void whereNothingAnswersItEndsWithTwoAndSaysWhere() throws Exception {
        Said said = Cli.run(
                "preflight",
                "--endpoint-url",
                "http://aws.invalid",
                "--region",
                "eu-central-1",
                "--role-arn",
                cli.aws().seed().roleArn(),
                "--bucket",
                cli.aws().seed().bucket(),
                "--application",
                Landscape.APPLICATION,
                "--deployment-group",
                Landscape.STAGING);

        assertEquals(2, said.exitCode(), said.err());
        assertEquals(2, said.json().path("FAILED").asInt());
        assertEquals(13, said.json().path("NOT_PROVABLE").asInt());
        assertFalse(said.json().has("PASSED"), said.err());
        assertTrue(
                said.err()
                        .contains(
                                "Could not connect to STS at http://aws.invalid. The host name aws.invalid cannot be resolved"),
                said.err());
        assertTrue(said.err().contains("Check the Region (eu-central-1)"), "what fixes it is told, too: " + said.err());
    }

    @Test
    void badInputEndsWithTwoAndNoChecks() throws Exception {
        Said said = Cli.run("preflight", "--region", "eu-central-1", "--role-arn", "Deploy");

        assertEquals(2, said.exitCode());
        assertTrue(said.text("problem/summary").startsWith("--role-arn: "), said.problem());
        assertFalse(said.json().has("checks"));
        assertEquals(2, Cli.run("preflight").exitCode(), "a region is wanted");
    }

    /** The policies can be written by somebody who has no credentials of either account. */
    @Test
    void setupAsksNobodyWhereTheSourceIsGiven() throws Exception {
        Said said = Cli.run(
                "setup",
                "--endpoint-url",
                "http://aws.invalid",
                "--region",
                "eu-central-1",
                "--role-arn",
                "arn:aws:iam::222222222222:role/Deploy",
                "--source-arn",
                "arn:aws:iam::111111111111:user/builder",
                "--bucket",
                "acme-revisions",
                "--kms-key-id",
                "arn:aws:kms:eu-central-1:111111111111:key/0a1b2c3d-0000-4000-8000-000000000000");

        assertEquals(0, said.exitCode(), said.err());
        assertEquals(1, said.out().size());
        assertEquals(
                "bucket-policy.json instance-role-policy.json key-policy.json lifecycle.json role-policy.json"
                        + " source-account.template.json source-policy.json target-account.template.json"
                        + " target-accounts.stackset.template.json terraform/source-account/main.tf.json"
                        + " terraform/target-account/main.tf.json trust-policy.json",
                String.join(" ", sorted(said.json().path("files"))));
        JsonNode trust = said.json().path("documents").findParents("document").stream()
                .filter(document -> document.path("file").asText().equals("trust-policy.json"))
                .findFirst()
                .orElseThrow();
        assertEquals(3, trust.path("step").asInt());
        assertEquals("222222222222", trust.path("account").asText());
        assertEquals(
                "arn:aws:iam::111111111111:user/builder",
                trust.at("/document/Statement/0/Principal/AWS").asText());
    }

    @Test
    void setupThatCannotAskSaysSo() throws Exception {
        Said said = Cli.run(
                "setup",
                "--endpoint-url",
                "http://aws.invalid",
                "--region",
                "eu-central-1",
                "--role-arn",
                "arn:aws:iam::222222222222:role/Deploy");

        assertEquals(2, said.exitCode(), said.err());
        assertTrue(said.problem().contains("The host name aws.invalid cannot be resolved"), said.problem());
    }

    private static List<String> sorted(JsonNode names) {
        List<String> all = new ArrayList<>();
        names.forEach(name -> all.add(name.asText()));
        all.sort(null);
        return all;
    }

    private Said preflight(String externalId, String... more) throws Exception {
        List<String> all = new ArrayList<>(List.of(
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
                cli.aws().seed().instanceRoleArn()));
        all.addAll(List.of(more));
        return Cli.run(all.toArray(String[]::new));
    }
}
