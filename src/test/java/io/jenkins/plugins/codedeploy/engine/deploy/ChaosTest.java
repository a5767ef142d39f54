package io.jenkins.plugins.codedeploy.engine.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.engine.deploy.TwoAccounts.Followed;
import io.jenkins.plugins.codedeploy.engine.journal.JournalEntry;
import io.jenkins.plugins.codedeploy.engine.journal.JournalFile;
import io.jenkins.plugins.codedeploy.tools.aws.Fault;
import io.jenkins.plugins.codedeploy.tools.aws.codedeploy.Behavior;
import io.jenkins.plugins.codedeploy.tools.aws.codedeploy.DeploymentRecord;
import io.jenkins.plugins.codedeploy.tools.aws.codedeploy.Group;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Builds deploy while AWS throttles, fails and loses answers, people abort, and the controller is killed.
 * The record that the simulated AWS keeps is the judge. {@code -Dchaos.seed} repeats the choices of the hundreds.
 */
class ChaosTest {
    private static final int BUILDS_OF_A_GROUP = 3;
    private static final int RESTARTS = 4;
    private static final Set<String> ENDED = Set.of("Succeeded", "Failed", "Stopped");

    @TempDir
    Path folder;

    private long seed;
    private Random random;
    private int groups;

    private final class Build {
        private final int number;
        private final String group;
        private final RunPolicy policy;
        private Followed run;
        private boolean aborted;

        Build(int number) {
            this.number = number;
            group = "group-" + number % groups;
            policy = RunPolicy.DEFAULTS
                    .with(RunPolicy.OnActive.WAIT)
                    .with(random.nextInt(4) == 0 ? RunPolicy.OnAbort.STOP_AND_ROLL_BACK : RunPolicy.OnAbort.STOP);
        }

        String nonce() {
            return Nonce.of("build-" + number);
        }

        JournalFile journal() {
            return new JournalFile(folder.resolve(number + JournalFile.SUFFIX));
        }

        /** As a build that starts, or that goes on in a controller that has started again. */
        void start(TwoAccounts accounts) throws IOException {
            run = accounts.start(accounts.access(), TwoAccounts.request(group), policy, journal(), "build-" + number);
            if (aborted) {
                run.run.abort(Run.AbortCause.ASKED);
            }
        }

        void abort() {
            if (isOver()) {
                return;
            }
            aborted = true;
            run.run.abort(Run.AbortCause.ASKED);
        }

        boolean isOver() {
            return run.outcome.isDone();
        }

        Outcome outcome() throws Exception {
            try {
                return run.outcome.get(3, TimeUnit.MINUTES);
            } catch (TimeoutException e) {
                throw new AssertionError(
                        "build " + number + " hangs, aborted " + aborted + ", seed " + seed + ": " + run.run.status()
                                + " " + journal().read() + " " + run.events,
                        e);
            }
        }
    }

