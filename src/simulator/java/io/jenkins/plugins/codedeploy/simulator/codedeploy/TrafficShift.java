package io.jenkins.plugins.codedeploy.simulator.codedeploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.simulator.http.AwsError;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** A new version of a Lambda function or of an ECS service: one target, whose traffic moves. */
final class TrafficShift extends DeploymentProcess {
    private static final List<String> ECS_BEFORE =
            List.of("BeforeInstall", "Install", "AfterInstall", "AllowTestTraffic", "AfterAllowTestTraffic");

    TrafficShift(@NonNull Realm realm, @NonNull Deployment deployment) {
        super(realm, deployment);
    }

    @Override
    void begin() {
        Target target;
        try {
            Map<?, ?> spec = appSpec();
            target = group.platform() == ComputePlatform.Lambda ? function(spec) : service(spec);
        } catch (AwsError e) {
            // The service role may not read the AppSpec.
            fail("IAM_ROLE_PERMISSIONS", e.getMessage());
            return;
        } catch (IOException | YAMLException | IllegalArgumentException e) {
            fail(
                    group.platform() == ComputePlatform.Lambda ? "INVALID_LAMBDA_CONFIGURATION" : "INVALID_ECS_SERVICE",
                    "The deployment failed because the AppSpec file is missing or has an invalid configuration. "
                            + e.getMessage());
            return;
        }
        deployment.targets.put(target.id, target);
        int before = group.platform() == ComputePlatform.Lambda ? 0 : ECS_BEFORE.size();
        step(target, 0, before, () -> {
            target.become(before == 0 ? "Pending" : "Ready");
            awaitReady(() -> step(target, before, target.events.size(), () -> {
                target.become("Succeeded");
                awaitTermination(this::complete);
            }));
        });
    }

    private void step(Target target, int from, int end, Runnable next) {
        new TargetRun(this, target, from, end, (finished, well) -> {
                    if (well) {
                        next.run();
                    } else {
                        fail("HOOK_EXECUTION_FAILURE");
                    }
                })
                .start();
    }

    /** Moving the traffic takes as long as the deployment configuration spreads it. */
    @Override
    Duration duration(@NonNull String event) {
        return event.equals("AllowTraffic")
                ? super.duration(event).plus(deployment.config.shift())
                : super.duration(event);
    }

    private Map<?, ?> appSpec() throws AwsError, IOException {
        RevisionLocation revision = deployment.revision;
        String text = revision.content() != null
                ? revision.content()
                : realm.neighbors.appSpec(
                        group.serviceRoleArn(), revision, realm.arns().region());
        Object spec = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
        if (spec instanceof Map<?, ?> map) {
            return map;
        }
        throw new IllegalArgumentException("It is no mapping.");
    }

    private Target function(Map<?, ?> spec) {
        JsonNode properties = resource(spec).path("Properties");
        String name = required(properties, "Name");
        ObjectNode info = Json.object()
                .put("functionName", name)
                .put("functionAlias", required(properties, "Alias"))
                .put("currentVersion", required(properties, "CurrentVersion"))
                .put("targetVersion", required(properties, "TargetVersion"));
        Target target = new Target(name, realm.arns().function(name), group.singleHost(name), null, InPlace.ALLOW);
        target.extra.set("lambdaFunctionInfo", info);
        return target;
    }

    private Target service(Map<?, ?> spec) {
        required(resource(spec).path("Properties"), "TaskDefinition");
        JsonNode service = group.settings.path("ecsServices").path(0);
        String cluster = service.path("clusterName").asText("default");
        String name = service.path("serviceName").asText(group.name());
        String id = cluster + ":" + name;
        List<String> events =
                Stream.concat(ECS_BEFORE.stream(), InPlace.ALLOW.stream()).toList();
        return new Target(id, realm.arns().ecsService(cluster, name), group.singleHost(id), null, events);
    }

    /** The one entry of Resources: a list of one-entry mappings. */
    private static JsonNode resource(Map<?, ?> spec) {
        JsonNode entry = new ObjectMapper().valueToTree(spec).path("Resources").path(0);
        if (!entry.isObject() || entry.isEmpty()) {
            throw new IllegalArgumentException("It names no resource.");
        }
        return entry.elements().next();
    }

    private static String required(JsonNode properties, String name) {
        String value = Json.text(properties, name);
        if (value == null) {
            throw new IllegalArgumentException("It has no " + name + ".");
        }
        return value;
    }
}
