package io.jenkins.plugins.codedeploy.simulator.codedeploy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.simulator.http.AwsError;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Applications and deployment configurations. */
final class ApplicationOperations {
    private static final int BATCH = 100;

    private ApplicationOperations() {}

    static void addTo(@NonNull Map<String, Operation> operations) {
        operations.put("CreateApplication", ApplicationOperations::create);
        operations.put("GetApplication", ApplicationOperations::get);
        operations.put("BatchGetApplications", ApplicationOperations::batchGet);
        operations.put("ListApplications", ApplicationOperations::list);
        operations.put("GetDeploymentConfig", ApplicationOperations::getConfig);
        operations.put("ListDeploymentConfigs", ApplicationOperations::listConfigs);
    }

    private static ObjectNode create(Request request) throws AwsError {
        String name = request.application();
        request.allow(request.realm().arns().application(name));
        String platform = request.text("computePlatform");
        if (platform != null
                && Arrays.stream(ComputePlatform.values())
                        .noneMatch(p -> p.name().equals(platform))) {
            throw Request.invalid("InvalidComputePlatformException", "The computePlatform is invalid: " + platform);
        }
        if (request.realm().applications.containsKey(name)) {
            throw Request.invalid(
                    "ApplicationAlreadyExistsException", "Application already exists with the name: " + name);
        }
        Application made = request.realm()
                .application(name, platform == null ? ComputePlatform.Server : ComputePlatform.valueOf(platform));
        return Json.object().put("applicationId", made.id());
    }

    private static ObjectNode get(Request request) throws AwsError {
        String name = request.application();
        request.allow(request.realm().arns().application(name));
        return Json.object().set("application", request.realm().existing(name).json());
    }

    private static ObjectNode batchGet(Request request) throws AwsError {
        List<String> names = Json.texts(request.input().path("applicationNames"));
        if (names.isEmpty()) {
            throw Request.invalid("ApplicationNameRequiredException", "The application name was not specified.");
        }
        if (names.size() > BATCH) {
            throw Request.invalid(
                    "BatchLimitExceededException", "The maximum number of names or IDs in a batch is " + BATCH + ".");
        }
        ObjectNode answer = Json.object();
        ArrayNode list = answer.putArray("applicationsInfo");
        for (String name : names) {
            request.allow(request.realm().arns().application(name));
            list.add(request.realm().existing(name).json());
        }
        return answer;
    }

    private static ObjectNode list(Request request) throws AwsError {
        request.allow(request.realm().arns().application("*"));
        return Pages.names(
                request,
                "applications",
                List.copyOf(request.realm().applications.keySet()));
    }

    private static ObjectNode getConfig(Request request) throws AwsError {
        String name = request.text("deploymentConfigName");
        if (name == null) {
            throw Request.invalid(
                    "DeploymentConfigNameRequiredException", "The deployment configuration name was not specified.");
        }
        request.allow(request.realm().arns().config(name));
        return Json.object()
                .set("deploymentConfigInfo", request.realm().configs.get(name).json());
    }

    private static ObjectNode listConfigs(Request request) throws AwsError {
        request.allow(request.realm().arns().config("*"));
        return Pages.names(
                request, "deploymentConfigsList", request.realm().configs.names());
    }
}
