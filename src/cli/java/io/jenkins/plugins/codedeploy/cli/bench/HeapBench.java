package io.jenkins.plugins.codedeploy.cli.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import edu.umd.cs.findbugs.annotations.NonNull;
import edu.umd.cs.findbugs.annotations.SuppressFBWarnings;
import io.jenkins.plugins.codedeploy.cli.runtime.EngineRuntime;
import io.jenkins.plugins.codedeploy.engine.aws.TargetAccess;
import io.jenkins.plugins.codedeploy.engine.deploy.EngineTimes;
import io.jenkins.plugins.codedeploy.engine.deploy.Outcome;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** What a deployment holds of this JVM's heap while it waits: what lives with so many, less what lives with some. */
final class HeapBench {
    /** That bring what all share: clients, sessions, classes. */
    private static final int FIRST = 20;
    /** In which each is looked at some times. */
    private static final Duration SETTLING = Duration.ofSeconds(30);

    private static final double KIB = 1024;

    private HeapBench() {}

    @SuppressFBWarnings(value = "OS_OPEN_STREAM", justification = "the process goes on writing")
    static Measure run(int deployments, @NonNull Consumer<String> progress) throws Exception {
        int all = FIRST + deployments;
        Process server = new ProcessBuilder(Child.java(List.of(), WaitingServer.class, List.of(String.valueOf(all))))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        EngineRuntime runtime = new EngineRuntime(EngineTimes.DEFAULTS, Duration.ofMinutes(1));
        try {
            JsonNode seed = new ObjectMapper()
                    .readTree(new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8))
                            .readLine());
            TargetAccess access = Waiting.access(
                    URI.create(seed.path("endpoint").asText()),
                    seed.path("accessKeyId").asText(),
                    seed.path("secretAccessKey").asText(),
                    seed.path("roleArn").asText(),
                    seed.path("externalId").asText(),
                    seed.path("region").asText());
            List<CompletableFuture<Outcome>> waiting = new ArrayList<>(all);
            start(runtime, access, waiting, FIRST);
            long few = used();
            start(runtime, access, waiting, all);
            long many = used();
            if (waiting.stream().anyMatch(CompletableFuture::isDone)) {
                throw new IllegalStateException("they were to wait");
            }
            progress.accept(String.format("heap with %d waiting: %d KiB more", deployments, (many - few) >> 10));
            return new Measure("heap of a waiting deployment", "aim", (many - few) / KIB / deployments, 8, "KiB", 1);
        } finally {
            runtime.close();
            server.destroy();
            server.waitFor();
        }
    }

    private static void start(
            EngineRuntime runtime, TargetAccess access, List<CompletableFuture<Outcome>> waiting, int until)
            throws Exception {
        for (int i = waiting.size(); i < until; i++) {
            waiting.add(Waiting.deploy(runtime.engine(), access, WaitingServer.group(i)));
        }
        Thread.sleep(SETTLING.toMillis());
    }

    @SuppressFBWarnings(value = "DM_GC", justification = "what is garbage is not to be counted")
    private static long used() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            System.gc();
            Thread.sleep(100);
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
