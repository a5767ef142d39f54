package io.jenkins.plugins.codedeploy.engine.deploy;

import io.jenkins.plugins.codedeploy.engine.watch.Snapshot;

/**
 * What a {@link DeploymentMonitor} waits for, with what belongs to that wait alone. Used on the run's own executor only.
 *
 * <pre>
 * AwaitingEnd ──▶ AwaitingRollback ──▶ RollingBack
 *      │                │  ▲
 *      └──▶ Stopping ◀──┘  │
 *              └───────────┘
 * </pre>
 *
 * Each may end the run.
 */
sealed interface MonitorState permits AwaitingEnd, AwaitingRollback, RollingBack, Stopping {
    /** Called once, when the wait begins. */
    void enter();

    /**
     * Called with each description of the deployment, after changes were reported.
     *
     * @param shiftedNow blue/green: its traffic was not known to have shifted before
     */
    void seen(Snapshot now, boolean shiftedNow);

    /** The run is to stop. */
    void abort();

    /** Whether AWS has accepted a stop. May be called from any thread. */
    default boolean isStopAccepted() {
        return false;
    }
}
