package io.jenkins.plugins.codedeploy.engine.deploy;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.Problem;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.watch.Snapshot;
import io.jenkins.plugins.codedeploy.engine.watch.TargetState;
import java.time.Duration;
import java.util.List;

/** What happens to a run, in the order in which it happens. */
public sealed interface DeploymentEvent {
    /** RegisterApplicationRevision was refused: CreateDeployment registers by itself where it may. */
    record NotRegistered(@NonNull Problem problem) implements DeploymentEvent {}

    /** Something that does not stop the deployment, but that a reader wants to know. */
    record Note(@NonNull Text text) implements DeploymentEvent {}

    /** Another deployment holds the group; or others of this controller are before us. */
    record WaitingForGroup(
            @NonNull String group, @CheckForNull String activeId) implements DeploymentEvent {}

    /** AWS throttled CreateDeployment, or the account has its most concurrent deployments: nothing was created. */
    record CreateDelayed(@NonNull Problem problem, @NonNull Duration pause) implements DeploymentEvent {}

    /** It is not known yet whether the deployment was created. */
    record AnswerLost(@NonNull Problem problem) implements DeploymentEvent {}

    /** The lost call was not carried out. */
    record ConfirmedAbsent() implements DeploymentEvent {}

    /** @param adopted found by its nonce, not answered by CreateDeployment */
    record Created(@NonNull String deploymentId, @NonNull String consoleLink, boolean adopted)
            implements DeploymentEvent {}

    /** Tracking of an existing deployment began. */
    record MonitoringStarted(
            @NonNull String deploymentId, @NonNull String consoleLink) implements DeploymentEvent {}

    /** Status or counters changed. */
    record Progress(@NonNull Snapshot snapshot) implements DeploymentEvent {}

    /**
     * Nothing has changed for some minutes.
     *
     * @param tracked how long the deployment has been tracked
     */
    record StillRunning(@NonNull Snapshot snapshot, @NonNull Duration tracked) implements DeploymentEvent {}

    /** Targets that are new or changed. */
    record Targets(@NonNull String deploymentId, @NonNull List<TargetState> changed) implements DeploymentEvent {}

    record TargetsRefused(@NonNull Problem problem) implements DeploymentEvent {}

    record TroubleBegan(@NonNull Problem problem) implements DeploymentEvent {}

    record TroubleEnded(@NonNull Duration spell) implements DeploymentEvent {}

    /** Blue/green: traffic waits to be rerouted. */
    record Ready(@NonNull String deploymentId, boolean continued) implements DeploymentEvent {}

    record ContinueRefused(@NonNull Problem problem) implements DeploymentEvent {}

    record TrafficShifted(@NonNull String deploymentId) implements DeploymentEvent {}

    /** Blue/green: the original instances are terminated without waiting any longer. */
    record TerminationWaitSkipped(@NonNull String deploymentId) implements DeploymentEvent {}

    record RollbackStarted(
            @NonNull String rollbackId, @NonNull String failedId) implements DeploymentEvent {}

    /** @param cause why it is stopped */
    record StopRequested(
            @NonNull String deploymentId,
            boolean rollBack,
            @NonNull DeploymentHandle.AbortCause cause) implements DeploymentEvent {}

    record StopRefused(@NonNull Problem problem) implements DeploymentEvent {}

    /** The journal could not be updated; the deployment continues. */
    record JournalBehind(@NonNull String reason) implements DeploymentEvent {}
}
