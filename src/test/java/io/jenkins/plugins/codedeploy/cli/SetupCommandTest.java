package io.jenkins.plugins.codedeploy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.cli.Cli.Said;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the writing of policies says beside the policies; the source is given, so nobody is asked. */
class SetupCommandTest {
    private static final List<String> REST = List.of(
            "--external-id",
            "acme-7f3a",
            "--instance-role",
            "arn:aws:iam::222222222222:role/Instances",
            "--bucket",
            "acme-revisions",
            "--application",
            "shop",
            "--deployment-group",
            "web");

    @TempDir
    Path folder;

    @Test
    void saysWhichFilesItReplaced() throws Exception {
        String output = folder.resolve("setup").toString();
        Said first = setup("222222222222", "--output", output);
        Said again = setup("222222222222", "--output", output);
        Said other = setup("333333333333", "--output", output);

        for (Said quiet : List.of(first, again)) {
            assertEquals(0, quiet.exitCode(), quiet.err());
            assertTrue(quiet.json().path("replaced").isEmpty(), quiet.err());
            assertFalse(quiet.err().contains("Replaced"), quiet.err());
            assertFalse(quiet.err().contains("Not specified"), quiet.err());
            assertFalse(quiet.err().contains("external-id"), quiet.err());
        }
        assertEquals(0, other.exitCode(), other.err());
        assertTrue(other.err().contains("Replaced files in " + output), other.err());
        assertTrue(other.json().path("replaced").toString().contains("\"source-policy.json\""), other.err());
        assertFalse(other.json().path("replaced").toString().contains("lifecycle"), "it is the same for all");
        assertTrue(Files.readString(folder.resolve("setup/source-policy.json")).contains("333333333333"));
    }

    @Test
    void saysWhatWasNotGivenAndWhatIsToBeReplacedWhere() throws Exception {
        Said said = Cli.run(
                "setup",
                "--region",
                "eu-central-1",
                "--source-arn",
                "arn:aws:iam::111111111111:user/jenkins",
                "--role-arn",
                "arn:aws:iam::222222222222:role/Deploy",
                "--bucket",
                "acme-revisions");

        assertEquals(0, said.exitCode(), said.err());
        assertTrue(
                said.err()
                        .contains(
                                "Not specified: --instance-role, --external-id, --application, --deployment-group; replace APPLICATION,"
                                        + " DEPLOYMENT_GROUP, EXTERNAL_ID, INSTANCE_ROLE in: bucket-policy.json,"
                                        + " role-policy.json, "),
                said.err());
        String documents = said.json().path("documents").toString();
        assertTrue(
                documents.contains("arn:aws:iam::222222222222:role/INSTANCE_ROLE"),
                "the account is known by the role's: " + documents);
        assertTrue(documents.contains("acme-revisions/CodeDeploy/*"), documents);
        assertTrue(documents.contains("\"sts:ExternalId\":\"EXTERNAL_ID\""), documents);
        assertFalse(said.err().contains("Warning"), said.err());
    }

    /** A trust policy without one lets others' tools be made to enter: it has to be asked for. */
    @Test
    void aTrustPolicyWithoutExternalIdIsWrittenOnlyOnRequest() throws Exception {
        Said said = Cli.run(
                "setup",
                "--region",
                "eu-central-1",
                "--source-arn",
                "arn:aws:iam::111111111111:user/jenkins",
                "--role-arn",
                "arn:aws:iam::222222222222:role/Deploy",
                "--without-external-id");

        assertEquals(0, said.exitCode(), said.err());
        assertFalse(said.err().contains("sts:ExternalId"), said.err());
        assertTrue(said.err().contains("Warning: the trust policy requires no external ID"), said.err());
    }

    @ParameterizedTest
    @CsvSource({
        "--source-arn, *",
        "--source-arn, garbage",
        "--source-arn, arn:aws:iam::111111111111:user/*",
        "--source-arn, arn:aws:iam::111111111111:role/team/*/Jenkins",
        "--source-arn, arn:aws:iam::111111111111:instance-profile/Jenkins",
        "--source-arn, arn:aws:sts::111111111111:assumed-role/Jenkins/i-0123",
        "--role-arn, arn:aws:iam::222222222222:role/*/Deploy",
        "--instance-role, arn:aws:iam::222222222222:instance-profile/Web",
        "--application, sam*ple x",
        "--deployment-group, w?b",
        "--deployment-group, ${aws:username}",
        "--key-prefix, Code*"
    })
    void whatAPolicyWouldTakeForMoreThanItselfIsRefused(String option, String value) throws Exception {
        Said said = setup("222222222222", option, value);

        assertEquals(2, said.exitCode(), said.err());
        assertTrue(said.problem().startsWith(option + ": "), said.problem());
    }

