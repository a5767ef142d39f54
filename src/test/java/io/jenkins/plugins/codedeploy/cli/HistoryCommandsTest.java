package io.jenkins.plugins.codedeploy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.cli.Cli.Said;
import io.jenkins.plugins.codedeploy.simulator.Clients;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;

/** What people do with deployments that exist: history, rollback, stop, continue. */
class HistoryCommandsTest {
    @TempDir
    Path folder;

    private Cli cli;
    private Path source;

    @BeforeEach
    void start() throws Exception {
        cli = new Cli();
        source = SampleApplication.writeTo(Files.createDirectory(folder.resolve("sample")));
    }

    @AfterEach
    void stop() throws Exception {
        cli.close();
    }

    /** @return the pushed revision */
    private Said version(String version) throws Exception {
        Files.writeString(source.resolve("VERSION"), version);
        Said pushed = cli.push(source);
        Said deployed = cli.deploy("--revision", address(pushed));
        assertEquals(0, deployed.exitCode(), deployed.err());
        return pushed;
    }

    private static String address(Said pushed) {
        return "s3://" + pushed.text("revision/bucket") + "/" + pushed.text("revision/key") + "?versionId="
                + pushed.text("revision/versionId") + "&eTag=" + pushed.text("revision/eTag");
    }

    private Said group(String command, String... more) throws Exception {
        List<String> args = new ArrayList<>(List.of(cli.deployCommand(more)));
        args.set(0, command);
        return Cli.run(args.toArray(String[]::new));
    }

    private Said one(String command, String id, String... more) throws Exception {
        List<String> args = new ArrayList<>(List.of(cli.deployCommand()));
        args.set(0, command);
        args.subList(args.indexOf("--application"), args.indexOf("--application") + 4)
                .clear();
        args.addAll(List.of("--deployment-id", id));
        args.addAll(List.of(more));
        return Cli.run(args.toArray(String[]::new));
    }

    private String live() throws Exception {
        return Files.readString(cli.staging().hosts().get(0).root().resolve("var/www/sample/VERSION"));
    }

    @Test
    void listsTheNewestFirst() throws Exception {
        version("one");
        version("two");

        Said history = group("history");

        assertEquals(0, history.exitCode(), history.err());
        assertEquals(2, history.json().get("deployments").size());
        assertEquals("Succeeded", history.text("deployments/0/status"));
        assertTrue(history.text("deployments/0/created").compareTo(history.text("deployments/1/created")) >= 0);
        assertEquals(
                1, group("history", "--limit", "1").json().get("deployments").size());
        assertEquals(2, group("history", "--limit", "0").exitCode());
    }

    @Test
    void takesBackTheLiveRevisionAndThenNothingMore() throws Exception {
        Said first = version("one");
        version("two");
        assertEquals("two", live());

        Said back = group("rollback");

        assertEquals(0, back.exitCode(), back.err());
        assertTrue(back.text("revision").contains(first.text("revision/versionId")), back.text("revision"));
        assertEquals("one", live());
    }

    @Test
    void afterAFailureTakesBackWhatSucceededLast() throws Exception {
        version("one");
        Said second = version("two");
        Files.writeString(source.resolve("VERSION"), "three");
        Files.writeString(source.resolve("scripts/validate.sh"), "#!/bin/sh\nexit 1\n");
        Said broken = cli.deploy("--revision", address(cli.push(source)));
        assertEquals(1, broken.exitCode(), broken.err());

        Said back = group("rollback");

        assertEquals(0, back.exitCode(), back.err());
        assertTrue(back.text("revision").contains(second.text("revision/versionId")), back.text("revision"));
        assertEquals("two", live());
    }

    @Test
    void takesBackToAnEarlierDeploymentByItsId() throws Exception {
        version("one");
        String first = group("history").text("deployments/0/deploymentId");
        version("two");
        version("three");

        Said back = group("rollback", "--to", first);

        assertEquals(0, back.exitCode(), back.err());
        assertEquals("one", live());
        assertEquals(2, group("rollback", "--to", "d-NOTHERE12").exitCode());
    }

    /** Looks before anything is stopped. */
    @Test
    void stopsNothingForARevisionThatIsGone() throws Exception {
        Said first = version("one");
        version("two");
        Clients clients = new Clients(cli.aws());
        try (S3Client s3 = clients.s3(clients.jenkins())) {
            s3.deleteObject(r -> r.bucket(first.text("revision/bucket"))
                    .key(first.text("revision/key"))
                    .versionId(first.text("revision/versionId")));
        }
        long created = cli.count("CreateDeployment");

        Said back = group("rollback");

        assertFalse(back.exitCode() == 0, back.err());
        assertTrue(back.problem().contains(first.text("revision/key")), back.problem());
        assertEquals(created, cli.count("CreateDeployment"));
        assertEquals("two", live());
    }

    @Test
    void saysThatThereIsNothingToTakeBackTo() throws Exception {
        version("one");
        Said back = group("rollback");
        assertEquals(2, back.exitCode(), back.err());
        assertTrue(back.problem().contains("No earlier revision"), back.problem());
    }

    @Test
    void stopsOne() throws Exception {
        cli.staging().eventDuration(Duration.ofHours(1));
        Said started = cli.deploy("--revision", address(cli.push(source)), "--no-wait");
        assertEquals(0, started.exitCode(), started.err());

        Said stopped = one("stop", started.text("deploymentId"));

        assertEquals(0, stopped.exitCode(), stopped.err());
        assertEquals(1, cli.count("StopDeployment"));
        assertEquals(2, one("stop", "d-NOTHERE12").exitCode());
        Said notBlueGreen = one("continue", started.text("deploymentId"));
        assertEquals(2, notBlueGreen.exitCode(), notBlueGreen.err());
    }
}
