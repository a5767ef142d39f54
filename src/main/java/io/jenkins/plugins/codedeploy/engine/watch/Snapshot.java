package io.jenkins.plugins.codedeploy.engine.watch;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.time.Instant;
import java.util.List;
import software.amazon.awssdk.services.codedeploy.model.AutoRollbackConfiguration;
import software.amazon.awssdk.services.codedeploy.model.DeploymentInfo;
import software.amazon.awssdk.services.codedeploy.model.ErrorInformation;
import software.amazon.awssdk.services.codedeploy.model.RollbackInfo;

/**
 * A deployment as AWS last described it. Every text is AWS's and untrusted.
 *
 * @param errorCode such as {@code HEALTH_CONSTRAINTS}
 * @param rollbackId the deployment that undoes this one
 * @param rollsBack the deployment that this one undoes
 * @param rollbackExpected CodeDeploy is configured to roll a failure back by itself
 * @param trafficShifted blue/green: the replaced instances wait for their end
 */
public record Snapshot(
        @NonNull String id,
        @CheckForNull String application,
        @CheckForNull String deploymentGroup,
        @NonNull DeploymentStatus status,
        @NonNull Overview overview,
        @CheckForNull String platform,
        @CheckForNull String description,
        @CheckForNull String errorCode,
        @CheckForNull String errorMessage,
        @CheckForNull String rollbackId,
        @CheckForNull String rollsBack,
        @CheckForNull String rollbackMessage,
        boolean rollbackExpected,
        boolean trafficShifted,
        @NonNull List<String> messages,
        @CheckForNull Instant created,
        @CheckForNull Instant completed) {

    @NonNull
    public static Snapshot of(DeploymentInfo info) {
        ErrorInformation error = info.errorInformation();
        RollbackInfo rollback = info.rollbackInfo();
        return new Snapshot(
                info.deploymentId(),
                info.applicationName(),
                info.deploymentGroupName(),
                new DeploymentStatus(String.valueOf(info.statusAsString())),
                Overview.of(info.deploymentOverview()),
                info.computePlatformAsString(),
                info.description(),
                error == null ? null : error.codeAsString(),
                error == null ? null : error.message(),
                rollback == null ? null : rollback.rollbackDeploymentId(),
                rollback == null ? null : rollback.rollbackTriggeringDeploymentId(),
                rollback == null ? null : rollback.rollbackMessage(),
                rollsBackFailures(info.autoRollbackConfiguration()),
                Boolean.TRUE.equals(info.instanceTerminationWaitTimeStarted()),
                List.copyOf(info.deploymentStatusMessages()),
                info.createTime(),
                info.completeTime());
    }

    private static boolean rollsBackFailures(AutoRollbackConfiguration configured) {
        return configured != null
                && Boolean.TRUE.equals(configured.enabled())
                && configured.eventsAsStrings().contains("DEPLOYMENT_FAILURE");
    }
}
