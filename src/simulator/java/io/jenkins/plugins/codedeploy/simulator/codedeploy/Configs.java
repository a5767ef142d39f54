package io.jenkins.plugins.codedeploy.simulator.codedeploy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.simulator.http.AwsError;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Deployment configurations: AWS' own and those of an account. */
final class Configs {
    private final Map<String, DeploymentConfig> all = new TreeMap<>();

    Configs() {
        server("OneAtATime", "FLEET_PERCENT", 99);
        server("HalfAtATime", "FLEET_PERCENT", 50);
        server("AllAtOnce", "HOST_COUNT", 0);
        traffic(ComputePlatform.Lambda, "LambdaAllAtOnce", allAtOnce());
        traffic(ComputePlatform.Lambda, "LambdaCanary10Percent5Minutes", canary(10, 5));
        traffic(ComputePlatform.Lambda, "LambdaCanary10Percent15Minutes", canary(10, 15));
        traffic(ComputePlatform.Lambda, "LambdaLinear10PercentEvery1Minute", linear(10, 1));
        traffic(ComputePlatform.ECS, "ECSAllAtOnce", allAtOnce());
        traffic(ComputePlatform.ECS, "ECSCanary10Percent5Minutes", canary(10, 5));
        traffic(ComputePlatform.ECS, "ECSLinear10PercentEvery1Minutes", linear(10, 1));
    }

    void add(@NonNull DeploymentConfig config) {
        all.put(config.name(), config);
    }

    @NonNull
    DeploymentConfig get(@NonNull String name) throws AwsError {
        DeploymentConfig config = all.get(name);
        if (config == null) {
            throw AwsError.badRequest(
                    "DeploymentConfigDoesNotExistException", "No deployment configuration found for name: " + name);
        }
        return config;
    }

    @NonNull
    List<String> names() {
        return List.copyOf(all.keySet());
    }

    @NonNull
    static String defaultFor(@NonNull ComputePlatform platform) {
        return switch (platform) {
            case Server -> "CodeDeployDefault.OneAtATime";
            case Lambda -> "CodeDeployDefault.LambdaAllAtOnce";
            case ECS -> "CodeDeployDefault.ECSAllAtOnce";
        };
    }

    private void server(String name, String type, int value) {
        add(DeploymentConfig.server("CodeDeployDefault." + name, type, value));
    }

    private void traffic(ComputePlatform platform, String name, ObjectNode routing) {
        add(new DeploymentConfig(
                "CodeDeployDefault." + name, DeploymentIds.resource(), platform, null, 0, routing, Instant.now()));
    }

    private static ObjectNode allAtOnce() {
        return Json.object().put("type", "AllAtOnce");
    }

    private static ObjectNode canary(int percent, int minutes) {
        ObjectNode routing = Json.object().put("type", "TimeBasedCanary");
        routing.putObject("timeBasedCanary").put("canaryPercentage", percent).put("canaryInterval", minutes);
        return routing;
    }

    private static ObjectNode linear(int percent, int minutes) {
        ObjectNode routing = Json.object().put("type", "TimeBasedLinear");
        routing.putObject("timeBasedLinear").put("linearPercentage", percent).put("linearInterval", minutes);
        return routing;
    }
}
