package io.jenkins.plugins.codedeploy.engine.deploy;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.Problem;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.diagnosis.DeploymentDiagnosis;
import io.jenkins.plugins.codedeploy.engine.diagnosis.DeploymentDiagnosis.FailedEvent;
import io.jenkins.plugins.codedeploy.engine.facts.SetupValues;
import io.jenkins.plugins.codedeploy.engine.facts.SetupValues.Field;
import io.jenkins.plugins.codedeploy.engine.watch.Snapshot;
import io.jenkins.plugins.codedeploy.engine.watch.TargetState;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Why a deployment failed: beside the consequence that CodeDeploy names, the first cause, by time. */
final class Failures {
    private static final Comparator<Instant> EARLIEST = Comparator.nullsLast(Comparator.naturalOrder());

    private Failures() {}

    /** An event of a target that failed. */
    private record Failed(@NonNull String target, @NonNull TargetState.Event event) {
        /** Null where AWS does not tell. */
        @CheckForNull
        Instant at() {
            return event.end() == null ? event.start() : event.end();
        }

        /** @param targets that failed in the same way, this one included */
        Text text(long targets) {
            String script = Objects.requireNonNullElse(event.script(), "");
            String code = Objects.requireNonNullElse(event.errorCode(), event.status());
            String message = Objects.requireNonNullElse(event.message(), "");
            Object who = targets > 1 ? Text.of("deploy.cause.targets", targets, target) : target;
            if (message.isEmpty()) {
                return script.isEmpty()
                        ? Text.of("deploy.cause.brief", who, event.name(), code)
                        : Text.of("deploy.cause.script.brief", who, event.name(), code, script);
            }
            return script.isEmpty()
                    ? Text.of("deploy.cause", who, event.name(), code, message)
                    : Text.of("deploy.cause.script", who, event.name(), code, message, script);
        }
    }

    static Problem explain(
            SetupValues known, Snapshot last, Snapshot rollback, String rollbackId, List<TargetState> failed) {
        Optional<Failed> first =
                failed.stream().flatMap(Failures::failed).min(Comparator.comparing(Failed::at, EARLIEST));
        Text cause = first.map(f -> f.text(same(f, failed))).orElse(null);
        return new Problem(
                cause == null ? ended(last) : cause,
                cause == null ? null : ended(last),
                rolledBack(last, rollback, rollbackId),
                DeploymentDiagnosis.of(
                        known.with(Field.PLATFORM, last.platform()),
                        last.errorCode(),
                        first.map(Failed::event)
                                .map(e -> new FailedEvent(e.name(), e.errorCode(), e.script(), e.message()))
                                .orElse(null)));
    }

    /** How many targets failed in the same way. */
    private static long same(Failed first, List<TargetState> failed) {
        return failed.stream()
                .flatMap(Failures::failed)
                .filter(other -> FailureGroup.of(other.event()).equals(FailureGroup.of(first.event())))
                .count();
    }

    private static Text ended(Snapshot last) {
        String code = Objects.requireNonNullElse(last.errorCode(), "");
        String message = Objects.requireNonNullElse(last.errorMessage(), "");
        if (code.isEmpty() && message.isEmpty()) {
            return Text.of("deploy.ended", last.id(), last.status());
        }
        return code.isEmpty() || message.isEmpty()
                ? Text.of("deploy.failed.brief", last.id(), last.status(), code + message)
                : Text.of("deploy.failed", last.id(), last.status(), code, message);
    }

    private static Stream<Failed> failed(TargetState target) {
        return target.events().stream()
                .filter(TargetState.Event::isFailed)
                .limit(1)
                .map(event -> new Failed(target.id(), event));
    }

    private static Text rolledBack(Snapshot last, Snapshot rollback, String rollbackId) {
        if (rollback != null) {
            return !rollback.status().isSucceeded()
                    ? Text.of("deploy.rollbackFailed", rollback.id(), rollback.status())
                    : rollback.revision() == null
                            ? Text.of("deploy.rolledBack", rollback.id())
                            : Text.of("deploy.rolledBackTo", rollback.id(), rollback.revision());
        }
        if (rollbackId != null) {
            return Text.of("deploy.aborted.rollback", rollbackId);
        }
        return last.rollbackMessage() == null ? null : Text.of("deploy.rollbackMessage", last.rollbackMessage());
    }
}
