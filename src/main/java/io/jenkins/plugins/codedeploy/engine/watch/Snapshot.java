package io.jenkins.plugins.codedeploy.engine.watch;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.InvalidInputException;
import io.jenkins.plugins.codedeploy.engine.revision.GitHubRevision;
import io.jenkins.plugins.codedeploy.engine.revision.S3Revision;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
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
        Builder builder = new Builder(
                        info.deploymentId(),
                        new DeploymentStatus(
                                Objects.requireNonNullElse(info.statusAsString(), DeploymentStatus.UNKNOWN)))
                .application(info.applicationName())
                .deploymentGroup(info.deploymentGroupName())
                .overview(Overview.of(info.deploymentOverview()))
                .platform(info.computePlatformAsString())
                .description(info.description())
                .revision(revision(info.revision()))
                .rollbackExpected(rollsBackFailures(info.autoRollbackConfiguration()))
                .trafficShifted(Boolean.TRUE.equals(info.instanceTerminationWaitTimeStarted()))
                .messages(info.deploymentStatusMessages())
                .created(info.createTime())
                .completed(info.completeTime());
        if (error != null) {
            builder.errorCode(error.codeAsString()).errorMessage(error.message());
        }
        if (rollback != null) {
            builder.rollbackId(rollback.rollbackDeploymentId())
                    .rollsBack(rollback.rollbackTriggeringDeploymentId())
                    .rollbackMessage(rollback.rollbackMessage());
        }
        return builder.build();
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
                // deployments of other tools may contain values that this plugin would reject
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

    /** Names each value; what is not given is absent, false or empty. */
    public static final class Builder {
        private final String id;
        private final DeploymentStatus status;
        private String application;
        private String deploymentGroup;
        private Overview overview = Overview.NONE;
        private String platform;
        private String description;
        private String revision;
        private String errorCode;
        private String errorMessage;
        private String rollbackId;
        private String rollsBack;
        private String rollbackMessage;
        private boolean rollbackExpected;
        private boolean trafficShifted;
        private List<String> messages = List.of();
        private Instant created;
        private Instant completed;

        public Builder(@NonNull String id, @NonNull DeploymentStatus status) {
            this.id = id;
            this.status = status;
        }

        @NonNull
        public Builder application(@CheckForNull String value) {
            application = value;
            return this;
        }

        @NonNull
        public Builder deploymentGroup(@CheckForNull String value) {
            deploymentGroup = value;
            return this;
        }

        @NonNull
        public Builder overview(@NonNull Overview value) {
            overview = value;
            return this;
        }

        @NonNull
        public Builder platform(@CheckForNull String value) {
            platform = value;
            return this;
        }

        @NonNull
        public Builder description(@CheckForNull String value) {
            description = value;
            return this;
        }

        @NonNull
        public Builder revision(@CheckForNull String value) {
            revision = value;
            return this;
        }

        @NonNull
        public Builder errorCode(@CheckForNull String value) {
            errorCode = value;
            return this;
        }

        @NonNull
        public Builder errorMessage(@CheckForNull String value) {
            errorMessage = value;
            return this;
        }

        @NonNull
        public Builder rollbackId(@CheckForNull String value) {
            rollbackId = value;
            return this;
        }

        @NonNull
        public Builder rollsBack(@CheckForNull String value) {
            rollsBack = value;
            return this;
        }

        @NonNull
        public Builder rollbackMessage(@CheckForNull String value) {
            rollbackMessage = value;
            return this;
        }

        @NonNull
        public Builder rollbackExpected(boolean value) {
            rollbackExpected = value;
            return this;
        }

        @NonNull
        public Builder trafficShifted(boolean value) {
            trafficShifted = value;
            return this;
        }

        @NonNull
        public Builder messages(@NonNull List<String> value) {
            messages = List.copyOf(value);
            return this;
        }

        @NonNull
        public Builder created(@CheckForNull Instant value) {
            created = value;
            return this;
        }

        @NonNull
        public Builder completed(@CheckForNull Instant value) {
            completed = value;
            return this;
        }

        @NonNull
        public Snapshot build() {
            return new Snapshot(
                    id,
                    application,
                    deploymentGroup,
                    status,
                    overview,
                    platform,
                    description,
                    revision,
                    errorCode,
                    errorMessage,
                    rollbackId,
                    rollsBack,
                    rollbackMessage,
                    rollbackExpected,
                    trafficShifted,
                    messages,
                    created,
                    completed);
        }
    }
}
