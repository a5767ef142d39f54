package io.jenkins.plugins.codedeploy.engine.deploy;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.Text;

/** A deployment that is being accompanied. */
public interface DeploymentHandle {
    /** The reason for an abort. */
    enum AbortCause {
        /** The build was aborted: by a user, failFast or a milestone. */
        ASKED,
        /** {@link DeploymentPolicy#timeout} is over. */
        TIMEOUT,
        /** {@link DeploymentPolicy.OnReady#FAIL}. */
        READY
    }

    /**
     * Does as {@link DeploymentPolicy#onAbort} says, then ends. A second call ends the run at once, whatever the deployment
     * does.
     */
    void abort(@NonNull AbortCause cause);

    /** Whether the run was aborted, perhaps before it was resumed from its journal. */
    boolean isAborting();

    /** Forgets the run without touching the deployment, as at a shutdown: its journal stays open. */
    void detach();

    /** One short phrase of where it is. */
    @NonNull
    Text status();

    /** Null until AWS has named it. */
    @CheckForNull
    String deploymentId();
}
