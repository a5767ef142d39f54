package io.jenkins.plugins.codedeploy.engine.deploy;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentHandle.AbortCause;

/** Whether, why and how insistently a run was told to stop. Safe for any thread. */
final class AbortRequest {
    /** What a call to stop means. */
    enum Effect {
        /** The first: stop as the policy says. */
        STOP,
        /** Another, by somebody: end at once. */
        END_NOW,
        /** A timeout while a stop is under way: only somebody who insists ends that. */
        NONE
    }

    private final boolean hasTimeout;
    private AbortCause cause;

    /** @param recorded in the journal before a restart; null where nobody had told it to stop */
    AbortRequest(@CheckForNull String recorded, DeploymentPolicy policy) {
        hasTimeout = policy.timeout() != null;
        if (recorded != null && policy.onAbort() != DeploymentPolicy.OnAbort.LEAVE) {
            // with LEAVE, who starts again only looks
            cause = known(recorded.equals(AbortCause.TIMEOUT.name()) ? AbortCause.TIMEOUT : AbortCause.ASKED);
        }
    }

    synchronized Effect add(AbortCause why) {
        if (cause == null) {
            cause = known(why);
            return Effect.STOP;
        }
        return why == AbortCause.TIMEOUT ? Effect.NONE : Effect.END_NOW;
    }

    /** A timeout that the policy does not know, as after a restart with another one, is somebody's wish. */
    private AbortCause known(AbortCause why) {
        return why == AbortCause.TIMEOUT && !hasTimeout ? AbortCause.ASKED : why;
    }

    /** Null while nobody has told it to stop. */
    @CheckForNull
    synchronized AbortCause cause() {
        return cause;
    }
}
