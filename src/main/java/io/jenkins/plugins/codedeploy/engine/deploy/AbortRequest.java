package io.jenkins.plugins.codedeploy.engine.deploy;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentHandle.AbortCause;

/** Records whether, why and how often a run was aborted. Safe for any thread. */
final class AbortRequest {
    /** What a call to stop means. */
    enum Effect {
        /** The first abort: act according to the policy. */
        STOP,
        /** Another explicit abort: end at once. */
        END_NOW,
        /** A timeout during a stop: ignored, only an explicit abort ends a stop. */
        NONE
    }

    private final boolean hasTimeout;
    private AbortCause cause;

    /** @param recorded the abort in the journal from before a restart; null if there was none */
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

    /** Treats a timeout that is not in the policy, as after a restart with another policy, as an explicit abort. */
    private AbortCause known(AbortCause why) {
        return why == AbortCause.TIMEOUT && !hasTimeout ? AbortCause.ASKED : why;
    }

    /** Returns the reason of the abort; null if there was no abort. */
    @CheckForNull
    synchronized AbortCause cause() {
        return cause;
    }
}