    @Test
    void aSessionIsNoPrincipalAndTheWayOutIsNamed() throws Exception {
        Said said = setup(
                "222222222222", "--source-arn", "arn:aws:sts::111111111111:assumed-role/AWSReservedSSO_Admin_0/alice");

        assertTrue(said.problem().contains("does not include the role's path"), said.problem());
    }

    @Test
    void furtherAccountsAndApplicationsAreReadFromAFile() throws Exception {
        Path targets = Files.writeString(folder.resolve("targets.json"), """
                [{"role-arn": "arn:aws:iam::333333333333:role/Deploy",
                  "instance-role": "arn:aws:iam::333333333333:role/Instances"},
                 {"application": "orders"}]
                """);
        String output = folder.resolve("setup").toString();
        Said said = setup("222222222222", "--targets", targets.toString(), "--output", output);
        assertEquals(0, said.exitCode(), said.err());
        String files = said.json().path("files").toString();
        assertTrue(files.contains("\"trust-policy-333333333333-Deploy.json\""), files);
        assertTrue(files.contains("\"bucket-policy.json\""), files);
        assertTrue(files.contains("\"terraform/target-account-333333333333/main.tf.json\""), files);
        String role = Files.readString(folder.resolve("setup/role-policy-222222222222-Deploy.json"));
        assertTrue(role.contains("deploymentgroup:shop/web") && role.contains("deploymentgroup:orders/web"), role);
        String bucket = Files.readString(folder.resolve("setup/bucket-policy.json"));
        assertTrue(bucket.contains("\"InstancesReadRevisions333333333333\""), bucket);

        Files.writeString(targets, "[{\"role\": \"x\"}]");
        Said unknown = setup("222222222222", "--targets", targets.toString());
        assertEquals(2, unknown.exitCode());
        assertTrue(unknown.problem().startsWith("--targets: role in "), unknown.problem());
        assertEquals(2, setup("222222222222", "--targets", folder.toString()).exitCode());
        Files.writeString(targets, "no JSON");
        Said broken = setup("222222222222", "--targets", targets.toString());
        assertTrue(broken.problem().contains(" is not a JSON array of objects"), broken.problem());
    }

    @Test
    void theRootUserIsRefused() throws Exception {
        Said said = Cli.run(
                "setup",
                "--region",
                "eu-central-1",
                "--source-arn",
                "arn:aws:iam::111111111111:root",
                "--role-arn",
                "arn:aws:iam::222222222222:role/Deploy");
        assertEquals(2, said.exitCode(), said.err());
        assertTrue(said.problem().startsWith("--source-arn: "), said.problem());
    }

    @Test
    void aFileTakesNoFiles() throws Exception {
        Path file = Files.writeString(folder.resolve("setup"), "mine");
        Said said = setup("222222222222", "--output", file.toString());

        assertEquals(2, said.exitCode());
        assertTrue(said.problem().startsWith("--output: " + file + " is not a directory."), said.problem());
        assertEquals("mine", Files.readString(file));
    }

    @Test
    void aRegionThatIsNotKnownIsTakenWithANote() throws Exception {
        Said said = setup("222222222222", "--region", "eu-centrall-1");

        assertEquals(0, said.exitCode(), said.err());
        assertTrue(
                said.err().contains("eu-centrall-1 is not a known AWS Region; did you mean eu-central-1?"), said.err());
        assertFalse(setup("222222222222").err().contains("known here"));
    }

    private static Said setup(String target, String... more) throws Exception {
        List<String> all = new ArrayList<>(List.of(
                "--source-arn",
                "arn:aws:iam::111111111111:user/jenkins",
                "--role-arn",
                "arn:aws:iam::" + target + ":role/Deploy",
                "--region",
                "eu-central-1"));
        all.addAll(REST);
        List<String> args = new ArrayList<>(List.of("setup"));
        for (int i = 0; i < all.size(); i += 2) {
            if (!List.of(more).contains(all.get(i))) {
                args.addAll(all.subList(i, i + 2));
            }
        }
        args.addAll(List.of(more));
        return Cli.run(args.toArray(String[]::new));
    }
}
