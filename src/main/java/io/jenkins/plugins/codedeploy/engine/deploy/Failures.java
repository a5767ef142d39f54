package io.jenkins.plugins.codedeploy.engine.deploy;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.codedeploy.engine.Problem;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.diagnosis.DeploymentDiagnosis;
import io.jenkins.plugins.codedeploy.engine.facts.SetupValues;
import io.jenkins.plugins.codedeploy.engine.facts.SetupValues.Field;
import io.jenkins.plugins.codedeploy.engine.watch.Overview;
import io.jenkins.plugins.codedeploy.engine.watch.Snapshot;
import io.jenkins.plugins.codedeploy.engine.watch.TargetState;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** Why a deployment failed: beside the consequence that CodeDeploy names, the first cause, by time. */
final class Failures {
    private static final Comparator<Instant> EARLIEST = Comparator.nullsLast(Comparator.naturalOrder());

    private Failures() {}

    static Problem explain(
            SetupValues known, Snapshot last, Snapshot rollback, String rollbackId, List<TargetState> failed) {
        TargetState target = failed.stream()
                .filter(one -> one.failure().isPresent())
                .min(Comparator.comparing(one -> one.failure().get().at(), EARLIEST))
                .orElse(null);
        TargetState.Event event = target == null ? null : target.failure().get();
        Text cause = event == null ? null : text(target.id(), event, same(event, failed));
        return new Problem(
                cause == null ? ended(last) : cause,
                cause == null ? null : ended(last),
                rolledBack(last, rollback, rollbackId),
                DeploymentDiagnosis.of(known.with(Field.PLATFORM, last.platform()), code(last, event), event));
    }

    /** If no target failed, CodeDeploy could not start with any, because too few healthy ones would have been left. */
    @CheckForNull
    private static String code(Snapshot last, @CheckForNull TargetState.Event event) {
        String code = last.errorCode();
        boolean noneFailed = event == null
                && !last.overview().equals(Overview.NONE)
                && last.overview().failed() == 0;
        return noneFailed && "HEALTH_CONSTRAINTS".equals(code) ? "HEALTH_CONSTRAINTS_INVALID" : code;
    }

    /** @param targets that failed in the same way, this one included */
    private static Text text(String target, TargetState.Event event, long targets) {
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

    /** How many targets failed in the same way. */
    private static long same(TargetState.Event first, List<TargetState> failed) {
        return failed.stream()
                .flatMap(target -> target.failure().stream())
                .filter(other -> other.failure().equals(first.failure()))
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
