package io.jenkins.plugins.codedeploy.simulator.codedeploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A deployment group. Tests set it up by the methods that answer itself; durations are in AWS' time, which the pace
 * divides.
 */
public final class Group {
    final Application application;

    /** Members of CreateDeploymentGroup's request that are returned unchanged. */
    final ObjectNode settings = Json.object();

    final Timing timing = new Timing();

    @CheckForNull
    Deployment lastAttempted;

    @CheckForNull
    Deployment lastSuccessful;

    /** What the next deployments end with instead of starting: code and message; null for none. */
    @CheckForNull
    String failureCode;

    @CheckForNull
    String failureMessage;

    boolean platformHidden;

    private final String id = DeploymentIds.resource();
    private final List<Host> hosts = new ArrayList<>();
    private final Map<String, Host> singles = new HashMap<>();
    private String name;
    private String serviceRoleArn;
    private String configName;

    Group(@NonNull Application application, @NonNull String name, @NonNull String serviceRoleArn) {
        this.application = application;
        this.name = name;
        this.serviceRoleArn = serviceRoleArn;
        this.configName = Configs.defaultFor(application.platform());
        settings.putObject("deploymentStyle")
                .put("deploymentType", platform() == ComputePlatform.Server ? "IN_PLACE" : "BLUE_GREEN")
                .put(
                        "deploymentOption",
                        platform() == ComputePlatform.Server ? "WITHOUT_TRAFFIC_CONTROL" : "WITH_TRAFFIC_CONTROL");
    }

    @NonNull
    public String name() {
        synchronized (application.realm) {
            return name;
        }
    }

    @NonNull
    public String id() {
        return id;
    }

    @NonNull
    ComputePlatform platform() {
        return application.platform();
    }

    @NonNull
    String arn() {
        return application.realm.arns().group(application.name(), name);
    }

    @NonNull
    String serviceRoleArn() {
        return serviceRoleArn;
    }

    @NonNull
    String configName() {
        return configName;
    }

    void rename(@NonNull String newName) {
        application.groups.remove(name);
        name = newName;
        application.groups.put(newName, this);
    }

    void serviceRole(@NonNull String arn) {
        serviceRoleArn = arn;
    }

    boolean isBlueGreen() {
        return settings.path("deploymentStyle").path("deploymentType").asText().equals("BLUE_GREEN");
    }

    /** The deployment that has not ended; null where none runs. */
    @CheckForNull
    Deployment active() {
        return lastAttempted == null || lastAttempted.isOver() ? null : lastAttempted;
    }

    /** The instances in it: its own, and those of the realm that its tags select. */
    @NonNull
    public List<Host> hosts() {
        synchronized (application.realm) {
            Set<Host> all = new LinkedHashSet<>(hosts);
            if (settings.has("ec2TagFilters") || settings.has("ec2TagSet")) {
                application.realm.hosts().stream()
                        .filter(host -> TagFilters.select(settings, host.tags()))
                        .forEach(all::add);
            }
            return List.copyOf(all);
        }
    }

    /** A Lambda function or ECS service as a host, so that tests can tell it what to do; made when first needed. */
    @NonNull
    public Host singleHost(@NonNull String targetId) {
        synchronized (application.realm) {
            return singles.computeIfAbsent(targetId, target -> new Host(target, null, null));
        }
    }

    /** The hosts that a blue/green deployment leaves. */
    void replaceHosts(@NonNull List<Host> green) {
        hosts.clear();
        hosts.addAll(green);
    }

    /** The instance at a place of {@link #hosts}, from 0. */
    @NonNull
    public Host host(int index) {
        return hosts().get(index);
    }

    /**
     * Adds instances with folders of their own, which really install what is deployed.
     *
     * @param roleArn of the instance profile's role, by which they read the revision
     */
    @NonNull
    public Group instances(int count, @NonNull String roleArn) {
        synchronized (application.realm) {
            for (int i = 0; i < count; i++) {
                hosts.add(application.realm.addFolderHost(application.name() + "-" + name, roleArn));
            }
            return this;
        }
    }

    /** Adds instances without folders: their events pass, or do as {@link Host#on} says. */
    @NonNull
    public Group virtualInstances(int count) {
        synchronized (application.realm) {
            for (int i = 0; i < count; i++) {
                hosts.add(application.realm.addVirtualHost());
            }
            return this;
        }
    }

    /** Also selects the account's instances that have a tag. */
    @NonNull
    public Group select(@NonNull String key, @NonNull String value) {
        ObjectNode filter = Json.object().put("Key", key).put("Value", value).put("Type", "KEY_AND_VALUE");
        return set("ec2TagFilters", Json.object().arrayNode().add(filter));
    }

