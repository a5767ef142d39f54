package io.jenkins.plugins.codedeploy.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.jenkins.plugins.codedeploy.cli.runtime.EngineRuntime;
import io.jenkins.plugins.codedeploy.engine.InvalidInputException;
import io.jenkins.plugins.codedeploy.engine.aws.TargetAccess;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentHandle;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentNarrator;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentPolicy;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentRequest;
import io.jenkins.plugins.codedeploy.engine.deploy.Nonce;
import io.jenkins.plugins.codedeploy.engine.deploy.Outcome;
import io.jenkins.plugins.codedeploy.engine.journal.Journal;
import io.jenkins.plugins.codedeploy.engine.revision.S3Revision;
import java.io.IOException;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Deploys, and waits for the outcome on the calling thread. */
final class DeployOperation {
    static final String SESSION = "codedeploy-tools";

    private final EngineRuntime runtime;
    private final TargetAccess access;
    private final Console console;
    private final DeploymentNarrator narrator;

    DeployOperation(EngineRuntime runtime, TargetAccess access, Console console) {
        this.runtime = runtime;
        this.access = access;
        this.console = console;
        narrator = new DeploymentNarrator(OptionNames.LANGUAGE, console::progress);
    }

    Outcome deploy(DeploymentRequest request, DeploymentPolicy policy) throws IOException, InterruptedException {
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        Journal journal = Journal.inMemory();
        String nonce = Nonce.of(UUID.randomUUID().toString());
        DeploymentHandle run =
                runtime.engine().start(access, SESSION, request, policy, nonce, journal, narrator, outcome::complete);
        return await(run, journal, outcome);
    }

    Outcome follow(String deploymentId, DeploymentPolicy policy) throws IOException, InterruptedException {
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        Journal journal = Journal.inMemory();
        DeploymentHandle run =
                runtime.engine().follow(access, SESSION, deploymentId, policy, journal, narrator, outcome::complete);
        return await(run, journal, outcome);
    }

    @SuppressWarnings("try")
    private Outcome await(DeploymentHandle run, Journal journal, CompletableFuture<Outcome> future)
            throws InterruptedException {
        Outcome outcome;
        try (Farewell farewell = new Farewell(console, run, journal)) {
            outcome = future.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
        narrator.failures(outcome);
        if (outcome.problem() != null) {
            console.tell(outcome.problem());
        }
        return outcome;
    }

    /** Puts the outcome into the result; what AWS returned replaces the values of the request. */
    static void tell(Outcome outcome, ObjectNode result) {
        result.put("deploymentId", outcome.deploymentId());
        result.put("status", outcome.status());
        if (outcome.last() != null && outcome.last().application() != null) {
            result.put("application", outcome.last().application());
        }
        if (outcome.last() != null && outcome.last().deploymentGroup() != null) {
            result.put("deploymentGroup", outcome.last().deploymentGroup());
        }
        if (outcome.last() != null
                && outcome.last().revision() != null
                && result.path("revision").isNull()) {
            result.set("revision", revision(outcome.last().revision()));
        }
        if (outcome.rollback() != null) {
            result.put("rollbackId", outcome.rollback().id());
        }
        if (outcome.problem() != null) {
            result.set("problem", Console.problem(outcome.problem()));
        }
    }

    /** Returns a JSON object for a revision in S3, and the text itself for any other revision. */
    private static JsonNode revision(String told) {
        try {
            return PushOperation.json(S3Revision.parse(told));
        } catch (InvalidInputException e) {
            return TextNode.valueOf(told);
        }
    }
}
