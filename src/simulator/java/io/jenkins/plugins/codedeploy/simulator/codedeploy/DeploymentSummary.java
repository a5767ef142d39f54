package io.jenkins.plugins.codedeploy.simulator.codedeploy;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.time.Instant;
import java.util.List;

/**
 * What the service remembers of a deployment, for tests and displays: more than AWS tells.
 *
 * @param creator {@code user} or {@code codeDeployRollback}
 * @param createdBy ARN of who called CreateDeployment; the service role for a rollback
 * @param errorCode such as {@code HEALTH_CONSTRAINTS}; null while there is none
 * @param rollbackOf the deployment that this one rolls back; null for none
 */
public record DeploymentSummary(
        @NonNull String id,
        @NonNull String account,
        @NonNull String region,
        @NonNull String application,
        @NonNull String group,
        @NonNull String status,
        @NonNull String creator,
        @NonNull String createdBy,
        @CheckForNull String description,
        @NonNull RevisionLocation revision,
        @NonNull Instant created,
        @CheckForNull Instant completed,
        @NonNull List<StatusChange> changes,
        @CheckForNull String errorCode,
        @CheckForNull String rollbackOf) {}
