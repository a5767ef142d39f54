package io.jenkins.plugins.codedeploy.simulator.codedeploy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.time.Duration;
import java.time.Instant;

/**
 * How fast a deployment may go.
 *
 * @param healthyType HOST_COUNT or FLEET_PERCENT; null for other platforms than Server
 * @param routing how traffic shifts, as AWS' trafficRoutingConfig; null for Server
 */
public record DeploymentConfig(
        @NonNull String name,
        @NonNull String id,
        @NonNull ComputePlatform platform,
        @CheckForNull String healthyType,
        int healthyValue,
        @CheckForNull ObjectNode routing,
        @NonNull Instant created) {

    @NonNull
    static DeploymentConfig server(@NonNull String name, @NonNull String type, int value) {
        return new DeploymentConfig(
                name, DeploymentIds.resource(), ComputePlatform.Server, type, value, null, Instant.now());
    }

    boolean predefined() {
        return name.startsWith("CodeDeployDefault.");
    }

    /**
     * How many of {@code hosts} must stay healthy.
     *
     * @see <a href="https://docs.aws.amazon.com/codedeploy/latest/userguide/instances-health.html">Instance health</a>
     */
    int minimumHealthy(int hosts) {
        int minimum =
                "FLEET_PERCENT".equals(healthyType) ? (int) Math.ceil(hosts * healthyValue / 100.0) : healthyValue;
        // The predefined ones always leave one instance to deploy to, custom ones may leave none.
        return predefined() ? Math.min(minimum, hosts - 1) : minimum;
    }

    /** How long the traffic takes to shift as a whole. */
    @NonNull
    Duration shift() {
        if (routing == null) {
            return Duration.ZERO;
        }
        if (routing.has("timeBasedCanary")) {
            return Duration.ofMinutes(
                    routing.path("timeBasedCanary").path("canaryInterval").asLong());
        }
        if (routing.has("timeBasedLinear")) {
            long steps = 100
                            / Math.max(
                                    1,
                                    routing.path("timeBasedLinear")
                                            .path("linearPercentage")
                                            .asLong())
                    - 1;
            return Duration.ofMinutes(routing.path("timeBasedLinear")
                            .path("linearInterval")
                            .asLong())
                    .multipliedBy(steps);
        }
        return Duration.ZERO;
    }

    @NonNull
    ObjectNode json() {
        ObjectNode info = Json.object()
                .put("deploymentConfigId", id)
                .put("deploymentConfigName", name)
                .put("computePlatform", platform.name());
        if (healthyType != null) {
            info.putObject("minimumHealthyHosts").put("type", healthyType).put("value", healthyValue);
        }
        Json.put(info, "trafficRoutingConfig", routing);
        Json.put(info, "createTime", created);
        return info;
    }
}
