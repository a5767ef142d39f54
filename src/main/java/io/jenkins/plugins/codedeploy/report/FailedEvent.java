package io.jenkins.plugins.codedeploy.report;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Util;
import io.jenkins.plugins.codedeploy.engine.watch.FailureKind;
import io.jenkins.plugins.codedeploy.engine.watch.TargetState;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** A lifecycle event that failed, and what its instance said. Every text is the instance's and untrusted. */
@ExportedBean
public final class FailedEvent {
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

    @NonNull
    FailureKind kind() {
        return FailureKind.of(getEvent(), errorCode, script, message);
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
