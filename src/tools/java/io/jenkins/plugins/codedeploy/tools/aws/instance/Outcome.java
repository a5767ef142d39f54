package io.jenkins.plugins.codedeploy.tools.aws.instance;

import edu.umd.cs.findbugs.annotations.NonNull;

/**
 * What an agent reports of a lifecycle event, as in a lifecycle event's diagnostics.
 *
 * @param errorCode {@code Success}, {@code ScriptMissing}, {@code ScriptNotExecutable}, {@code ScriptTimedOut},
 *     {@code ScriptFailed} or {@code UnknownError}
 * @param scriptName empty where no script is to blame
 * @param logTail empty after a success: the agent sends it only with an error
 */
public record Outcome(
        @NonNull String errorCode,
        @NonNull String scriptName,
        @NonNull String message,
        @NonNull String logTail) {
    public static final Outcome SUCCESS = new Outcome("Success", "", "Succeeded", "");

    /** Anything that is no script's fault. */
    @NonNull
    public static Outcome unknown(@NonNull String message) {
        return new Outcome("UnknownError", "", message, "");
    }

    /** A script that ended with an exit code other than 0. */
    @NonNull
    public static Outcome scriptFailed(@NonNull String script, int exitCode, @NonNull String logTail) {
        String message = "Script at specified location: " + script + " failed with exit code " + exitCode;
        return new Outcome("ScriptFailed", script, message, logTail);
    }

    public boolean succeeded() {
        return errorCode.equals("Success");
    }
}
