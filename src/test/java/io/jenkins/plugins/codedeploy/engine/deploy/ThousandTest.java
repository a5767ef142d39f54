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

/** As many deployments as an account may run at once wait together. */
class ThousandTest {
    private static final int DEPLOYMENTS = 1_000;
    /** What those do who ask GetDeployment for each. */
    private static final double USUAL_INTERVAL = 15;

    @Test
    void waitOnFourThreadsWithATenthOfTheUsualCalls() throws Exception {
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
            }
            long waiting = runs.stream()
                    .filter(run -> !run.outcome.isDone())
                    .peek(run -> assertTrue(run.outcome.isDone() || run.run.status() != null))
                    .count();
            List<String> threads = threads();
            int observers = accounts.engine().observers().size();
            for (Followed run : runs) {
                Outcome outcome = run.outcome.get(10, TimeUnit.MINUTES);
                assertEquals(Outcome.Kind.SUCCEEDED, outcome.kind(), String.valueOf(outcome.problem()));
            }

            assertTrue(waiting > 0, "they waited together");
            assertEquals(1, observers);
            assertTrue(threads.stream().filter("codedeploy-calls"::equals).count() <= 4, threads.toString());
            assertTrue(threads.stream().filter("codedeploy-timeouts"::equals).count() <= 1, threads.toString());
            assertTrue(threads.stream().noneMatch(name -> name.startsWith("sdk-")), threads.toString());

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

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).toList();
    }
}