    static long[] seeds() {
        return new long[] {1, System.nanoTime()};
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyBuildHasItsOneDeploymentAndKnowsItsEnd(long ofThisRun) throws Exception {
        play(ofThisRun, 24);
    }

    @Test
    @Tag("slow")
    void hundredsOfBuildsToo() throws Exception {
        play(Long.getLong("chaos.seed", System.nanoTime()), Integer.getInteger("chaos.builds", 300));
    }

    private void play(long ofThisRun, int number) throws Exception {
        seed = ofThisRun;
        random = new Random(seed);
        groups = number / BUILDS_OF_A_GROUP;
        System.out.println("chaos.seed=" + seed);
        try (TwoAccounts accounts =
                new TwoAccounts(EngineTimes.DEFAULTS.faster(TwoAccounts.FASTER), Duration.ofSeconds(3))) {
            for (int i = 0; i < groups; i++) {
                Group group = accounts.codeDeploy
                        .target()
                        .application("shop")
                        .group("group-" + i, accounts.aws.seed().serviceRoleArn())
                        .virtualInstances(1 + random.nextInt(3))
                        .eventDuration(Duration.ofSeconds(1 + random.nextInt(6)));
                if (i % 10 == 0) {
                    group.host(0).on("ValidateService", Behavior.failScript("ValidateService", "v.sh", "no"));
                }
            }
            accounts.codeDeploy.limits().listLag(Duration.ofMillis(300));
            trouble(accounts);

            List<Build> builds = new ArrayList<>();
            for (int i = 0; i < number; i++) {
                Build build = new Build(i);
                build.start(accounts);
                builds.add(build);
                if (random.nextInt(6) == 0) {
                    builds.get(random.nextInt(builds.size())).abort();
                }
                Thread.sleep(random.nextInt(20));
                if (i % (number / RESTARTS) == number / RESTARTS - 1) {
                    kill(accounts, builds);
                }
            }
            for (Build build : builds) {
                build.outcome();
            }
            accounts.aws.faults().clear();
            judge(accounts, builds);
        }
    }

    private void trouble(TwoAccounts accounts) {
        sometimes(accounts, "codedeploy", "CreateDeployment", 0.05, Fault.lostAnswer());
        sometimes(accounts, "codedeploy", "CreateDeployment", 0.03, Fault.cut());
        sometimes(accounts, "codedeploy", "CreateDeployment", 0.05, Fault.drop());
        sometimes(accounts, "codedeploy", "CreateDeployment", 0.05, Fault.unavailable());
        sometimes(accounts, "codedeploy", "CreateDeployment", 0.10, Fault.throttle());
        sometimes(accounts, "codedeploy", "StopDeployment", 0.10, Fault.lostAnswer());
        sometimes(accounts, "codedeploy", "StopDeployment", 0.10, Fault.throttle());
        sometimes(accounts, "codedeploy", "BatchGetDeployments", 0.05, Fault.throttle());
        sometimes(accounts, "codedeploy", "BatchGetDeployments", 0.03, Fault.drop());
        sometimes(accounts, "codedeploy", "ListDeployments", 0.10, Fault.internalError());
        sometimes(accounts, "codedeploy", "GetDeploymentGroup", 0.20, Fault.internalError());
        sometimes(accounts, "codedeploy", "ListDeploymentTargets", 0.10, Fault.throttle());
        sometimes(accounts, "sts", "AssumeRole", 0.05, Fault.unavailable());
    }

    private void sometimes(TwoAccounts accounts, String service, String operation, double probability, Fault fault) {
        accounts.aws.faults().sometimes(service, operation, probability, random.nextLong(), fault);
    }

    private void kill(TwoAccounts accounts, List<Build> builds) throws IOException {
        accounts.restart();
        for (Build build : builds) {
            if (!build.isOver()) {
                build.start(accounts);
            }
        }
    }

    private void judge(TwoAccounts accounts, List<Build> builds) throws Exception {
        List<DeploymentRecord> all = accounts.deployments();
        int created = 0;
        int early = 0;
        int succeeded = 0;
        for (Build build : builds) {
            Outcome outcome = build.outcome();
            String told = "build " + build.number + ", seed " + seed + ": " + outcome + " " + build.run.events;
            List<DeploymentRecord> own = all.stream()
                    .filter(d -> String.valueOf(d.description()).contains(build.nonce()))
                    .toList();
            JournalEntry entry = build.journal().read();
            assertNotEquals(Outcome.Kind.UNKNOWN, outcome.kind(), told);
            assertNotEquals(Outcome.Kind.NOT_CREATED, outcome.kind(), told);
            if (outcome.deploymentId() == null) {
                assertEquals(Outcome.Kind.ABORTED, outcome.kind(), told);
                if (outcome.problem().summary().code().equals("deploy.aborted.inDoubt")) {
                    // somebody insisted: whoever is told what to look for finds one or none
                    assertTrue(own.size() <= 1, told);
                    assertTrue(outcome.problem().toString().contains(build.nonce()), told);
                    created += own.size();
                    early += 1 - own.size();
                    continue;
                }
                early++;
                assertEquals("deploy.aborted.early", outcome.problem().summary().code(), told);
                assertEquals(List.of(), own, told);
                continue;
            }
            created++;
            assertEquals(1, own.size(), told);
            DeploymentRecord only = own.get(0);
            assertEquals(only.id(), outcome.deploymentId(), told);
            assertEquals(only.id(), entry.deploymentId(), told);
            switch (outcome.kind()) {
                case SUCCEEDED -> {
                    succeeded++;
                    assertEquals("Succeeded", only.status(), told);
                }
                case FAILED -> assertTrue(Set.of("Failed", "Stopped").contains(only.status()), told);
                case ABORTED -> {
                    assertTrue(build.aborted, told);
                    if (outcome.problem().summary().code().equals("deploy.aborted.stopped")) {
                        assertTrue(ENDED.contains(only.status()), told);
                    } else {
                        assertTrue(entry.stage().isOpen() || entry.stage() == JournalEntry.Stage.LEFT, told);
                    }
                }
                default -> throw new AssertionError(told);
            }
            if (outcome.kind() != Outcome.Kind.ABORTED) {
                assertEquals(JournalEntry.Stage.ENDED, entry.stage(), told);
            }
        }
        long users = all.stream().filter(d -> d.rollbackOf() == null).count();
        System.out.printf(
                "%d builds: %d deployments, %d of them good, %d aborted before; %d calls%n",
                builds.size(),
                created,
                succeeded,
                early,
                accounts.aws.calls().all().size());

        assertEquals(created, users, "deployments that no build knows, seed " + seed);
        assertEquals(builds.size(), created + early);
        assertTrue(succeeded > 0, "seed " + seed);
        assertEquals(0, accounts.engine().running());
    }
}
