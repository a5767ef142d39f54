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
            assertFalse(quiet.err().contains("Not given"), quiet.err());
            assertFalse(quiet.err().contains("external-id"), quiet.err());
        }
        assertEquals(0, other.exitCode(), other.err());
        assertTrue(other.err().contains("Replaced in " + output), other.err());
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
                                "Not given: --instance-role, --application, --deployment-group; replace APPLICATION,"
                                        + " DEPLOYMENT_GROUP, INSTANCE_ROLE in: bucket-policy.json, instance-role-policy.json, lifecycle.json, role-policy.json,"),
                said.err());
        assertTrue(
                said.err().contains("arn:aws:iam::222222222222:role/INSTANCE_ROLE"),
                "the account is known by the role's: " + said.err());
        assertTrue(said.err().contains("acme-revisions/CodeDeploy/APPLICATION/*"), said.err());
        assertTrue(said.err().contains("Warning: no --external-id is given"), said.err());
    }

    @Test
    void aFileTakesNoFiles() throws Exception {
        Path file = Files.writeString(folder.resolve("setup"), "mine");
        Said said = setup("222222222222", "--output", file.toString());

        assertEquals(2, said.exitCode());
        assertTrue(said.problem().startsWith("--output: " + file + " is not a folder"), said.problem());
        assertEquals("mine", Files.readString(file));
    }

    @Test
    void aRegionThatIsNotKnownIsTakenWithANote() throws Exception {
        Said said = setup("222222222222", "--region", "eu-centrall-1");

        assertEquals(0, said.exitCode(), said.err());
        assertTrue(
                said.err().contains("eu-centrall-1 is no region that is known here; is eu-central-1 meant?"),
                said.err());
        assertFalse(setup("222222222222").err().contains("known here"));
    }

    private static Said setup(String target, String... more) throws Exception {
        List<String> args = new ArrayList<>(List.of(
                "setup",
                "--source-arn",
                "arn:aws:iam::111111111111:user/jenkins",
                "--role-arn",
                "arn:aws:iam::" + target + ":role/Deploy"));
        args.addAll(REST);
        if (!List.of(more).contains("--region")) {
            args.addAll(List.of("--region", "eu-central-1"));
        }
        args.addAll(List.of(more));
        return Cli.run(args.toArray(String[]::new));
    }
}
