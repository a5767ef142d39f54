package io.jenkins.plugins.codedeploy.simulator.instance;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.Serial;

/** A lifecycle event failed, in the words of the instance agent. */
public final class AgentFailure extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    private final String code;
    private final String script;

    /** A failure that no script caused. */
    public AgentFailure(@NonNull String message) {
        this("UnknownError", "", message);
    }

    AgentFailure(@NonNull String code, @NonNull String script, @NonNull String message) {
        super(message);
        this.code = code;
        this.script = script;
    }

    @NonNull
    EventDiagnostics outcome(@NonNull String logTail) {
        return new EventDiagnostics(code, script, getMessage(), logTail);
    }

    boolean isOfScript() {
        return !script.isEmpty();
    }

    /** What is left of a report whose log is not UTF-8. */
    @NonNull
    EventDiagnostics unreadable() {
        return new EventDiagnostics(
                "UnknownError", script, "Attempting minimal diagnostics", "Exception JSON::GeneratorError occured");
    }
}
