package io.jenkins.plugins.codedeploy.simulator.codedeploy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.simulator.http.AwsError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Deployment groups. */
final class GroupOperations {
    private static final int BATCH = 100;

    /** Members that are stored and returned unchanged. */
    private static final List<String> KEPT = List.of(
            "ec2TagFilters",
            "onPremisesInstanceTagFilters",
            "triggerConfigurations",
            "alarmConfiguration",
            "autoRollbackConfiguration",
            "outdatedInstancesStrategy",
            "deploymentStyle",
            "blueGreenDeploymentConfiguration",
            "loadBalancerInfo",
            "ec2TagSet",
            "ecsServices",
            "onPremisesTagSet",
            "terminationHookEnabled");

    private GroupOperations() {}

    static void addTo(@NonNull Map<String, Operation> operations) {
        operations.put("CreateDeploymentGroup", GroupOperations::create);
        operations.put("UpdateDeploymentGroup", GroupOperations::update);
        operations.put("GetDeploymentGroup", GroupOperations::get);
        operations.put("BatchGetDeploymentGroups", GroupOperations::batchGet);
        operations.put("ListDeploymentGroups", GroupOperations::list);
    }

    private static ObjectNode create(Request request) throws AwsError {
        String application = request.application();
        String name = request.group();
        request.allow(request.realm().arns().group(application, name));
        Application owner = request.realm().existing(application);
        String role = request.text("serviceRoleArn");
        if (role == null) {
            throw Request.invalid("RoleRequiredException", "The role ARN was not specified.");
        }
        requireRole(role);
        if (owner.groups.containsKey(name)) {
            throw Request.invalid(
                    "DeploymentGroupAlreadyExistsException", "Deployment group already exists with the name: " + name);
        }
        String config = config(request);
        Group made = owner.group(name, role);
        change(request, made, config);
        return Json.object().put("deploymentGroupId", made.id());
    }

    private static ObjectNode update(Request request) throws AwsError {
        String application = request.application();
        String name = request.text("currentDeploymentGroupName");
        if (name == null) {
            throw Request.invalid(
                    "DeploymentGroupNameRequiredException", "The deployment group name was not specified.");
        }
        request.allow(request.realm().arns().group(application, name));
        Group group = request.realm().existing(application, name);
        String role = request.text("serviceRoleArn");
        if (role != null) {
            requireRole(role);
            group.serviceRole(role);
        }
        String newName = request.text("newDeploymentGroupName");
        if (newName != null && !newName.equals(name)) {
            if (group.application.groups.containsKey(newName)) {
                throw Request.invalid(
                        "DeploymentGroupAlreadyExistsException",
                        "Deployment group already exists with the name: " + newName);
            }
            group.rename(newName);
        }
        change(request, group, config(request));
        ObjectNode answer = Json.object();
        answer.putArray("hooksNotCleanedUp");
        return answer;
    }

    private static void requireRole(String arn) throws AwsError {
        if (!arn.matches("arn:aws[a-z-]*:iam::\\d{12}:role/.+")) {
            throw Request.invalid("InvalidRoleException", "The role ARN is invalid: " + arn);
        }
    }

    @CheckForNull
    private static String config(Request request) throws AwsError {
        String config = request.text("deploymentConfigName");
        if (config != null) {
            request.realm().configs.get(config);
        }
        return config;
    }

    private static void change(Request request, Group group, @CheckForNull String config) {
        if (config != null) {
            group.config(config);
        }
        for (String member : KEPT) {
            if (request.input().hasNonNull(member)) {
                group.set(member, request.input().get(member));
            }
        }
    }

    private static ObjectNode get(Request request) throws AwsError {
        String application = request.application();
        String name = request.group();
        request.allow(request.realm().arns().group(application, name));
        return Json.object().set("deploymentGroupInfo", info(request.realm().existing(application, name)));
    }

    private static ObjectNode batchGet(Request request) throws AwsError {
        Application application = request.realm().existing(request.application());
        List<String> names = Json.texts(request.input().path("deploymentGroupNames"));
        if (names.size() > BATCH) {
            throw Request.invalid(
                    "BatchLimitExceededException", "The maximum number of names or IDs in a batch is " + BATCH + ".");
        }
        ObjectNode answer = Json.object();
        ArrayNode list = answer.putArray("deploymentGroupsInfo");
        List<String> missing = new ArrayList<>();
        for (String name : names) {
            request.allow(request.realm().arns().group(application.name(), name));
            Group group = application.groups.get(name);
            if (group == null) {
                missing.add(name);
            } else {
                list.add(info(group));
            }
        }
        if (!missing.isEmpty()) {
            answer.put("errorMessage", "No Deployment Group found for name: " + String.join(", ", missing));
        }
        return answer;
    }

    private static ObjectNode list(Request request) throws AwsError {
        String application = request.application();
        request.allow(request.realm().arns().group(application, "*"));
        List<String> names =
                List.copyOf(request.realm().existing(application).groups.keySet());
        return Pages.names(request, "deploymentGroups", names).put("applicationName", application);
    }

    private static ObjectNode info(Group group) {
        ObjectNode info = Json.object()
                .put("applicationName", group.application.name())
                .put("deploymentGroupId", group.id())
                .put("deploymentGroupName", group.name())
                .put("deploymentConfigName", group.configName())
                .put("serviceRoleArn", group.serviceRoleArn())
                .put("computePlatform", group.platform().name())
                .put("outdatedInstancesStrategy", "UPDATE");
        // Told even where nothing was given.
        for (String empty : List.of(
                "ec2TagFilters", "onPremisesInstanceTagFilters", "autoScalingGroups", "triggerConfigurations")) {
            info.putArray(empty);
        }
        info.setAll(group.settings);
        if (group.platformHidden) {
            info.remove("computePlatform");
        }
        if (group.lastSuccessful != null) {
            info.set("targetRevision", group.lastSuccessful.revision.json(false));
        }
        last(info, "lastSuccessfulDeployment", group.lastSuccessful);
        last(info, "lastAttemptedDeployment", group.lastAttempted);
        return info;
    }

    private static void last(ObjectNode info, String member, @CheckForNull Deployment deployment) {
        if (deployment != null) {
            ObjectNode last = info.putObject(member).put("deploymentId", deployment.id);
            last.put("status", deployment.status());
            Json.put(last, "createTime", deployment.created);
            Json.put(last, "endTime", deployment.completed);
        }
    }
}
