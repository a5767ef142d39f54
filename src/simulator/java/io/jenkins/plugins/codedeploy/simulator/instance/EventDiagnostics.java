package io.jenkins.plugins.codedeploy.simulator.instance;

import edu.umd.cs.findbugs.annotations.NonNull;

/**
 * What an agent reports of a lifecycle event, as in a lifecycle event's diagnostics.
 *
 * @param errorCode {@code Success}, {@code ScriptMissing}, {@code ScriptNotExecutable}, {@code ScriptTimedOut},
 *     {@code ScriptFailed} or {@code UnknownError}
 * @param scriptName empty where no script is to blame
 * @param logTail empty after a success: the agent sends it only with an error
 */
public record EventDiagnostics(
        @NonNull String errorCode,
        @NonNull String scriptName,
        @NonNull String message,
        @NonNull String logTail) {
    public static final EventDiagnostics SUCCESS = new EventDiagnostics("Success", "", "Succeeded", "");

    /** Anything that is no script's fault. */
    @NonNull
    public static EventDiagnostics unknown(@NonNull String message) {
        return new EventDiagnostics("UnknownError", "", message, "");
    }

    /** A script that ended with an exit code other than 0. */
    @NonNull
    public static EventDiagnostics scriptFailed(@NonNull String script, int exitCode, @NonNull String logTail) {
        String message = "Script at specified location: " + script + " failed with exit code " + exitCode;
        return new EventDiagnostics("ScriptFailed", script, message, logTail);
    }

    public boolean succeeded() {
        return errorCode.equals("Success");
    }
}
