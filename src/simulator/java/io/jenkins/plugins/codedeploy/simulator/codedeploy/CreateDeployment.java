package io.jenkins.plugins.codedeploy.simulator.codedeploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.simulator.http.AwsError;
import java.util.List;
import java.util.Set;

/** Checks a CreateDeployment as AWS does, its dependent permissions included, and begins the deployment. */
final class CreateDeployment {
    private static final int DESCRIPTION = 256;
    private static final List<String> OPTIONS = List.of(
            "description",
            "ignoreApplicationStopFailures",
            "targetInstances",
            "autoRollbackConfiguration",
            "updateOutdatedInstancesOnly",
            "fileExistsBehavior",
            "overrideAlarmConfiguration");
    private static final Set<String> ROLLBACK_EVENTS =
            Set.of("DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM", "DEPLOYMENT_STOP_ON_REQUEST");

    private CreateDeployment() {}

    @NonNull
    static ObjectNode answer(@NonNull Request request) throws AwsError {
        String applicationName = request.application();
        String groupName = request.group();
        Realm realm = request.realm();
        request.allow(realm.arns().group(applicationName, groupName));
        Group group = realm.existing(applicationName, groupName);
        String configName = request.text("deploymentConfigName");
        DeploymentConfig config = config(request, configName == null ? group.configName() : configName, group);
        RevisionLocation revision = RevisionLocation.parse(request.input().path("revision"), group.platform());
        boolean known = group.application.revisions.containsKey(revision);
        request.allow(
                known ? "GetApplicationRevision" : "RegisterApplicationRevision",
                realm.arns().application(applicationName));
        ObjectNode options = options(request, group);
        limit(realm, group);
        Deployment deployment =
                new Deployment(group, config, revision, request.caller().arn(), options, null);
        realm.begin(deployment);
        return Json.object().put("deploymentId", deployment.id);
    }

    private static DeploymentConfig config(Request request, String name, Group group) throws AwsError {
        request.allow("GetDeploymentConfig", request.realm().arns().config(name));
        DeploymentConfig config = request.realm().configs.get(name);
        if (config.platform() != group.platform()) {
            throw Request.invalid(
                    "InvalidDeploymentConfigNameException",
                    "Deployment config " + name + " is not compatible with the compute platform " + group.platform());
        }
        return config;
    }

    private static ObjectNode options(Request request, Group group) throws AwsError {
        description(request);
        JsonNode input = request.input();
        if (group.platform() != ComputePlatform.Server) {
            refuseServerOptions(request);
        }
        String behavior = request.text("fileExistsBehavior");
        if (behavior != null && !Set.of("DISALLOW", "OVERWRITE", "RETAIN").contains(behavior)) {
            throw Request.invalid(
                    "InvalidFileExistsBehaviorException",
                    "The fileExistsBehavior is invalid: " + behavior
                            + ". Valid values are DISALLOW, OVERWRITE, RETAIN");
        }
        if (input.hasNonNull("targetInstances") && !group.isBlueGreen()) {
            throw Request.invalid(
                    "InvalidTargetInstancesException",
                    "Target instances can be specified only for a blue/green deployment.");
        }
        JsonNode rollback = input.path("autoRollbackConfiguration");
        List<String> events = Json.texts(rollback.path("events"));
        if (!ROLLBACK_EVENTS.containsAll(events) || rollback.path("enabled").asBoolean() && events.isEmpty()) {
            throw Request.invalid(
                    "InvalidAutoRollbackConfigException",
                    "Auto rollback is enabled without events, or with an unknown one: " + events);
        }
        JsonNode alarms = input.path("overrideAlarmConfiguration");
        if (alarms.path("enabled").asBoolean() && alarms.path("alarms").isEmpty()) {
            throw Request.invalid(
                    "InvalidAlarmConfigException", "The alarm configuration is enabled but names no alarm.");
        }
        ObjectNode options = Json.object();
        OPTIONS.forEach(name -> Json.put(options, name, input.get(name)));
        return options;
    }

    private static void refuseServerOptions(Request request) throws AwsError {
        if (request.text("fileExistsBehavior") != null) {
            throw Request.invalid(
                    "InvalidFileExistsBehaviorException",
                    "For Lambda, ECS and Kubernetes deployment, fileExistsBehavior can not be specified");
        }
        if (request.input().path("ignoreApplicationStopFailures").asBoolean()) {
            throw Request.invalid(
                    "InvalidIgnoreApplicationStopFailuresValueException",
                    "For Lambda and ECS deployments, ignoreApplicationStopFailures can not be specified");
        }
        if (request.input().path("updateOutdatedInstancesOnly").asBoolean()) {
            throw Request.invalid(
                    "InvalidUpdateOutdatedInstancesOnlyValueException",
                    "For Lambda and ECS deployments, updateOutdatedInstancesOnly can not be specified");
        }
    }

    @CheckForNull
    static String description(@NonNull Request request) throws AwsError {
        String description = request.text("description");
        if (description != null && description.length() > DESCRIPTION) {
            throw Request.invalid(
                    "DescriptionTooLongException", "The description is longer than " + DESCRIPTION + " characters.");
        }
        return description;
    }

    private static void limit(Realm realm, Group group) throws AwsError {
        Deployment active = group.active();
        if (active != null) {
            throw Request.invalid(
                    "DeploymentLimitExceededException",
                    "The Deployment Group '" + group.name() + "' already has an active Deployment '" + active.id + "'");
        }
        int most = realm.limits.concurrentDeployments();
        if (realm.running() >= most) {
            throw Request.invalid(
                    "DeploymentLimitExceededException",
                    "The number of concurrent deployments exceeds the account's limit of " + most + ".");
        }
    }
}
