package io.jenkins.plugins.codedeploy.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentHandle;
import io.jenkins.plugins.codedeploy.engine.journal.Journal;
import io.jenkins.plugins.codedeploy.engine.journal.JournalEntry;
import java.io.IOException;
import java.util.List;

/** Reports a deployment that is still running when the process is interrupted (Ctrl-C). */
final class Farewell implements AutoCloseable {
    private final Console console;
    private final DeploymentHandle run;
    private final Journal journal;
    private final Thread hook = new Thread(this::say, "codedeploy-farewell");

    Farewell(Console console, DeploymentHandle run, Journal journal) {
        this.console = console;
        this.run = run;
        this.journal = journal;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    void say() {
        console.foot(List.of());
        JournalEntry entry;
        try {
            entry = journal.read();
        } catch (IOException e) {
            entry = null;
        }
        run.detach();
        String id = run.deploymentId();
        String summary;
        String fix = null;
        if (id != null) {
            summary = "Interrupted: deployment " + id + " is still running.";
            fix = "Track it with deploy --deployment-id " + id + ", or stop it with stop --deployment-id " + id + ".";
        } else if (entry != null && entry.stage() == JournalEntry.Stage.INTENDED) {
            summary = "Interrupted. No deployment was created.";
        } else {
            summary = "Interrupted while it was unknown whether a deployment had been created.";
            fix = "Look for a deployment whose description contains " + (entry == null ? "[xacd:" : entry.nonce())
                    + ".";
        }
        console.progress(summary + (fix == null ? "" : " " + fix));
        ObjectNode result = Console.object();
        result.put("deploymentId", id);
        result.put("status", entry == null ? null : entry.status());
        result.set("problem", Console.problem(summary, null, fix));
        console.result(result);
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the JVM is shutting down and runs the hook
        }
    }
}
