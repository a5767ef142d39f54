package io.jenkins.plugins.codedeploy.engine.deploy;

import io.jenkins.plugins.codedeploy.engine.Problem;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.diagnosis.DeploymentDiagnosis;
import io.jenkins.plugins.codedeploy.engine.diagnosis.DeploymentDiagnosis.FailedEvent;
import io.jenkins.plugins.codedeploy.engine.setup.SetupValues;
import io.jenkins.plugins.codedeploy.engine.watch.Snapshot;
import io.jenkins.plugins.codedeploy.engine.watch.TargetState;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Why a deployment failed: the first cause above the consequence that CodeDeploy names. */
final class Failures {
    private Failures() {}

    static Problem explain(
            SetupValues known, Snapshot last, Snapshot rollback, String rollbackId, List<TargetState> failed) {
        Text summary = last.errorCode() == null
                ? Text.of("deploy.ended", last.id(), last.status())
                : Text.of("deploy.failed", last.id(), last.status(), last.errorCode(), last.errorMessage());
        return new Problem(
                summary,
                failed.stream().flatMap(t -> cause(t).stream()).findFirst().orElse(null),
                rolledBack(last, rollback, rollbackId),
                DeploymentDiagnosis.of(
                        known,
                        last.errorCode(),
                        failed.stream()
                                .flatMap(t -> event(t).stream())
                                .findFirst()
                                .map(e -> new FailedEvent(e.name(), e.errorCode(), e.script(), e.message()))
                                .orElse(null)));
    }

    private static Optional<TargetState.Event> event(TargetState target) {
        return target.events().stream().filter(TargetState.Event::isFailed).findFirst();
    }

    private static Optional<Text> cause(TargetState target) {
        return event(target).map(e -> cause(target.id(), e));
    }

    private static Text cause(String target, TargetState.Event e) {
        String script = Objects.requireNonNullElse(e.script(), "");
        return Text.of(
                script.isEmpty() ? "deploy.cause" : "deploy.cause.script",
                target,
                e.name(),
                Objects.requireNonNullElse(e.errorCode(), e.status()),
                Objects.requireNonNullElse(e.message(), ""),
                script);
    }

    private static Text rolledBack(Snapshot last, Snapshot rollback, String rollbackId) {
        if (rollback != null) {
            return Text.of(
                    rollback.status().isSucceeded() ? "deploy.rolledBack" : "deploy.rollbackFailed",
                    rollback.id(),
                    rollback.status());
        }
        if (rollbackId != null) {
            return Text.of("deploy.aborted.rollback", rollbackId);
        }
        return last.rollbackMessage() == null ? null : Text.of("deploy.rollbackMessage", last.rollbackMessage());
    }
}
