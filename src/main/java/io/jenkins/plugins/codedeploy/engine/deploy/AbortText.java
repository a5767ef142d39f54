package io.jenkins.plugins.codedeploy.engine.deploy;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentHandle.AbortCause;
import java.time.Duration;

/**
 * What became of a deployment whose run was ended early: by a person, or by the run's own timeout.
 *
 * @param timeout of the run; null where it has none
 */
record AbortText(
        @CheckForNull AbortCause cause, @CheckForNull Duration timeout) {
    private boolean timedOut() {
        return cause == AbortCause.TIMEOUT;
    }

    private String limit() {
        return timeout == null ? "" : DurationText.of(timeout);
    }

    @NonNull
    Text left(String id) {
        return timedOut() ? Text.of("deploy.timeout.left", limit(), id) : Text.of("deploy.aborted.left", id);
    }

    @NonNull
    Text shifted(String id) {
        return timedOut() ? Text.of("deploy.timeout.shifted", limit(), id) : Text.of("deploy.aborted.shifted", id);
    }

    @NonNull
    Text notStopped(String id) {
        return timedOut()
                ? Text.of("deploy.timeout.notStopped", limit(), id)
                : Text.of("deploy.aborted.notStopped", id);
    }

    /** @param word the deployment's last status; null where it was never seen */
    @NonNull
    Text stillStopping(String id, @CheckForNull String word) {
        if (word == null) {
            return timedOut()
                    ? Text.of("deploy.timeout.stillStopping.unseen", limit(), id)
                    : Text.of("deploy.aborted.stillStopping.unseen", id);
        }
        return timedOut()
                ? Text.of("deploy.timeout.stillStopping", limit(), id, word)
                : Text.of("deploy.aborted.stillStopping", id, word);
    }

    /** @param word the deployment's last status */
    @NonNull
    Text stopped(String id, String word) {
        if (cause == AbortCause.READY) {
            return Text.of("deploy.ready.stopped", id, word);
        }
        return timedOut()
                ? Text.of("deploy.timeout.stopped", limit(), id, word)
                : Text.of("deploy.aborted.stopped", id, word);
    }
}
