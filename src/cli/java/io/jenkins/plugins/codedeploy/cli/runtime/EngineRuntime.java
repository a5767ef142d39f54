package io.jenkins.plugins.codedeploy.cli.runtime;

import io.jenkins.plugins.codedeploy.engine.aws.AwsClients;
import io.jenkins.plugins.codedeploy.engine.aws.CallThreads;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentEngine;
import io.jenkins.plugins.codedeploy.engine.deploy.EngineTimes;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;

/** The engine with threads and an HTTP client of its own, for processes without Jenkins. */
public final class EngineRuntime implements AutoCloseable {
    private final AwsClients clients;
    private final ScheduledExecutorService timer;
    private final ExecutorService pool;
    private final DeploymentEngine engine;

    public EngineRuntime(EngineTimes times, Duration callTimeout) {
        this(
                times,
                callTimeout,
                ApacheHttpClient.builder()
                        .maxConnections(AwsClients.CONNECTIONS)
                        .build());
    }

    /** @param http closed with this */
    public EngineRuntime(EngineTimes times, Duration callTimeout, SdkHttpClient http) {
        clients = new AwsClients(http, Clock.systemUTC(), callTimeout);
        timer = Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "codedeploy-timer"));
        pool = new CallThreads(task -> daemon(task, "codedeploy-calls"));
        engine = new DeploymentEngine(clients, times, timer, pool);
    }

    public AwsClients clients() {
        return clients;
    }

    public DeploymentEngine engine() {
        return engine;
    }

    @Override
    public void close() {
        engine.close();
        timer.shutdownNow();
        pool.shutdownNow();
        clients.close();
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
