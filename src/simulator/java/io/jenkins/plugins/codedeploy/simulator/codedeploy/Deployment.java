package io.jenkins.plugins.codedeploy.simulator.codedeploy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A deployment and what became of it; guarded by the realm. */
final class Deployment {
    static final Set<String> STATUSES =
            Set.of("Created", "Queued", "InProgress", "Baking", "Ready", "Succeeded", "Failed", "Stopped");
    private static final Set<String> TERMINAL = Set.of("Succeeded", "Failed", "Stopped");

    final String id = DeploymentIds.deployment();
    final Group group;
    final DeploymentConfig config;
    final RevisionLocation revision;
    final String createdBy;
    final Instant created = Instant.now();
    final Map<String, Target> targets = new LinkedHashMap<>();

    /** CreateDeployment's options as they were given, and for a rollback those it takes over. */
    final ObjectNode options;

    /** What was installed with success before; null before the first. */
    @CheckForNull
    final RevisionLocation previous;

    /** The deployment that this one rolls back; null for one that a user made. */
    @CheckForNull
    final Deployment rollbackOf;

    /** What moves it on; set as it begins. */
    DeploymentProcess run;

    @CheckForNull
    String rollbackId;

    @CheckForNull
    String rollbackMessage;

    @CheckForNull
    Instant started;

    @CheckForNull
    Instant completed;

    @CheckForNull
    String errorCode;

    @CheckForNull
    String errorMessage;

    boolean terminationWaitStarted;

    private final List<StatusChange> changes = new ArrayList<>();
    private String status = "Created";

    Deployment(
            @NonNull Group group,
            @NonNull DeploymentConfig config,
            @NonNull RevisionLocation revision,
            @NonNull String createdBy,
            @NonNull ObjectNode options,
            @CheckForNull Deployment rollbackOf) {
        this.group = group;
        this.config = config;
        this.revision = revision;
        this.createdBy = createdBy;
        this.options = options;
        this.rollbackOf = rollbackOf;
        this.previous = group.lastSuccessful == null ? null : group.lastSuccessful.revision;
        changes.add(new StatusChange(created, status));
    }

    @NonNull
    String status() {
        return status;
    }

    boolean isOver() {
        return TERMINAL.contains(status);
    }

    void become(@NonNull String newStatus) {
        status = newStatus;
        Instant now = Instant.now();
        changes.add(new StatusChange(now, newStatus));
        if (isOver()) {
            completed = now;
        }
    }

    /** Whether targets are known yet. */
    boolean hasStarted() {
        return started != null;
    }

    boolean option(@NonNull String name) {
        return options.path(name).asBoolean();
    }

    @NonNull
    String fileExistsBehavior() {
        return options.path("fileExistsBehavior").asText("DISALLOW");
    }

    long count(@NonNull String targetStatus) {
        return targets.values().stream()
                .filter(target -> target.status().equals(targetStatus))
                .count();
    }

    @NonNull
    DeploymentSummary snapshot(@NonNull CodeDeployArns arns) {
        return new DeploymentSummary(
                id,
                arns.account(),
                arns.region(),
                group.application.name(),
                group.name(),
                status,
                creator(),
                createdBy,
                Json.text(options, "description"),
                revision,
                created,
                completed,
                List.copyOf(changes),
                errorCode,
                rollbackOf == null ? null : rollbackOf.id);
    }

    @NonNull
    String creator() {
        return rollbackOf == null ? "user" : "codeDeployRollback";
    }
}
