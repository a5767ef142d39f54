package io.jenkins.plugins.codedeploy.engine.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.engine.journal.Journal;
import io.jenkins.plugins.codedeploy.engine.journal.JournalEntry;
import io.jenkins.plugins.codedeploy.engine.journal.JournalFile;
import io.jenkins.plugins.codedeploy.simulator.codedeploy.Behavior;
import io.jenkins.plugins.codedeploy.simulator.codedeploy.DeploymentSummary;
import io.jenkins.plugins.codedeploy.simulator.codedeploy.Group;
import io.jenkins.plugins.codedeploy.simulator.http.Fault;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Builds deploy while AWS throttles, fails, goes silent and loses answers, sessions end, people abort, and the
 * controller is killed: at any time, and above all around what it writes to its journals. The record that the simulated
 * AWS keeps is the judge. {@code -Dchaos.seed} repeats the choices of the hundreds.
 */
@Execution(ExecutionMode.CONCURRENT)
class ChaosTest {
    /** Rollbacks that never come are not waited for long: some of the builds ask for one where there is none. */
    private static final EngineTimes TIMES = new EngineTimes(
            TwoAccounts.FAST.watch(),
            TwoAccounts.FAST.settling(),
            TwoAccounts.FAST.look(),
            TwoAccounts.FAST.unreachable(),
            Duration.ofSeconds(2),
            TwoAccounts.FAST.stopGrace());

    private static final int BUILDS_OF_A_GROUP = 3;
    private static final Set<String> ENDED = Set.of("Succeeded", "Failed", "Stopped");
    /** What a build says whose deployment may run on. */
    private static final Set<String> SAID_SO = Set.of(
            "deploy.aborted.left",
            "deploy.aborted.twice",
            "deploy.aborted.twice.unseen",
            "deploy.aborted.stillStopping",
            "deploy.aborted.stillStopping.unseen",
            "deploy.aborted.notStopped",
            "deploy.aborted.inDoubt");

    @TempDir
    Path folder;

    private final Fate fate = new Fate();
    private long seed;
    private Random random;
    private int groups;
    private int kills;

    /** Whether this controller lives. What a dead one writes or says never happened. */
    private static final class Fate {
        private Random dice;
        private int life;
        private boolean dead;
        /** How many deaths around a journal's write are still to come. */
        private int deathsToCome;

        synchronized boolean isDead() {
            return dead;
        }

        synchronized int life() {
            return life;
        }

        synchronized void nextLife() {
            life++;
            dead = false;
        }

        synchronized void die() {
            dead = true;
        }

        synchronized void write(int ofLife, JournalFile file, JournalEntry entry) throws IOException {
            boolean dies = deathsToCome > 0 && dice.nextInt(25) == 0;
            boolean before = dice.nextBoolean();
            if (ofLife != life || dead || dies && before) {
                dead |= ofLife == life;
                deathsToCome -= dies && ofLife == life ? 1 : 0;
                throw new IOException("killed before " + entry.stage() + " was written");
            }
            file.write(entry);
            if (dies) {
                dead = true;
                deathsToCome--;
                throw new IOException("killed after " + entry.stage() + " was written");
            }
        }

        synchronized void whileAlive(int ofLife, Runnable what) {
            if (ofLife == life && !dead) {
                what.run();
            }
        }
    }

    private final class Build {
        private final int number;
        private final String group;
        private final DeploymentPolicy policy;
        private final Queue<DeploymentEvent> events = new ConcurrentLinkedQueue<>();
        private volatile Outcome outcome;
        private DeploymentHandle run;
        private boolean aborted;

        Build(int number) {
            this.number = number;
            group = "group-" + number % groups;
            DeploymentPolicy.OnAbort[] wishes = DeploymentPolicy.OnAbort.values();
            policy = DeploymentPolicy.DEFAULTS
                    .with(random.nextInt(10) == 0 ? DeploymentPolicy.OnActive.FAIL : DeploymentPolicy.OnActive.WAIT)
                    .with(
                            random.nextInt(2) == 0
                                    ? DeploymentPolicy.OnAbort.STOP
                                    : wishes[random.nextInt(wishes.length)]);
        }

