package io.jenkins.plugins.codedeploy.engine.watch;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * In what way a lifecycle event failed: targets with equal ones are told together. Every text is untrusted.
 *
 * @param code such as {@code ScriptFailed}; null where AWS gives none
 * @param reason the script's exit code where the agent gives one; else its message; null where there is none
 */
public record FailureKind(
        @NonNull String event,
        @CheckForNull String code,
        @CheckForNull String script,
        @CheckForNull String reason) {
    private static final Pattern EXIT_CODE = Pattern.compile("exit code (\\d{1,3})\\b");

    /** @param message of the agent, which may name the target; null where there is none */
    @NonNull
    public static FailureKind of(
            @NonNull String event,
            @CheckForNull String code,
            @CheckForNull String script,
            @CheckForNull String message) {
        String exitCode = exitCode(message);
        return new FailureKind(event, code, script, exitCode == null ? message : exitCode);
    }

    /**
     * As the agent words it, such as {@code Script at specified location: … failed with exit code 1}.
     *
     * @return null where the message tells none
     */
    @CheckForNull
    public static String exitCode(@CheckForNull String message) {
        Matcher code = EXIT_CODE.matcher(message == null ? "" : message);
        return code.find() ? code.group(1) : null;
    }
}
