package io.jenkins.plugins.codedeploy.simulator.codedeploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.simulator.http.AwsError;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A deployment's targets. */
final class TargetOperations {
    private static final int BATCH = 25;
    private static final Set<String> STATUSES =
            Set.of("Pending", "InProgress", "Succeeded", "Failed", "Skipped", "Unknown", "Ready");

    private TargetOperations() {}

    static void addTo(@NonNull Map<String, Operation> operations) {
        operations.put("ListDeploymentTargets", TargetOperations::list);
        operations.put("GetDeploymentTarget", TargetOperations::get);
        operations.put("BatchGetDeploymentTargets", TargetOperations::batchGet);
    }

    private static Deployment started(Request request) throws AwsError {
        Deployment deployment = request.deployment();
        if (!deployment.hasStarted() && !deployment.isOver()) {
            throw Request.invalid("DeploymentNotStartedException", "The specified deployment has not started.");
        }
        return deployment;
    }

    private static ObjectNode list(Request request) throws AwsError {
        Deployment deployment = started(request);
        List<String> statuses = List.of();
        List<String> labels = List.of();
        JsonNode filters = request.input().path("targetFilters");
        for (Iterator<String> names = filters.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            switch (name) {
                case "TargetStatus" -> statuses = Json.texts(filters.path(name));
                case "ServerInstanceLabel" -> labels = Json.texts(filters.path(name));
                default ->
                    throw Request.invalid(
                            "InvalidTargetFilterNameException", "The target filter name is invalid: " + name);
            }
        }
        if (!STATUSES.containsAll(statuses)) {
            throw Request.invalid(
                    "InvalidInstanceStatusException", "The specified instance status does not exist: " + statuses);
        }
        List<String> ids = new ArrayList<>();
        for (Target target : deployment.targets.values()) {
            if ((statuses.isEmpty() || statuses.contains(target.status()))
                    && (labels.isEmpty() || labels.contains(String.valueOf(target.label)))) {
                ids.add(target.id);
            }
        }
        return Pages.names(request, "targetIds", ids);
    }

    private static ObjectNode get(Request request) throws AwsError {
        Deployment deployment = started(request);
        String id = request.text("targetId");
        if (id == null) {
            throw targetRequired();
        }
        return Json.object().set("deploymentTarget", target(deployment, id));
    }

    private static ObjectNode batchGet(Request request) throws AwsError {
        Deployment deployment = started(request);
        List<String> ids = Json.texts(request.input().path("targetIds"));
        if (ids.isEmpty()) {
            throw targetRequired();
        }
        if (ids.size() > BATCH) {
            throw Request.invalid(
                    "DeploymentTargetListSizeExceededException",
                    "The maximum number of targets that can be associated with a request is " + BATCH + ".");
        }
        ObjectNode answer = Json.object();
        ArrayNode list = answer.putArray("deploymentTargets");
        for (String id : ids) {
            list.add(target(deployment, id));
        }
        return answer;
    }

    private static AwsError targetRequired() {
        return Request.invalid("DeploymentTargetIdRequiredException", "A deployment target ID was not provided.");
    }

    private static ObjectNode target(Deployment deployment, String id) throws AwsError {
        Target target = deployment.targets.get(id);
        if (target == null) {
            throw Request.invalid(
                    "DeploymentTargetDoesNotExistException",
                    "The target " + id + " does not belong to the deployment " + deployment.id + ".");
        }
        return target.json(deployment.id, deployment.group.platform());
    }
}