        String nonce() {
            return Nonce.of("build-" + number);
        }

        JournalFile file() {
            return new JournalFile(folder.resolve(number + JournalFile.SUFFIX));
        }

        /** As a build that starts, or that goes on in a controller that has started again. */
        void start(TwoAccounts accounts) {
            int life = fate.life();
            Journal journal = new Journal() {
                @Override
                public JournalEntry read() throws IOException {
                    return file().read();
                }

                @Override
                public void write(JournalEntry entry) throws IOException {
                    fate.write(life, file(), entry);
                }
            };
            try {
                run = accounts.engine()
                        .start(
                                accounts.access(),
                                "chaos",
                                TwoAccounts.request(group),
                                policy,
                                nonce(),
                                journal,
                                events::add,
                                end -> fate.whileAlive(life, () -> outcome = end));
            } catch (IOException e) {
                assertTrue(fate.isDead(), e.toString());
                return;
            }
            if (aborted && !run.isAborting()) {
                run.abort(DeploymentHandle.AbortCause.ASKED);
            }
        }

        void abort() {
            if (!isOver() && !fate.isDead()) {
                aborted = true;
                run.abort(DeploymentHandle.AbortCause.ASKED);
            }
        }

        boolean isOver() {
            return outcome != null;
        }

        @Override
        public String toString() {
            return "build " + number + ", seed " + seed + ", " + policy + ", aborted " + aborted + ": " + outcome + " "
                    + events;
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
    void hundredsOfBuildsToo() throws Exception {
        play(Long.getLong("chaos.seed", System.nanoTime()), Integer.getInteger("chaos.builds", 300));
    }

    private void play(long ofThisRun, int number) throws Exception {
        seed = ofThisRun;
        random = new Random(seed);
        fate.dice = new Random(random.nextLong());
        fate.deathsToCome = 4 + number / 30;
        groups = number / BUILDS_OF_A_GROUP;
        System.out.println("chaos.seed=" + seed);
        try (TwoAccounts accounts = new TwoAccounts(TIMES, Duration.ofSeconds(5))) {
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
            accounts.aws.sts().sessionsEndAfter(Duration.ofSeconds(20));
            trouble(accounts);

            List<Build> builds = new ArrayList<>();
            for (int i = 0; i < number; i++) {
                Build build = new Build(i);
                builds.add(build);
                build.start(accounts);
                if (random.nextInt(6) == 0) {
                    builds.get(random.nextInt(builds.size())).abort();
                }
                Thread.sleep(random.nextInt(20));
                if (random.nextInt(25) == 0) {
                    fate.die();
                }
                reviveIfDead(accounts, builds);
            }
            long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(30);
            while (!builds.stream().allMatch(Build::isOver)) {
                assertTrue(
                        System.nanoTime() < deadline,
                        () -> builds.stream().filter(b -> !b.isOver()).toList().toString());
                reviveIfDead(accounts, builds);
                Thread.sleep(10);
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
        sometimes(accounts, "codedeploy", "CreateDeployment", 0.02, Fault.hang());
        sometimes(accounts, "codedeploy", "CreateDeployment", 0.03, Fault.slow(Duration.ofSeconds(6)));
        sometimes(accounts, "codedeploy", "CreateDeployment", 0.10, Fault.throttle());
        sometimes(accounts, "codedeploy", "StopDeployment", 0.10, Fault.lostAnswer());
        sometimes(accounts, "codedeploy", "StopDeployment", 0.10, Fault.throttle());
        sometimes(accounts, "codedeploy", "BatchGetDeployments", 0.05, Fault.throttle());
        sometimes(accounts, "codedeploy", "BatchGetDeployments", 0.03, Fault.drop());
        sometimes(accounts, "codedeploy", "BatchGetDeployments", 0.01, Fault.hang());
        sometimes(accounts, "codedeploy", "ListDeployments", 0.10, Fault.internalError());
        sometimes(accounts, "codedeploy", "GetDeploymentGroup", 0.20, Fault.internalError());
        sometimes(accounts, "codedeploy", "ListDeploymentTargets", 0.10, Fault.throttle());
        sometimes(accounts, "sts", "AssumeRole", 0.05, Fault.unavailable());
    }

    private void sometimes(TwoAccounts accounts, String service, String operation, double probability, Fault fault) {
        accounts.aws.faults().sometimes(service, operation, probability, random.nextLong(), fault);
    }

    private void reviveIfDead(TwoAccounts accounts, List<Build> builds) {
        while (fate.isDead()) {
            kills++;
            accounts.restart();
            fate.nextLife();
            for (Build build : builds) {
                if (!build.isOver() && !fate.isDead()) {
                    build.start(accounts);
                }
            }
        }
    }

    private void judge(TwoAccounts accounts, List<Build> builds) throws Exception {
        List<DeploymentSummary> all = accounts.deployments();
        int created = 0;
        int none = 0;
        int succeeded = 0;
        for (Build build : builds) {
            List<DeploymentSummary> own = all.stream()
                    .filter(d -> String.valueOf(d.description()).contains(build.nonce()))
                    .toList();
            assertTrue(own.size() <= 1, () -> "started twice: " + own + " " + build);
            if (build.outcome.deploymentId() == null) {
                withoutDeployment(build, own);
            } else {
                assertEquals(1, own.size(), build::toString);
                withDeployment(build, own.get(0));
            }
            created += own.size();
            none += 1 - own.size();
            succeeded += build.outcome.kind() == Outcome.Kind.SUCCEEDED ? 1 : 0;
        }
        long users = all.stream().filter(d -> d.rollbackOf() == null).count();
        System.out.printf(
                "%d builds, %d kills: %d deployments, %d of them good, %d builds without one; %d calls%n",
                builds.size(),
                kills,
                created,
                succeeded,
                none,
                accounts.aws.calls().all().size());

        assertEquals(created, users, "deployments that no build knows, seed " + seed);
        assertTrue(succeeded > 0 && kills > 0, "seed " + seed);
        assertEquals(0, accounts.engine().running());
    }

    private static void withoutDeployment(Build build, List<DeploymentSummary> own) {
        String said = build.outcome.problem().summary().code();
        switch (build.outcome.kind()) {
            case NOT_CREATED -> {
                assertEquals("deploy.groupBusy", said, build::toString);
                assertEquals(DeploymentPolicy.OnActive.FAIL, build.policy.onActive(), build::toString);
                assertEquals(List.of(), own, build::toString);
            }
            case ABORTED -> {
                assertTrue(build.aborted, build::toString);
                if (said.equals("deploy.aborted.inDoubt")) {
                    // somebody insisted: whoever is told what to look for finds one or none
                    assertTrue(build.outcome.problem().toString().contains(build.nonce()), build::toString);
                } else {
                    assertEquals("deploy.aborted.early", said, build::toString);
                    assertEquals(List.of(), own, build::toString);
                }
            }
            default -> throw new AssertionError(build);
        }
    }

    private static void withDeployment(Build build, DeploymentSummary only) throws IOException {
        JournalEntry entry = build.file().read();
        assertEquals(only.id(), build.outcome.deploymentId(), build::toString);
        assertEquals(only.id(), entry.deploymentId(), build::toString);
        switch (build.outcome.kind()) {
            case SUCCEEDED -> assertEquals("Succeeded", only.status(), build::toString);
            case FAILED -> assertTrue(Set.of("Failed", "Stopped").contains(only.status()), build::toString);
            case ABORTED -> {
                assertTrue(build.aborted, build::toString);
                String said = build.outcome.problem().summary().code();
                if (said.equals("deploy.aborted.stopped")) {
                    assertTrue(ENDED.contains(only.status()), build::toString);
                } else {
                    assertTrue(SAID_SO.contains(said), build::toString);
                    assertTrue(entry.stage().isOpen() || entry.stage() == JournalEntry.Stage.LEFT, build::toString);
                }
            }
            default -> throw new AssertionError(build);
        }
        if (build.outcome.kind() != Outcome.Kind.ABORTED) {
            assertEquals(JournalEntry.Stage.ENDED, entry.stage(), build::toString);
        }
    }
}
