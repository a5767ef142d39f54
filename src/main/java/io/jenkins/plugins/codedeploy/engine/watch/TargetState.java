package io.jenkins.plugins.codedeploy.engine.watch;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.services.codedeploy.model.DeploymentTarget;
import software.amazon.awssdk.services.codedeploy.model.Diagnostics;

/**
 * One target (an instance, a Lambda function, an ECS service) and its lifecycle events. Every text is AWS's or the
 * instance's and untrusted.
 *
 * @param label green or blue, where it is known
 */
public record TargetState(
        @NonNull String id,
        @NonNull String status,
        @CheckForNull String label,
        @NonNull List<Event> events) {

    /**
     * A lifecycle event.
     *
     * @param errorCode such as {@code ScriptFailed}; null unless it failed
     * @param logTail at most 4 KB
     */
    public record Event(
            @NonNull String name,
            @NonNull String status,
            @CheckForNull Instant start,
            @CheckForNull Instant end,
            @CheckForNull String errorCode,
            @CheckForNull String script,
            @CheckForNull String message,
            @CheckForNull String logTail) {
        public boolean isFailed() {
            return status.equals("Failed");
        }

        /** When it ended, or else began; null where AWS does not say. */
        @CheckForNull
        public Instant at() {
            return end == null ? start : end;
        }

        /** In what way it failed. */
        @NonNull
        public FailureKind failure() {
            return FailureKind.of(name, errorCode, script, message);
        }
    }

    /** The first event that failed. */
    @NonNull
    public Optional<Event> failure() {
        return events.stream().filter(Event::isFailed).findFirst();
    }

    public boolean isFailed() {
        return status.equals("Failed");
    }

    @NonNull
    static TargetState of(DeploymentTarget target) {
        // by what is there: its type may be new, or not be told
        if (target.instanceTarget() != null) {
            return state(
                    target.instanceTarget().targetId(),
                    target.instanceTarget().statusAsString(),
                    target.instanceTarget().instanceLabelAsString(),
                    target.instanceTarget().lifecycleEvents());
        }
        if (target.lambdaTarget() != null) {
            return state(
                    target.lambdaTarget().targetId(),
                    target.lambdaTarget().statusAsString(),
                    null,
                    target.lambdaTarget().lifecycleEvents());
        }
        if (target.ecsTarget() != null) {
            return state(
                    target.ecsTarget().targetId(),
                    target.ecsTarget().statusAsString(),
                    null,
                    target.ecsTarget().lifecycleEvents());
        }
        if (target.cloudFormationTarget() != null) {
            return state(
                    target.cloudFormationTarget().targetId(),
                    target.cloudFormationTarget().statusAsString(),
                    null,
                    target.cloudFormationTarget().lifecycleEvents());
        }
        return state(null, null, null, List.of());
    }

    private static TargetState state(
            String id,
            String status,
            String label,
            List<software.amazon.awssdk.services.codedeploy.model.LifecycleEvent> events) {
        return new TargetState(
                Objects.requireNonNullElse(id, DeploymentStatus.UNKNOWN),
                Objects.requireNonNullElse(status, DeploymentStatus.UNKNOWN),
                label,
                events.stream().map(TargetState::event).toList());
    }

    private static Event event(software.amazon.awssdk.services.codedeploy.model.LifecycleEvent e) {
        Diagnostics d = e.diagnostics();
        boolean told = d != null && !"Success".equals(d.errorCodeAsString());
        return new Event(
                Objects.requireNonNullElse(e.lifecycleEventName(), DeploymentStatus.UNKNOWN),
                Objects.requireNonNullElse(e.statusAsString(), DeploymentStatus.UNKNOWN),
                e.startTime(),
                e.endTime(),
                told ? d.errorCodeAsString() : null,
                told ? d.scriptName() : null,
                told ? d.message() : null,
                told ? d.logTail() : null);
    }
}
