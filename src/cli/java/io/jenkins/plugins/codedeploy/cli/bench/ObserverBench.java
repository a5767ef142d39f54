package io.jenkins.plugins.codedeploy.cli.bench;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.cli.runtime.EngineRuntime;
import io.jenkins.plugins.codedeploy.engine.deploy.EngineTimes;
import io.jenkins.plugins.codedeploy.engine.deploy.Outcome;
import io.jenkins.plugins.codedeploy.simulator.codedeploy.DeploymentSummary;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A thousand deployments that wait together for half an hour of simulated time. */
public final class ObserverBench {
    private static final int PACE = 60;
    private static final Duration LASTING = Duration.ofMinutes(30);
    /** In seconds, of what asks GetDeployment for each. */
    private static final double USUAL = 15;

    private ObserverBench() {}

    /** @param scale 1 is a thousand deployments */
    @NonNull
    public static List<Measure> run(double scale, @NonNull Consumer<String> progress) throws Exception {
        int deployments = (int) (1_000 * scale);
        try (Waiting waiting = new Waiting(PACE)) {
            EngineRuntime runtime = new EngineRuntime(EngineTimes.DEFAULTS.faster(PACE), Duration.ofMinutes(1));
            List<CompletableFuture<Outcome>> all = new ArrayList<>();
            for (int i = 0; i < deployments; i++) {
                all.add(waiting.deploy(runtime.engine(), "group-" + i, LASTING));
            }
            while (waiting.codeDeploy.deployments().size() < deployments) {
                Thread.sleep(100);
            }
            long together = all.stream().filter(one -> !one.isDone()).count();
            long threads = Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().startsWith("codedeploy-calls"))
                    .count();
            for (CompletableFuture<Outcome> one : all) {
                if (one.get().kind() != Outcome.Kind.SUCCEEDED) {
                    throw new IllegalStateException(String.valueOf(one.get().problem()));
                }
            }
            runtime.close();
            long calls = waiting.aws
                    .calls()
                    .count(call -> call.service().equals("codedeploy")
                            && !call.operation().equals("CreateDeployment"));
            double usual = waiting.codeDeploy.deployments().stream()
                    .mapToDouble(ObserverBench::usualCalls)
                    .sum();
            progress.accept(together + " deployments tracked with " + threads + " threads for calls");
            return List.of(
                    new Measure(
                            "calls of " + deployments + " waiting", "GetDeployment each 15 s", calls, usual, "", 0.1),
                    new Measure("threads for calls", "aim", threads, 4, "", 1),
                    HeapBench.run(deployments, progress));
        }
    }

    private static double usualCalls(DeploymentSummary record) {
        return Duration.between(record.created(), record.completed()).toMillis() / 1000.0 * PACE / USUAL;
    }
}
