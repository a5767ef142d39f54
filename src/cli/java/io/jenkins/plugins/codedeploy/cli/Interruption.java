package io.jenkins.plugins.codedeploy.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import edu.umd.cs.findbugs.annotations.NonNull;

/** Reports an interruption (Ctrl-C) at a moment at which no deployment has been created. */
final class Interruption implements AutoCloseable {
    private final Console console;
    private final String summary;
    private final Thread hook = new Thread(this::report, "codedeploy-interruption");

    /** @param summary what is true if the process is interrupted before {@link #close} */
    Interruption(@NonNull Console console, @NonNull String summary) {
        this.console = console;
        this.summary = summary;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private void report() {
        console.progress(summary);
        ObjectNode result = Console.object().putNull("deploymentId");
        result.set("problem", Console.problem(summary, null, null));
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
