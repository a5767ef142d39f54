package io.jenkins.plugins.codedeploy.simulator.codedeploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.simulator.http.AwsError;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Deployments as a whole. */
final class DeploymentOperations {
    private static final int BATCH = 25;

    private DeploymentOperations() {}

    static void addTo(@NonNull Map<String, Operation> operations) {
        operations.put("CreateDeployment", CreateDeployment::answer);
        operations.put("GetDeployment", DeploymentOperations::get);
        operations.put("BatchGetDeployments", DeploymentOperations::batchGet);
        operations.put("ListDeployments", DeploymentOperations::list);
        operations.put("StopDeployment", DeploymentOperations::stop);
        operations.put("ContinueDeployment", DeploymentOperations::proceed);
    }

    private static ObjectNode get(Request request) throws AwsError {
        return Json.object().set("deploymentInfo", DeploymentView.json(request.deployment()));
    }

    private static ObjectNode batchGet(Request request) throws AwsError {
        List<String> ids = Json.texts(request.input().path("deploymentIds"));
        if (ids.isEmpty()) {
            Request.deploymentId(null);
        }
        if (ids.size() > BATCH) {
            throw Request.invalid(
                    "BatchLimitExceededException", "The maximum number of names or IDs in a batch is " + BATCH + ".");
        }
        ObjectNode answer = Json.object();
        ArrayNode list = answer.putArray("deploymentsInfo");
        for (String id : ids) {
            Deployment deployment = request.realm().deployment(Request.deploymentId(id));
            request.allow(deployment == null ? request.realm().arns().group("*", "*") : deployment.group.arn());
            if (deployment != null) {
                list.add(DeploymentView.json(deployment));
            }
        }
        return answer;
    }

    private static ObjectNode list(Request request) throws AwsError {
        Group group = group(request);
        List<String> statuses = Json.texts(request.input().path("includeOnlyStatuses"));
        if (!Deployment.STATUSES.containsAll(statuses)) {
            throw Request.invalid(
                    "InvalidDeploymentStatusException", "The specified deployment status does not exist: " + statuses);
        }
        JsonNode range = request.input().path("createTimeRange");
        Instant start = Json.time(range, "start");
        Instant end = Json.time(range, "end");
        if (start != null && end != null && end.isBefore(start)) {
            throw Request.invalid("InvalidTimeRangeException", "The specified time range is invalid.");
        }
        Instant visible = Instant.now().minus(request.realm().limits.listLag());
        // Only resources of other services, such as stacks, give an external id, and there are none here.
        boolean none = request.text("externalId") != null;
        List<String> newestFirst = new ArrayList<>();
        for (Deployment d : request.realm().deployments.values()) {
            boolean fits = !none
                    && (group == null || group == d.group)
                    && (statuses.isEmpty() || statuses.contains(d.status()))
                    && (start == null || !d.created.isBefore(start))
                    && (end == null || !d.created.isAfter(end))
                    && !d.created.isAfter(visible);
            if (fits) {
                newestFirst.add(0, d.id);
            }
        }
        return Pages.names(request, "deployments", newestFirst);
    }

    /** The group that is asked about; null for all. */
    @CheckForNull
    private static Group group(Request request) throws AwsError {
        if (request.text("applicationName") == null && request.text("deploymentGroupName") == null) {
            request.allow(request.realm().arns().group("*", "*"));
            return null;
        }
        String application = request.application();
        String name = request.group();
        request.allow(request.realm().arns().group(application, name));
        return request.realm().existing(application, name);
    }

    private static ObjectNode stop(Request request) throws AwsError {
        Deployment deployment = request.deployment();
        requireOpen(deployment);
        Boolean rollback = request.input().hasNonNull("autoRollbackEnabled")
                ? request.input().get("autoRollbackEnabled").asBoolean()
                : null;
        return Json.object()
                .put("status", deployment.run.stop(rollback))
                .put("statusMessage", DeploymentProcess.NO_MORE_COMMANDS);
    }

    private static ObjectNode proceed(Request request) throws AwsError {
        Deployment deployment = request.deployment();
        requireOpen(deployment);
        String type = request.text("deploymentWaitType");
        if (type != null && !type.equals("READY_WAIT") && !type.equals("TERMINATION_WAIT")) {
            throw Request.invalid("InvalidDeploymentWaitTypeException", "The wait type is invalid: " + type);
        }
        if (!deployment.group.isBlueGreen()) {
            throw Request.invalid(
                    "UnsupportedActionForDeploymentTypeException",
                    "A call was submitted that is not supported for the specified deployment type.");
        }
        if (!deployment.run.proceed(!"TERMINATION_WAIT".equals(type))) {
            throw Request.invalid(
                    "DeploymentIsNotInReadyStateException",
                    "The deployment does not have a status of Ready and can't continue yet.");
        }
        return Json.object();
    }

    private static void requireOpen(Deployment deployment) throws AwsError {
        if (deployment.isOver()) {
            throw Request.invalid(
                    "DeploymentAlreadyCompletedException",
                    "The deployment " + deployment.id + " has already completed");
        }
    }
}
