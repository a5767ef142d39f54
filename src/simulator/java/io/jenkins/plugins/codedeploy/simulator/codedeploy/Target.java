package io.jenkins.plugins.codedeploy.simulator.codedeploy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.time.Instant;
import java.util.List;

/** A deployment's target; guarded by the realm. */
final class Target {
    final String id;
    final String arn;
    final Host host;

    /** Blue, Green or, in place, null. */
    @CheckForNull
    final String label;

    final List<TargetEvent> events;

    /** What only functions and services have, such as lambdaFunctionInfo. */
    final ObjectNode extra = Json.object();

    private String status = "Pending";
    private Instant updated = Instant.now();

    Target(
            @NonNull String id,
            @NonNull String arn,
            @NonNull Host host,
            @CheckForNull String label,
            @NonNull List<String> events) {
        this.id = id;
        this.arn = arn;
        this.host = host;
        this.label = label;
        this.events = events.stream().map(TargetEvent::new).toList();
    }

    @NonNull
    String status() {
        return status;
    }

    void become(@NonNull String newStatus) {
        status = newStatus;
        touch();
    }

    void touch() {
        updated = Instant.now();
    }

    boolean isOver() {
        return switch (status) {
            case "Succeeded", "Failed", "Skipped", "Unknown" -> true;
            default -> false;
        };
    }

    /** The deployment ends before this target did: what was under way counts as failed. */
    void abandon() {
        if (!isOver()) {
            events.forEach(TargetEvent::abandon);
            become(status.equals("InProgress") ? "Failed" : "Skipped");
        }
    }

    /** An AWS DeploymentTarget. */
    @NonNull
    ObjectNode json(@NonNull String deploymentId, @NonNull ComputePlatform platform) {
        String type =
                switch (platform) {
                    case Server -> "InstanceTarget";
                    case Lambda -> "LambdaTarget";
                    case ECS -> "ECSTarget";
                };
        String member =
                switch (platform) {
                    case Server -> "instanceTarget";
                    case Lambda -> "lambdaTarget";
                    case ECS -> "ecsTarget";
                };
        ObjectNode target = Json.object().put("deploymentTargetType", type);
        ObjectNode info = target.putObject(member)
                .put("deploymentId", deploymentId)
                .put("targetId", id)
                .put("targetArn", arn)
                .put("status", status);
        Json.put(info, "lastUpdatedAt", updated);
        ArrayNode list = info.putArray("lifecycleEvents");
        events.forEach(event -> list.add(event.json()));
        Json.put(info, "instanceLabel", label);
        info.setAll(extra);
        return target;
    }
}
