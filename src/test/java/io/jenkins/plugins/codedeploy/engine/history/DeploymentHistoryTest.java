package io.jenkins.plugins.codedeploy.engine.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.engine.revision.AppSpecRevision;
import io.jenkins.plugins.codedeploy.engine.revision.GitHubRevision;
import io.jenkins.plugins.codedeploy.engine.revision.Revision;
import io.jenkins.plugins.codedeploy.engine.revision.S3Revision;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeploymentHistoryTest {
    private static final DeploymentEnvironment PRODUCTION =
            new DeploymentEnvironment("222222222222", "eu-central-1", "shop", "web");
    private static final DeploymentEnvironment STAGING =
            new DeploymentEnvironment("333333333333", "eu-central-1", "shop", "web");
    private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");

    @TempDir
    Path home;

    private Path folder() {
        return home.resolve("codedeploy/history");
    }

    private DeploymentHistory history() {
        return history(NOON, 500);
    }

    private DeploymentHistory history(Instant now, int retention) {
        return new DeploymentHistory(folder(), Clock.fixed(now, ZoneOffset.UTC), retention, 10);
    }

    private static S3Revision revision(int number) {
        return new S3Revision("bucket", "CodeDeploy/shop/" + number + ".zip", "zip", "v" + number, "e" + number);
    }

    private static HistoryEntryBuilder entry(DeploymentEnvironment environment, int number) {
        return HistoryEntry.builder(environment, "d-" + number)
                .target("production")
                .revision(revision(number))
                .digest("abc" + number)
                .origin(new RevisionOrigin(
                        new BuildReference("team/shop", number), NOON.plusSeconds(number), List.of("c" + number)))
                .deployedBy(new BuildReference("team/release", 100 + number))
                .user("alice")
                .begun(NOON.plusSeconds(60L * number));
    }

    @Test
    void anEntrySurvivesARestartWithAllItsValues() throws Exception {
        HistoryEntry given = entry(PRODUCTION, 1)
                .ended(NOON.plusSeconds(90))
                .status("Failed")
                .problem("ScriptFailed: \"exit 1\"\nline two ☃")
                .rollbackOf("d-0")
                .build();
        history().put(given);
        assertEquals(List.of(given), history().entries(PRODUCTION));
        assertEquals(List.of(), history().entries(STAGING));
        assertEquals(given, history().find(PRODUCTION, "d-1").orElseThrow());
    }

    @Test
    void eachKindOfRevisionCanBeDeployedAgain() throws Exception {
        List<Revision> all = List.of(
                revision(1),
                new GitHubRevision("acme/shop", "0123456789abcdef0123456789abcdef01234567"),
                new AppSpecRevision("version: 0.0\nResources: []\n"));
        for (int i = 0; i < all.size(); i++) {
            history().put(entry(PRODUCTION, i).revision(all.get(i)).build());
            HistoryEntry read = history().find(PRODUCTION, "d-" + i).orElseThrow();
            assertEquals(all.get(i), read.deployableRevision());
            assertTrue(read.deploys(all.get(i)));
        }
    }

    @Test
    void aLongAppSpecIsNotRecorded() throws Exception {
        Revision revision = new AppSpecRevision("#".repeat(HistoryEntry.LONGEST_APP_SPEC + 1));
        history().put(entry(PRODUCTION, 1).revision(revision).build());
        HistoryEntry read = history().entries(PRODUCTION).get(0);
        assertTrue(read.deploys(revision));
        assertNull(read.deployableRevision());
    }

    @Test
    void laterRecordsOfADeploymentAddToTheFirst() throws Exception {
        history().put(entry(PRODUCTION, 1).build());
        HistoryEntry end = HistoryEntry.builder(PRODUCTION, "d-1")
                .deployedBy(new BuildReference("another/job", 7))
                .user("bob")
                .begun(NOON.plusSeconds(3_600))
                .ended(NOON.plusSeconds(7_200))
                .status("Succeeded")
                .build();
        history().put(end);
        HistoryEntry now = history().entries(PRODUCTION).get(0);
        assertEquals(1, history().entries(PRODUCTION).size());
        assertEquals("Succeeded", now.status());
        assertEquals(NOON.plusSeconds(7_200), now.ended());
        assertEquals(NOON.plusSeconds(3_600), now.begun(), "by AWS's clock");
        assertEquals(new BuildReference("team/release", 101), now.deployedBy());
        assertEquals("alice", now.user());
        assertEquals("abc1", now.digest());
    }

    @Test
    void aTerminalStatusIsFinal() throws Exception {
        DeploymentHistory history = history();
        assertTrue(history.put(entry(PRODUCTION, 1).status("Succeeded").build()));
        assertFalse(history.put(entry(PRODUCTION, 1).status("InProgress").build()));
        assertEquals("Succeeded", history.entries(PRODUCTION).get(0).status());
    }

    @Test
    void theNewestSuccessIsLiveUnlessTheTrafficOfANewerOneHasShifted() throws Exception {
        DeploymentHistory history = history();
        history.put(entry(PRODUCTION, 2).status("Succeeded").build());
        history.put(entry(PRODUCTION, 1).status("Succeeded").build());
        history.put(entry(PRODUCTION, 3).status("Failed").build());
        history.put(entry(PRODUCTION, 4).status("InProgress").build());
        EnvironmentState state = history.state(PRODUCTION).orElseThrow();
        assertEquals("d-2", state.live().deploymentId());
        assertEquals("d-4", state.newest().deploymentId());
        assertEquals("production", state.target());
        assertTrue(history.hasSucceeded(PRODUCTION, revision(1)));
        assertFalse(history.hasSucceeded(PRODUCTION, revision(3)));
        assertFalse(history.hasSucceeded(STAGING, revision(1)));

        history.put(
                entry(PRODUCTION, 4).status("InProgress").trafficShifted(true).build());
        assertEquals("d-4", history.live(PRODUCTION).orElseThrow().deploymentId());
        history.put(entry(PRODUCTION, 4).status("Failed").build());
        assertEquals("d-2", history.live(PRODUCTION).orElseThrow().deploymentId());
    }

    @Test
    void environmentsAreFoundByKeyAndListed() throws Exception {
        assertEquals(List.of(), history().states());
        history().put(entry(STAGING, 1).build());
        DeploymentHistory history = history();
        history.put(entry(PRODUCTION, 2).build());
        assertEquals(
                List.of(PRODUCTION, STAGING),
                history.states().stream().map(EnvironmentState::environment).toList());
        assertEquals(STAGING, history.state(STAGING.key()).orElseThrow().environment());
        assertTrue(history.state("../../secrets/master").isEmpty());
    }

    @Test
    void aLineThatWasWrittenInPartIsSkippedAndDoesNotSpoilTheNext() throws Exception {
        history().put(entry(PRODUCTION, 1).build());
        history().put(entry(PRODUCTION, 2).build());
        Path file = file();
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - 20));
        history().put(entry(PRODUCTION, 3).build());
        assertEquals(
                List.of("d-3", "d-1"),
                history().entries(PRODUCTION).stream()
                        .map(HistoryEntry::deploymentId)
                        .toList());
    }

    @Test
    void whatIsNoEntryIsSkipped() throws Exception {
        history().put(entry(PRODUCTION, 1).build());
        Files.writeString(
                file(), "[]\n\nnull\n{\"id\":3}\n{\"id\":\"d-9\",\"begun\":\"x\"}\n", StandardOpenOption.APPEND);
        assertEquals(1, history().entries(PRODUCTION).size());
    }

    @Test
    void theOldestEntriesGiveWayButNeverTheLiveOne() throws Exception {
        DeploymentHistory history = history(NOON, 10);
        history.put(entry(PRODUCTION, 0).status("Succeeded").build());
        for (int i = 1; i < 200; i++) {
            history.put(entry(PRODUCTION, i).status("InProgress").build());
            history.put(entry(PRODUCTION, i).status("Failed").build());
        }
        for (DeploymentHistory each : List.of(history, history(NOON, 10))) {
            List<HistoryEntry> kept = each.entries(PRODUCTION);
            assertEquals(11, kept.size());
            assertEquals("d-199", kept.get(0).deploymentId());
            assertEquals("d-0", each.live(PRODUCTION).orElseThrow().deploymentId());
        }
        try (Stream<String> lines = Files.lines(file())) {
            assertTrue(lines.count() <= 11 + 40, "superseded lines are dropped");
        }
        try (Stream<Path> files = Files.list(folder())) {
            assertEquals(List.of(file()), files.toList(), "no temporary file is left");
        }
    }

    @Test
    void renamedAndMovedJobsAreFollowed() throws Exception {
        history(NOON, 500).put(entry(PRODUCTION, 1).build());
        DeploymentHistory history = history(NOON.plusSeconds(10), 500);
        assertEquals(
                "team/release", history.entries(PRODUCTION).get(0).deployedBy().job());
        history.moved("team", "group/team");
        history.moved("team/release", "group/team/release");
        history.moved("group/team/release", "group/team/deploy");
        for (DeploymentHistory each : List.of(history, history(NOON.plusSeconds(20), 500))) {
            HistoryEntry entry = each.entries(PRODUCTION).get(0);
            assertEquals(new BuildReference("group/team/deploy", 101), entry.deployedBy());
            assertEquals("group/team/shop", entry.origin().build().job());
        }
        assertEquals(2, Files.readAllLines(folder().resolve("jobs.moved")).size(), "a folder's jobs are one move");
    }

    @Test
    void jobsThatNoEntryNamesLeaveNoTrace() throws Exception {
        history().put(entry(PRODUCTION, 1).build());
        DeploymentHistory history = history();
        history.states();
        history.moved("team/shopping", "team/other");
        history.moved("team/branch", null);
        assertFalse(Files.exists(folder().resolve("jobs.moved")));
    }

    @Test
    void manyMovesAreFollowedAndThenForgotten() throws Exception {
        history().put(entry(PRODUCTION, 1).build());
        for (int i = 0; i < 25; i++) {
            DeploymentHistory history = history(NOON.plusSeconds(10 + i), 500);
            history.moved(i == 0 ? "team/release" : "release-" + (i - 1), "release-" + i);
            assertEquals(
                    "release-" + i,
                    history.entries(PRODUCTION).get(0).deployedBy().job());
        }
        DeploymentHistory after = history(NOON.plusSeconds(100), 500);
        assertEquals("release-24", after.entries(PRODUCTION).get(0).deployedBy().job());
        assertTrue(Files.readAllLines(folder().resolve("jobs.moved")).size() <= 10);
    }

    @Test
    void aJobThatTakesAnOldNameIsAnotherJob() throws Exception {
        history(NOON, 500).put(entry(PRODUCTION, 1).build());
        history(NOON.plusSeconds(10), 500).moved("team/release", "team/old");
        history(NOON.plusSeconds(20), 500).put(entry(PRODUCTION, 2).build());
        history(NOON.plusSeconds(30), 500).moved("team/release", null);
        history(NOON.plusSeconds(40), 500).put(entry(PRODUCTION, 3).build());
        List<HistoryEntry> entries = history(NOON.plusSeconds(50), 500).entries(PRODUCTION);
        assertEquals(new BuildReference("team/release", 103), entries.get(0).deployedBy());
        assertEquals(
                new BuildReference("team/release", 102, true), entries.get(1).deployedBy());
        assertEquals(new BuildReference("team/old", 101), entries.get(2).deployedBy());
    }

    @Test
    void aJobIsLiveWhereItsRevisionIsAndWhereItDeployed() throws Exception {
        DeploymentHistory history = history();
        assertEquals(List.of(), history.liveOf("team/shop"));
        history.put(entry(PRODUCTION, 1).status("Succeeded").build());
        history.put(entry(STAGING, 2).status("Succeeded").build());
        assertEquals(List.of(PRODUCTION, STAGING), environments(history.liveOf("team/shop")));
        assertEquals(List.of(PRODUCTION, STAGING), environments(history.liveOf("team/release")));
        assertEquals(List.of(), history.liveOf("team/other"));

        HistoryEntry other = entry(PRODUCTION, 3)
                .origin(new RevisionOrigin(new BuildReference("team/other", 7), NOON, List.of()))
                .status("InProgress")
                .build();
        history.put(other);
        assertEquals(List.of(), history.liveOf("team/other"), "it is not live yet");
        history.put(other.toBuilder().status("Succeeded").build());
        assertEquals(List.of(PRODUCTION), environments(history.liveOf("team/other")));
        assertEquals(List.of(STAGING), environments(history.liveOf("team/shop")));

        history.moved("team", "crew");
        assertEquals(List.of(), history.liveOf("team/shop"));
        assertEquals(List.of(STAGING), environments(history.liveOf("crew/shop")));
        history.moved("crew/shop", null);
        assertEquals(List.of(), history.liveOf("crew/shop"));
        assertEquals(List.of(PRODUCTION, STAGING), environments(history.liveOf("crew/release")));
    }

    private static List<DeploymentEnvironment> environments(List<EnvironmentState> states) {
        return states.stream().map(EnvironmentState::environment).toList();
    }

    /** A dashboard asks for each of its jobs. */
    @Test
    void whatIsLiveIsReadOnceForAllJobs() throws Exception {
        history().put(entry(PRODUCTION, 1).status("Succeeded").build());
        DeploymentHistory history = history();
        assertEquals(1, history.liveOf("team/shop").size());
        try (Stream<Path> files = Files.list(folder())) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        assertEquals(1, history.liveOf("team/release").size());
        assertEquals(1, history.liveOf("team/shop").size());
    }

    @Test
    void severalBuildsMayWriteAtOnce() throws Exception {
        DeploymentHistory history = history();
        ExecutorService pool = Executors.newFixedThreadPool(8);
        CountDownLatch done = new CountDownLatch(200);
        for (int i = 0; i < 200; i++) {
            int number = i;
            pool.execute(() -> {
                try {
                    history.put(entry(number % 2 == 0 ? PRODUCTION : STAGING, number)
                            .build());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                } finally {
                    done.countDown();
                }
            });
        }
        assertTrue(done.await(5, TimeUnit.MINUTES));
        pool.shutdown();
        assertEquals(100, history().entries(PRODUCTION).size());
        assertEquals(100, history().entries(STAGING).size());
    }

    /** What a controller with 20 busy environments keeps on disk: each of them is like this one. */
    @Test
    void tenThousandEntriesTakeLessThanTwentyMebibytes() throws Exception {
        DeploymentHistory history = history();
        for (int i = 0; i < DeploymentHistory.RETENTION; i++) {
            S3Revision revision = new S3Revision(
                    "acme-deployment-bucket-eu-central-1",
                    "CodeDeploy/team/shop/main/" + "0123456789abcdef".repeat(4) + ".zip",
                    "zip",
                    "L4kqtJlcpXroDTDmpUMLUo" + i,
                    "0123456789abcdef0123456789abcdef-12");
            HistoryEntryBuilder entry = entry(PRODUCTION, i)
                    .revision(revision)
                    .digest("0123456789abcdef".repeat(4))
                    .origin(new RevisionOrigin(
                            new BuildReference("team/shop/main", i), NOON, List.of("0123456789abcdef".repeat(4))));
            history.put(entry.status("InProgress").build());
            history.put(entry.status("Failed")
                    .problem("The deployment failed: " + "x".repeat(100))
                    .ended(NOON.plusSeconds(60L * i + 30))
                    .build());
        }
        long size = Files.size(file());
        assertEquals(DeploymentHistory.RETENTION, history().entries(PRODUCTION).size());
        assertTrue(20 * size < 20L * 1024 * 1024, size + " bytes for " + DeploymentHistory.RETENTION + " entries");
        System.out.println("10,000 entries take " + 20 * size + " bytes");
    }

    private Path file() {
        return folder().resolve(PRODUCTION.key() + ".jsonl");
    }
}
