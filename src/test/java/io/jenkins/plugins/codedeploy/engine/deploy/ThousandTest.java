package io.jenkins.plugins.codedeploy.engine.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.engine.deploy.TwoAccounts.Followed;
import io.jenkins.plugins.codedeploy.engine.journal.Journal;
import io.jenkins.plugins.codedeploy.simulator.codedeploy.DeploymentSummary;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** As many deployments as an account may run at once wait together. */
class ThousandTest {
    private static final int DEPLOYMENTS = 1_000;
    /** What those do who ask GetDeployment for each. */
    private static final double USUAL_INTERVAL = 15;

    private static final int SAMPLE = 25;
    /** Four work; one that has just ended its task may be replaced before it takes the next. */
    private static final int MOST_THREADS = 8;

    private long waiting;
    private long observers;
    private long callers;
    private long timers;

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void waitOnFewThreadsWithATenthOfTheUsualCalls() throws Exception {
        try (TwoAccounts accounts = new TwoAccounts()) {
            List<Followed> runs = new ArrayList<>();
            for (int i = 0; i < DEPLOYMENTS; i++) {
                String group = "group-" + i;
                accounts.codeDeploy
                        .target()
                        .application("shop")
                        .group(group, accounts.aws.seed().serviceRoleArn())
                        .virtualInstances(1)
                        .eventDuration(Duration.ofMinutes(2));
                runs.add(accounts.start(TwoAccounts.request(group), DeploymentPolicy.DEFAULTS, Journal.inMemory()));
                if (i % SAMPLE == 0) {
                    // the first may be over before the last begins
                    sample(accounts, runs);
                }
            }
            while (runs.stream().anyMatch(run -> !run.outcome.isDone())) {
                sample(accounts, runs);
                Thread.sleep(20);
            }
            for (Followed run : runs) {
                Outcome outcome = run.outcome.get(10, TimeUnit.MINUTES);
                assertEquals(Outcome.Kind.SUCCEEDED, outcome.kind(), String.valueOf(outcome.problem()));
            }

            assertTrue(waiting > 1, "they waited together");
            assertEquals(1, observers);
            assertTrue(callers <= MOST_THREADS, callers + " threads");
            assertTrue(timers <= 1, timers + " timers");
            assertEquals(
                    0,
                    Thread.getAllStackTraces().keySet().stream()
                            .filter(thread -> thread.getName().startsWith("sdk-"))
                            .count());

            List<DeploymentSummary> records = accounts.deployments();
            assertEquals(DEPLOYMENTS, records.size());
            double usual =
                    records.stream().mapToDouble(ThousandTest::usualCalls).sum();
            long ours = accounts.aws
                    .calls()
                    .count(call -> call.service().equals("codedeploy")
                            && !call.operation().equals("CreateDeployment")
                            && !call.operation().equals("RegisterApplicationRevision"));
            System.out.printf("%d deployments waited for with %d calls, usually %.0f%n", DEPLOYMENTS, ours, usual);
            assertTrue(ours <= usual / 10, ours + " calls; usually " + usual);
            assertEquals(0, accounts.engine().running());
            assertEquals(0, accounts.engine().observers().size());
        }
    }

    private static double usualCalls(DeploymentSummary record) {
        Duration real = Duration.between(record.created(), record.completed());
        return real.toMillis() / 1000.0 * TwoAccounts.FASTER / USUAL_INTERVAL;
    }

    private void sample(TwoAccounts accounts, List<Followed> runs) {
        waiting = Math.max(
                waiting, runs.stream().filter(run -> !run.outcome.isDone()).count());
        observers = Math.max(observers, accounts.engine().observers().size());
        callers = Math.max(callers, threads("codedeploy-calls"));
        timers = Math.max(timers, threads("codedeploy-timeouts"));
    }

    private static long threads(String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(name))
                .count();
    }
}
