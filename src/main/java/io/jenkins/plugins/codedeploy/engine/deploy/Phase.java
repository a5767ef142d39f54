package io.jenkins.plugins.codedeploy.engine.deploy;

import io.jenkins.plugins.codedeploy.engine.Problem;
import io.jenkins.plugins.codedeploy.engine.Text;

/** Half of a run: until there is a deployment, and from there on. Used on the run's own executor, but for two methods. */
sealed interface Phase permits Creation, DeploymentMonitor {
    void enter();

    /** The run is to stop. */
    void abort();

    /** Lets go of all that it holds. */
    void release();

    /** What others wait for, who must not wait for the run's present step. May be called from any thread. */
    default void releaseForOthers() {
        // nothing
    }

    /** One short phrase. May be called from any thread. */
    Text status();

    /** Returns the state of the deployment, or of the attempt to create it, if tracking ends now. Safe for any thread. */
    Problem leftBehind();
}
