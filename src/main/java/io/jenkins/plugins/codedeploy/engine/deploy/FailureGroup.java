package io.jenkins.plugins.codedeploy.engine.deploy;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.watch.TargetState;

/** In what way a target failed: targets with equal values are told together. */
record FailureGroup(
        @NonNull String event,
        @CheckForNull String code,
        @CheckForNull String script,
        @CheckForNull String message) {
    @NonNull
    static FailureGroup of(@NonNull TargetState.Event event) {
        return new FailureGroup(
                event.name(),
                event.errorCode() == null ? event.status() : event.errorCode(),
                event.script(),
                event.message());
    }
}
