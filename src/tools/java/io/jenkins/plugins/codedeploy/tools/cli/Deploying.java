package io.jenkins.plugins.codedeploy.tools.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.codedeploy.engine.aws.SessionName;
import io.jenkins.plugins.codedeploy.engine.aws.TargetAccess;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentRequest;
import io.jenkins.plugins.codedeploy.engine.deploy.Nonce;
import io.jenkins.plugins.codedeploy.engine.deploy.Outcome;
import io.jenkins.plugins.codedeploy.engine.deploy.RunNarrator;
import io.jenkins.plugins.codedeploy.engine.deploy.RunPolicy;
import io.jenkins.plugins.codedeploy.engine.journal.Journal;
import java.io.IOException;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/** Deploys, and waits on the calling thread. */
final class Deploying {
    private final EngineRuntime runtime;
    private final TargetAccess access;
    private final Consumer<String> progress;
    private final RunNarrator narrator;

    Deploying(EngineRuntime runtime, TargetAccess access, Consumer<String> progress) {
        this.runtime = runtime;
        this.access = access;
        this.progress = progress;
        narrator = new RunNarrator(Locale.ROOT, progress);
    }

    Outcome deploy(DeploymentRequest request, RunPolicy policy) throws IOException, InterruptedException {
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        runtime.engine()
                .start(
                        access,
                        SessionName.of("codedeploy-tools", ""),
                        request,
                        policy,
                        Nonce.of(UUID.randomUUID().toString()),
                        Journal.inMemory(),
                        narrator,
                        outcome::complete);
        return await(outcome);
    }

    Outcome follow(String deploymentId, RunPolicy policy) throws IOException, InterruptedException {
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        runtime.engine()
                .follow(
                        access,
                        SessionName.of("codedeploy-tools", ""),
                        deploymentId,
                        policy,
                        Journal.inMemory(),
                        narrator,
                        outcome::complete);
        return await(outcome);
    }

    private Outcome await(CompletableFuture<Outcome> future) throws InterruptedException {
        Outcome outcome;
        try {
            outcome = future.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
        narrator.failures(outcome);
        if (outcome.problem() != null) {
            progress.accept(outcome.problem().toString());
        }
        return outcome;
    }

    static ObjectNode json(Outcome outcome) {
        ObjectNode result = Console.object();
        result.put("deploymentId", outcome.deploymentId());
        result.put(
                "status",
                outcome.last() == null
                        ? outcome.kind().name()
                        : outcome.last().status().word());
        if (outcome.rollback() != null) {
            result.put("rollbackId", outcome.rollback().id());
        }
        if (outcome.problem() != null) {
            result.set("problem", Console.problem(outcome.problem()));
        }
        return result;
    }
}
