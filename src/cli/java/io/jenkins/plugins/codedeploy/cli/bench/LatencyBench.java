package io.jenkins.plugins.codedeploy.cli.bench;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.cli.runtime.EngineRuntime;
import io.jenkins.plugins.codedeploy.engine.deploy.EngineTimes;
import io.jenkins.plugins.codedeploy.engine.deploy.Outcome;
import io.jenkins.plugins.codedeploy.simulator.codedeploy.DeploymentSummary;
import io.jenkins.plugins.codedeploy.simulator.http.Call;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Measures how late the end of a deployment is seen, by this engine and by {@code aws deploy wait}, in real time. */
public final class LatencyBench {
    /** How AWS's waiter counts. */
    private static final int WINDOW = 60;

    private LatencyBench() {}

    /** @param deployments they last from 1 to 10 minutes */
    @NonNull
    public static List<Measure> run(@NonNull String aws, int deployments, @NonNull Consumer<String> progress)
            throws Exception {
        ExecutorService waiters = Executors.newFixedThreadPool(deployments);
        try (Waiting waiting = new Waiting(1);
                EngineRuntime runtime = new EngineRuntime(EngineTimes.DEFAULTS, Duration.ofSeconds(30))) {
            List<CompletableFuture<Instant>> ours = new ArrayList<>();
            for (int i = 0; i < deployments; i++) {
                // ends fall anywhere between two looks of the waiter
                long millis = 60_000 + 540_000L * i / Math.max(1, deployments - 1) + 15_000L * ((i * 7) % 10) / 10;
                CompletableFuture<Outcome> outcome =
                        waiting.deploy(runtime.engine(), "group-" + i, Duration.ofMillis(millis));
                ours.add(outcome.thenApply(done -> Instant.now()));
            }
            while (waiting.codeDeploy.deployments().size() < deployments) {
                Thread.sleep(100);
            }
            List<Future<Instant>> theirs = new ArrayList<>();
            List<DeploymentSummary> begun = waiting.codeDeploy.deployments();
            for (DeploymentSummary record : begun) {
                theirs.add(waiters.submit(() -> waiter(aws, waiting, record.id())));
            }
            List<Double> ourDelays = new ArrayList<>();
            List<Double> theirDelays = new ArrayList<>();
            for (int i = 0; i < deployments; i++) {
                Instant their = theirs.get(i).get();
                DeploymentSummary record = record(waiting, begun.get(i).id());
                int n = Integer.parseInt(record.group().substring("group-".length()));
                ourDelays.add(seconds(record.completed(), ours.get(n).get()));
                theirDelays.add(seconds(record.completed(), their));
            }
            progress.accept("delays of the engine " + ourDelays + ", of aws deploy wait " + theirDelays);
            return List.of(
                    new Measure(
                            "time from a deployment's end to the step's",
                            "`aws deploy wait`",
                            Measure.median(ourDelays),
                            Measure.median(theirDelays),
                            "s",
                            0.4),
                    new Measure(
                            "most calls in a minute, for " + deployments + " deployments",
                            "20 for each",
                            busiest(waiting),
                            20.0 * deployments,
                            "",
                            1));
        } finally {
            waiters.shutdownNow();
        }
    }

    private static Instant waiter(String aws, Waiting waiting, String id) throws Exception {
        var session = waiting.aws
                .iam()
                .createSession(
                        waiting.aws.iam().entity(waiting.aws.seed().roleArn()).session("waiter", Map.of(), null, null),
                        Instant.now().plusSeconds(3600));
        Child.run(
                List.of(
                        aws,
                        "--endpoint-url",
                        waiting.aws.endpoint().toString(),
                        "--region",
                        waiting.aws.region(),
                        "deploy",
                        "wait",
                        "deployment-successful",
                        "--deployment-id",
                        id),
                Map.of(
                        "AWS_ACCESS_KEY_ID", session.accessKeyId(),
                        "AWS_SECRET_ACCESS_KEY", session.secretAccessKey(),
                        "AWS_SESSION_TOKEN", String.valueOf(session.sessionToken()),
                        "AWS_EC2_METADATA_DISABLED", "true",
                        "NO_PROXY", "*"));
        return Instant.now();
    }

    private static DeploymentSummary record(Waiting waiting, String id) {
        return waiting.codeDeploy.deployments().stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toMillis() / 1000.0;
    }

    /** Of ours, whose sessions are not named as the waiters' is. */
    private static long busiest(Waiting waiting) {
        List<Instant> times = waiting.aws.calls().all().stream()
                .filter(call -> call.service().equals("codedeploy"))
                .filter(call -> call.callerArn() != null && !call.callerArn().endsWith("/waiter"))
                .map(Call::time)
                .sorted()
                .toList();
        long most = 0;
        for (int i = 0, first = 0; i < times.size(); i++) {
            while (seconds(times.get(first), times.get(i)) >= WINDOW) {
                first++;
            }
            most = Math.max(most, i - first + 1);
        }
        return most;
    }
}
