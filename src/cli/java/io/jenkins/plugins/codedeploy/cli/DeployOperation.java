package io.jenkins.plugins.codedeploy.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.codedeploy.cli.runtime.EngineRuntime;
import io.jenkins.plugins.codedeploy.engine.InvalidInputException;
import io.jenkins.plugins.codedeploy.engine.aws.TargetAccess;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentEvent;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentHandle;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentListener;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentNarrator;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentPolicy;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentRequest;
import io.jenkins.plugins.codedeploy.engine.deploy.Nonce;
import io.jenkins.plugins.codedeploy.engine.deploy.Outcome;
import io.jenkins.plugins.codedeploy.engine.journal.Journal;
import io.jenkins.plugins.codedeploy.engine.revision.S3Revision;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Deploys, and waits for the outcome on the calling thread. */
final class DeployOperation implements DeploymentListener {
    static final String SESSION = "codedeploy-tools";

    private final EngineRuntime runtime;
    private final TargetAccess access;
    private final Console console;
    private final DeploymentNarrator narrator;
    private final Timeline timeline = new Timeline();

    @CheckForNull
    private final LiveTable table;

    private boolean outlivesProcess = true;

    DeployOperation(EngineRuntime runtime, TargetAccess access, Console console) {
        this(runtime, access, console, false);
    }

    /** @param watch whether a table of the targets is shown while the deployment runs, where there is a terminal */
    DeployOperation(EngineRuntime runtime, TargetAccess access, Console console, boolean watch) {
        this.runtime = runtime;
        this.access = access;
        this.console = console;
        narrator = new DeploymentNarrator(OptionNames.LANGUAGE, this::progress);
        table = watch && console.isTerminal() ? new LiveTable() : null;
    }

    /** Returns this, for a simulated AWS in this process: an interruption leaves no deployment behind to tell of. */
    DeployOperation endingWithProcess() {
        outlivesProcess = false;
        return this;
    }

    Outcome deploy(DeploymentRequest request, DeploymentPolicy policy) throws IOException, InterruptedException {
        return deploy(request, policy, Nonce.of(UUID.randomUUID().toString()), Journal.inMemory());
    }

    /** Creates the deployment, or continues where the journal says that an earlier process has left it. */
    Outcome deploy(DeploymentRequest request, DeploymentPolicy policy, String nonce, Journal journal)
            throws IOException, InterruptedException {
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        DeploymentHandle run =
                runtime.engine().start(access, SESSION, request, policy, nonce, journal, this, outcome::complete);
        return await(run, journal, outcome);
    }

    @Override
    public void event(DeploymentEvent event) {
        if (event instanceof DeploymentEvent.RollbackStarted) {
            timeline.lines(console.isTerminal()).forEach(console::progress);
        }
        timeline.event(event);
        if (table == null || !LiveTable.shows(event)) {
            narrator.event(event);
        }
        if (table != null) {
            table.event(event);
            console.foot(table.lines(console.width()));
        }
    }

    /** A link to the console leads nowhere if the endpoint is not AWS's. */
    private void progress(String line) {
        URI endpoint = access.endpoints().codedeploy();
        boolean aws = endpoint == null || endpoint.getHost().contains(".amazonaws.");
        console.progress(aws ? line : line.replaceFirst(": https://\\S*console\\S*$", ""));
    }

    Outcome follow(String deploymentId, DeploymentPolicy policy) throws IOException, InterruptedException {
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        Journal journal = Journal.inMemory();
        DeploymentHandle run =
                runtime.engine().follow(access, SESSION, deploymentId, policy, journal, this, outcome::complete);
        return await(run, journal, outcome);
    }

    @SuppressWarnings("try")
    private Outcome await(DeploymentHandle run, Journal journal, CompletableFuture<Outcome> future)
            throws InterruptedException {
        Outcome outcome;
        try (Farewell farewell = outlivesProcess ? new Farewell(console, run, journal) : null) {
            outcome = future.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
        console.foot(List.of());
        timeline.lines(console.isTerminal()).forEach(console::progress);
        narrator.failures(outcome, console.isTerminal() ? console.width() : Integer.MAX_VALUE);
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
