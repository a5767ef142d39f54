package io.jenkins.plugins.codedeploy.engine.deploy;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.Guidance;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentHandle.AbortCause;
import io.jenkins.plugins.codedeploy.engine.diagnosis.DeploymentDiagnosis;
import io.jenkins.plugins.codedeploy.engine.watch.Snapshot;
import io.jenkins.plugins.codedeploy.engine.watch.TargetState;
import java.util.List;
import java.util.Objects;

/** Whether any target got past its first lifecycle event: where none did, the agents may not be running. */
final class FirstEvents {
    private boolean seen;
    private boolean passed;

    /** @param targets as they were before the run told the deployment to stop */
    void see(@NonNull List<TargetState> targets) {
        seen |= !targets.isEmpty();
        passed |= targets.stream()
                .flatMap(target -> target.events().stream())
                .anyMatch(event -> !event.status().equals("Pending")
                        && !event.status().equals("InProgress")
                        && !event.status().equals("Unknown")
                        && !event.status().equals("Skipped"));
    }

    /** @return null where the run did not time out, or where anything else shows why */
    @CheckForNull
    Guidance ofTimeout(@CheckForNull AbortCause cause, @CheckForNull Snapshot last) {
        boolean none = last != null
                && "Server".equals(Objects.requireNonNullElse(last.platform(), "Server"))
                && seen
                && !passed
                && last.overview().succeeded() == 0;
        return none && cause == AbortCause.TIMEOUT ? DeploymentDiagnosis.noFirstEvent() : null;
    }
}
