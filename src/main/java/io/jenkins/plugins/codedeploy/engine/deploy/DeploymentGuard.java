package io.jenkins.plugins.codedeploy.engine.deploy;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.codedeploy.engine.Problem;

/** What must hold when a deployment is created: asked right before each CreateDeployment, also after a wait. */
@FunctionalInterface
public interface DeploymentGuard {
    DeploymentGuard NONE = () -> null;

    /** Returns why nothing may be created now; null if it may. Must not block for longer than a read from disk. */
    @CheckForNull
    Problem refusal();
}
