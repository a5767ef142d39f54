package io.jenkins.plugins.codedeploy.engine.deploy;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.Problem;
import io.jenkins.plugins.codedeploy.engine.watch.Snapshot;
import io.jenkins.plugins.codedeploy.engine.watch.TargetState;
import java.time.Duration;
import java.util.List;

/** What happens to a run, in the order in which it happens. */
public sealed interface RunEvent {
    /** RegisterApplicationRevision was refused: CreateDeployment registers by itself where it may. */
    record NotRegistered(@NonNull Problem problem) implements RunEvent {}

    /** Another deployment holds the group; or others of this controller are before us. */
    record WaitingForGroup(
            @NonNull String group, @CheckForNull String activeId) implements RunEvent {}

    /** AWS throttled CreateDeployment, or the account has its most concurrent deployments: nothing was created. */
    record CreateDelayed(@NonNull Problem problem, @NonNull Duration pause) implements RunEvent {}

    /** Nobody knows yet whether the deployment was created. */
    record AnswerLost(@NonNull Problem problem) implements RunEvent {}

    /** The lost call was not carried out. */
    record SurelyAbsent() implements RunEvent {}

    /** @param adopted found by its nonce, not answered by CreateDeployment */
    record Created(@NonNull String deploymentId, @NonNull String consoleLink, boolean adopted) implements RunEvent {}

    /** A deployment that somebody created before. */
    record Following(@NonNull String deploymentId, @NonNull String consoleLink) implements RunEvent {}

    /** Status or counters changed. */
    record Progress(@NonNull Snapshot snapshot) implements RunEvent {}

    /** Targets that are new or changed. */
    record Targets(@NonNull String deploymentId, @NonNull List<TargetState> changed) implements RunEvent {}

    record TargetsRefused(@NonNull Problem problem) implements RunEvent {}

    record TroubleBegan(@NonNull Problem problem) implements RunEvent {}

    record TroubleEnded(@NonNull Duration spell) implements RunEvent {}

    /** Blue/green: traffic waits to be rerouted. */
    record Ready(@NonNull String deploymentId, boolean continued) implements RunEvent {}

    record ContinueRefused(@NonNull Problem problem) implements RunEvent {}

    record TrafficShifted(@NonNull String deploymentId) implements RunEvent {}

    record RollbackStarted(
            @NonNull String rollbackId, @NonNull String failedId) implements RunEvent {}

    record StopRequested(@NonNull String deploymentId, boolean rollBack) implements RunEvent {}

    record StopRefused(@NonNull Problem problem) implements RunEvent {}

    /** The journal could not be brought up to date; the deployment goes on. */
    record JournalBehind(@NonNull String reason) implements RunEvent {}
}
