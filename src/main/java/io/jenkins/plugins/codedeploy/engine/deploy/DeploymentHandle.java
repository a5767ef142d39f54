package io.jenkins.plugins.codedeploy.engine.deploy;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.Text;

/** A deployment that is being accompanied. */
public interface DeploymentHandle {
    /** Why a run is told to stop. */
    enum AbortCause {
        /** A person, failFast, a milestone: whoever runs us. */
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

    /** Whether it was told to stop; a run that goes on from its journal may have been before. */
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
