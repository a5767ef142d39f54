package io.jenkins.plugins.codedeploy.engine.watch;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.Serial;

/** AWS answers, and tells nothing of the deployment. */
public final class UnknownDeploymentException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    UnknownDeploymentException(@NonNull String deploymentId) {
        super("Deployment " + deploymentId + " does not exist.");
    }
}
