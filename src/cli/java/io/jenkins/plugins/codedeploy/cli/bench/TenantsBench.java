package io.jenkins.plugins.codedeploy.cli.bench;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.cli.runtime.EngineRuntime;
import io.jenkins.plugins.codedeploy.engine.aws.AwsEndpoints;
import io.jenkins.plugins.codedeploy.engine.aws.SourceIdentity;
import io.jenkins.plugins.codedeploy.engine.aws.TargetAccess;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentEvent;
import io.jenkins.plugins.codedeploy.engine.deploy.EngineTimes;
import io.jenkins.plugins.codedeploy.simulator.HostileEndpoint;
import io.jenkins.plugins.codedeploy.simulator.HostileEndpoint.Behavior;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/**
 * How much later a tenant's deployment is created and seen while others' endpoints accept calls and do not answer
 * them: half of them stall, half send a byte now and then. In real time, with the time-outs of the plugin.
 */
public final class TenantsBench {
    private static final int DEPLOYMENTS = 64;
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(20);
    /** Until all of them wait; with fewer threads than they are, they never do. */
    private static final Duration LONGEST_START = Duration.ofSeconds(10);
    /** What they may take longer. */
    private static final double SECONDS = 2;

    private record Times(double created, double seen) {}

    private TenantsBench() {}

    /** @param runs of each, after one that warms up */
    @NonNull
    public static List<Measure> run(int runs, @NonNull Consumer<String> progress) throws Exception {
        List<Times> alone = new ArrayList<>();
        List<Times> beside = new ArrayList<>();
        try (Waiting waiting = new Waiting(1)) {
            for (int run = 0; run <= runs; run++) {
                Times one = measure(waiting, run + "-alone", 0);
                Times other = measure(waiting, run + "-beside", DEPLOYMENTS);
                progress.accept("created and seen after " + one + " alone, " + other + " with other tenants");
                if (run > 0) {
                    alone.add(one);
                    beside.add(other);
                }
            }
        }
        String others = ", beside " + DEPLOYMENTS + " deployments without answers";
        return List.of(
                row(
                        "CreateDeployment" + others,
                        beside.stream().map(Times::created).toList(),
                        alone.stream().map(Times::created).toList()),
                row(
                        "next look" + others,
                        beside.stream().map(Times::seen).toList(),
                        alone.stream().map(Times::seen).toList()));
    }

    private static Measure row(String work, List<Double> beside, List<Double> alone) {
        double usual = Measure.median(alone);
        return new Measure(work, "alone", Measure.median(beside), usual, "s", (usual + SECONDS) / usual);
    }

    private static Times measure(Waiting waiting, String group, int others) throws Exception {
        waiting.plant(group, Duration.ofMinutes(5));
        try (EngineRuntime runtime = new EngineRuntime(EngineTimes.DEFAULTS, CALL_TIMEOUT);
                HostileEndpoint stalling = new HostileEndpoint().on(HostileEndpoint.ANY, Behavior.STALL);
                HostileEndpoint dripping = new HostileEndpoint().on(HostileEndpoint.ANY, Behavior.DRIP)) {
            for (int i = 0; i < others; i++) {
                HostileEndpoint endpoint = i % 2 == 0 ? stalling : dripping;
                Waiting.deploy(runtime.engine(), stranger(waiting, i, endpoint), group, event -> {});
            }
            long limit = System.nanoTime() + LONGEST_START.toNanos();
            while (stalling.held() + dripping.held() < others && System.nanoTime() < limit) {
                Thread.sleep(10);
            }
            return times(waiting, runtime, group);
        }
    }

    private static Times times(Waiting waiting, EngineRuntime runtime, String group) throws Exception {
        CompletableFuture<Long> created = new CompletableFuture<>();
        CompletableFuture<Long> seen = new CompletableFuture<>();
        long begun = System.nanoTime();
        Waiting.deploy(runtime.engine(), waiting.access, group, event -> {
            if (event instanceof DeploymentEvent.Created) {
                created.complete(System.nanoTime());
            } else if (event instanceof DeploymentEvent.Progress) {
                seen.complete(System.nanoTime());
            }
        });
        long creation = created.get(10, TimeUnit.MINUTES);
        return new Times(seconds(begun, creation), seconds(creation, seen.get(10, TimeUnit.MINUTES)));
    }

    /** Each is a tenant of its own: nothing holds it back but what holds all of them back. */
    private static TargetAccess stranger(Waiting waiting, int number, HostileEndpoint endpoint) throws IOException {
        TargetAccess own = waiting.access;
        SourceIdentity identity = new SourceIdentity(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIASTRANGER", "secret")),
                "stranger-" + number,
                "a stranger's credential");
        return TargetAccess.of(identity, own.role(), own.externalId(), own.region())
                .with(AwsEndpoints.all(endpoint.address()));
    }

    private static double seconds(long from, long to) {
        return (to - from) / 1e9;
    }
}
