package io.jenkins.plugins.codedeploy.report;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Util;
import io.jenkins.plugins.codedeploy.engine.watch.TargetState;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** A lifecycle event that failed, and what its instance said. Every text is the instance's and untrusted. */
@ExportedBean
public final class FailedEvent {
    private static final Pattern EXIT_CODE = Pattern.compile("exit code (\\d{1,3})\\b");

    private final String target;
    private final String event;
    private final String errorCode;
    private final String script;
    private final String message;
    private final String logTail;

    private FailedEvent(String target, String event, String errorCode, String script, String message, String logTail) {
        this.target = target;
        this.event = event;
        this.errorCode = errorCode;
        this.script = script;
        this.message = message;
        this.logTail = logTail;
    }

    @NonNull
    static FailedEvent of(@NonNull String target, @NonNull TargetState.Event e) {
        return new FailedEvent(
                Bounds.cut(target, Bounds.TEXT),
                Bounds.cut(e.name(), Bounds.TEXT),
                Bounds.cut(e.errorCode(), Bounds.TEXT),
                Bounds.cut(e.script(), Bounds.TEXT),
                Bounds.cut(e.message(), Bounds.TEXT),
                Bounds.tail(e.logTail()));
    }

    @NonNull
    FailedEvent redacted() {
        return new FailedEvent(
                AccountRedaction.of(target),
                event,
                errorCode,
                AccountRedaction.ofLog(script),
                AccountRedaction.of(message),
                AccountRedaction.ofLog(logTail));
    }

    boolean isOf(String otherTarget, String otherEvent) {
        return getTarget().equals(otherTarget) && getEvent().equals(otherEvent);
    }

    /** Equal for failures of the same event that read the same but for the target and its log. */
    @NonNull
    Object likeness() {
        return Arrays.asList(event, errorCode, script, exitCode() == null ? message : exitCode());
    }

    /** As the agent words it in its message, such as {@code Script at specified location: … failed with exit code 1}. */
    @CheckForNull
    String exitCode() {
        Matcher code = EXIT_CODE.matcher(Util.fixNull(message));
        return code.find() ? code.group(1) : null;
    }

    @NonNull
    @Exported(inline = true)
    public String getTarget() {
        return Util.fixNull(target);
    }

    @NonNull
    @Exported(inline = true)
    public String getEvent() {
        return Util.fixNull(event);
    }

    /** Such as {@code ScriptFailed}. */
    @CheckForNull
    @Exported(inline = true)
    public String getErrorCode() {
        return errorCode;
    }

    @CheckForNull
    @Exported(inline = true)
    public String getScript() {
        return script;
    }

    @CheckForNull
    @Exported(inline = true)
    public String getMessage() {
        return message;
    }

    /** At most 4 KB. */
    @CheckForNull
    @Exported(inline = true)
    public String getLogTail() {
        return logTail;
    }
}
