package io.jenkins.plugins.codedeploy.engine.watch;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.InvalidInputException;
import io.jenkins.plugins.codedeploy.engine.revision.GitHubRevision;
import io.jenkins.plugins.codedeploy.engine.revision.S3Revision;
import java.time.Instant;
import java.util.List;
import software.amazon.awssdk.services.codedeploy.model.AutoRollbackConfiguration;
import software.amazon.awssdk.services.codedeploy.model.DeploymentInfo;
import software.amazon.awssdk.services.codedeploy.model.ErrorInformation;
import software.amazon.awssdk.services.codedeploy.model.GitHubLocation;
import software.amazon.awssdk.services.codedeploy.model.RevisionLocation;
import software.amazon.awssdk.services.codedeploy.model.RollbackInfo;
import software.amazon.awssdk.services.codedeploy.model.S3Location;

/**
 * A deployment as AWS last described it. Every text is AWS's and untrusted.
 *
 * @param revision as {@link S3Revision} and {@link GitHubRevision} write it; null for AppSpec content
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
        @CheckForNull String revision,
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
                revision(info.revision()),
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

    @CheckForNull
    private static String revision(@CheckForNull RevisionLocation location) {
        S3Location s3 = location == null ? null : location.s3Location();
        GitHubLocation gitHub = location == null ? null : location.gitHubLocation();
        if (s3 != null) {
            try {
                return new S3Revision(s3.bucket(), s3.key(), s3.bundleTypeAsString(), s3.version(), s3.eTag())
                        .toString();
            } catch (InvalidInputException e) {
                // somebody else's deployment may name what ours would refuse
                return "s3://" + s3.bucket() + "/" + s3.key();
            }
        }
        return gitHub == null ? null : "https://github.com/" + gitHub.repository() + "/commit/" + gitHub.commitId();
    }

    private static boolean rollsBackFailures(AutoRollbackConfiguration configured) {
        return configured != null
                && Boolean.TRUE.equals(configured.enabled())
                && configured.eventsAsStrings().contains("DEPLOYMENT_FAILURE");
    }
}