    /** Selects instances that have all of these tags: a tag group for each. */
    @NonNull
    public Group selectAll(@NonNull Map<String, String> tags) {
        var groups = Json.object().arrayNode();
        tags.forEach((key, value) -> groups.addArray()
                .addObject()
                .put("Key", key)
                .put("Value", value)
                .put("Type", "KEY_AND_VALUE"));
        set("ec2TagFilters", Json.object().arrayNode());
        return set("ec2TagSet", Json.object().set("ec2TagSetList", groups));
    }

    /** @param configName a predefined one or one that {@link Realm#config} added */
    @NonNull
    public Group config(@NonNull String configName) {
        synchronized (application.realm) {
            this.configName = configName;
            return this;
        }
    }

    /** @param events such as {@code DEPLOYMENT_FAILURE}; none turns automatic rollback off */
    @NonNull
    public Group autoRollback(@NonNull String... events) {
        ObjectNode configuration = Json.object().put("enabled", events.length > 0);
        configuration.set("events", Json.array(List.of(events)));
        return set("autoRollbackConfiguration", configuration);
    }

    @NonNull
    public Group alarms(@NonNull String... names) {
        ObjectNode configuration = Json.object().put("enabled", true).put("ignorePollAlarmFailure", false);
        for (String alarm : names) {
            configuration.withArray("alarms").addObject().put("name", alarm);
        }
        return set("alarmConfiguration", configuration);
    }

    /**
     * Replaces instances instead of updating them.
     *
     * @param readyWait how long a deployment stays Ready for ContinueDeployment until it stops; null goes on at once
     * @param terminationWait how long the original instances live on; null keeps them for ever
     */
    @NonNull
    public Group blueGreen(@CheckForNull Duration readyWait, @CheckForNull Duration terminationWait) {
        ObjectNode configuration = Json.object();
        ObjectNode ready = configuration.putObject("deploymentReadyOption");
        ready.put("actionOnTimeout", readyWait == null ? "CONTINUE_DEPLOYMENT" : "STOP_DEPLOYMENT");
        if (readyWait != null) {
            ready.put("waitTimeInMinutes", readyWait.toMinutes());
        }
        ObjectNode termination = configuration.putObject("terminateBlueInstancesOnDeploymentSuccess");
        termination.put("action", terminationWait == null ? "KEEP_ALIVE" : "TERMINATE");
        if (terminationWait != null) {
            termination.put("terminationWaitTimeInMinutes", terminationWait.toMinutes());
        }
        configuration.putObject("greenFleetProvisioningOption").put("action", "COPY_AUTO_SCALING_GROUP");
        ObjectNode style =
                Json.object().put("deploymentType", "BLUE_GREEN").put("deploymentOption", "WITH_TRAFFIC_CONTROL");
        return set("blueGreenDeploymentConfiguration", configuration).set("deploymentStyle", style);
    }

    /** How long a deployment bakes, watched by alarms, before it succeeds; zero for not at all. */
    @NonNull
    public Group baking(@NonNull Duration time) {
        synchronized (application.realm) {
            timing.baking = time;
            return this;
        }
    }

    /** The same under another word, as an AWS to come may have it. */
    @NonNull
    public Group baking(@NonNull String word, @NonNull Duration time) {
        synchronized (application.realm) {
            timing.bakingWord = word;
            return baking(time);
        }
    }

    /** How long a lifecycle event takes in addition to its scripts. */
    @NonNull
    public Group eventDuration(@NonNull Duration time) {
        synchronized (application.realm) {
            timing.event = time;
            return this;
        }
    }

    /** How long a deployment is Created, and then Queued. */
    @NonNull
    public Group startDelay(@NonNull Duration time) {
        synchronized (application.realm) {
            timing.start = time;
            return this;
        }
    }

    /** How long CodeDeploy waits for an instance's answer; an hour at AWS. */
    @NonNull
    public Group commandTimeout(@NonNull Duration time) {
        synchronized (application.realm) {
            timing.command = time;
            return this;
        }
    }

    /** Lets deployments fail as a whole, such as with {@code AGENT_ISSUE}, until {@link #asUsual}. */
    @NonNull
    public Group failWith(@NonNull String errorCode, @NonNull String message) {
        synchronized (application.realm) {
            failureCode = errorCode;
            failureMessage = message;
            return this;
        }
    }

    /** Answers GetDeploymentGroup without the compute platform, as some servers that are not AWS's do. */
    @NonNull
    public Group hidePlatform(boolean hidden) {
        synchronized (application.realm) {
            platformHidden = hidden;
            return this;
        }
    }

    /** Resets {@link #failWith} and the behavior of the hosts. */
    @NonNull
    public Group asUsual() {
        synchronized (application.realm) {
            failureCode = null;
            hosts().forEach(Host::asUsual);
            return this;
        }
    }

    @NonNull
    Group set(@NonNull String member, @NonNull JsonNode value) {
        synchronized (application.realm) {
            settings.set(member, value);
            return this;
        }
    }
}
