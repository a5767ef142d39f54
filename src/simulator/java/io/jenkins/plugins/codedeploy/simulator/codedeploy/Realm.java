package io.jenkins.plugins.codedeploy.simulator.codedeploy;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.simulator.http.AwsError;
import io.jenkins.plugins.codedeploy.simulator.instance.Instance;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** CodeDeploy of one account in one region. Everything in it is guarded by it. */
public final class Realm {
    final Configs configs = new Configs();
    final Map<String, Application> applications = new TreeMap<>();
    final Map<String, Deployment> deployments = new LinkedHashMap<>();
    final Limits limits;
    final Scheduler scheduler;
    final Neighbors neighbors;
    private final CodeDeployArns arns;
    private final Path folder;
    private final List<Host> hosts = new ArrayList<>();
    private final Set<String> activeAlarms = new TreeSet<>();

    /** @param folder where instances get folders of their own */
    Realm(
            @NonNull CodeDeployArns arns,
            @NonNull Limits limits,
            @NonNull Scheduler scheduler,
            @NonNull Neighbors neighbors,
            @NonNull Path folder) {
        this.arns = arns;
        this.limits = limits;
        this.scheduler = scheduler;
        this.neighbors = neighbors;
        this.folder = folder;
    }

    @NonNull
    CodeDeployArns arns() {
        return arns;
    }

    /** The Server application of this name, made if there is none. */
    @NonNull
    public Application application(@NonNull String name) {
        return application(name, ComputePlatform.Server);
    }

    /** The application of this name, made if there is none. */
    @NonNull
    public synchronized Application application(@NonNull String name, @NonNull ComputePlatform platform) {
        return applications.computeIfAbsent(name, n -> new Application(this, n, platform));
    }

    /**
     * Adds a Server configuration.
     *
     * @param type HOST_COUNT or FLEET_PERCENT
     */
    public synchronized void config(@NonNull String name, @NonNull String type, int value) {
        configs.add(DeploymentConfig.server(name, type, value));
    }

    /** Sets an alarm off: deployments that it watches stop, or do not start, until {@link #calm}. */
    public synchronized void alarm(@NonNull String name) {
        activeAlarms.add(name);
        List.copyOf(deployments.values()).stream().filter(d -> !d.isOver()).forEach(d -> d.run.checkAlarms());
    }

    public synchronized void calm(@NonNull String name) {
        activeAlarms.remove(name);
    }

    @NonNull
    Set<String> activeAlarms() {
        return activeAlarms;
    }

    @NonNull
    synchronized List<Host> hosts() {
        return List.copyOf(hosts);
    }

    @NonNull
    synchronized Host addVirtualHost() {
        Host host = new Host(DeploymentIds.instance(), null, null);
        hosts.add(host);
        return host;
    }

    /** @param prefix of the folder's name, for people who look there */
    @NonNull
    synchronized Host addFolderHost(@NonNull String prefix, @NonNull String roleArn) {
        String id = DeploymentIds.instance();
        Path root = folder.resolve(prefix.replaceAll("[^\\w.-]", "_") + "-" + id);
        Host host = new Host(id, new Instance(root, neighbors.bundles(roleArn, id, arns.region())), roleArn);
        host.tag("Name", prefix);
        hosts.add(host);
        return host;
    }

    /** A new host like another one, as an Auto Scaling group would launch it. */
    @NonNull
    synchronized Host copyOf(@NonNull Host host) {
        String roleArn = host.roleArn();
        Host copy =
                roleArn == null ? addVirtualHost() : addFolderHost(host.tags().get("Name"), roleArn);
        copy.like(host);
        return copy;
    }

    /** Every deployment since the start, the oldest first, as far as they have come. */
    @NonNull
    public synchronized List<DeploymentSummary> deployments() {
        return deployments.values().stream().map(d -> d.snapshot(arns)).toList();
    }

    @CheckForNull
    synchronized Deployment deployment(@NonNull String id) {
        return deployments.get(id);
    }

    /** @throws AwsError where there is none of this name */
    @NonNull
    public synchronized Application find(@NonNull String application) throws AwsError {
        return existing(application);
    }

    @NonNull
    Application existing(@NonNull String application) throws AwsError {
        Application found = applications.get(application);
        if (found == null) {
            throw AwsError.badRequest(
                    "ApplicationDoesNotExistException", "No application found for name: " + application);
        }
        return found;
    }

    @NonNull
    Group existing(@NonNull String application, @NonNull String group) throws AwsError {
        Group found = existing(application).groups.get(group);
        if (found == null) {
            throw AwsError.badRequest(
                    "DeploymentGroupDoesNotExistException", "No Deployment Group found for name: " + group);
        }
        return found;
    }

    long running() {
        return deployments.values().stream().filter(d -> !d.isOver()).count();
    }

    /** Takes a deployment up and sets it going. */
    void begin(@NonNull Deployment deployment) {
        deployments.put(deployment.id, deployment);
        deployment.group.lastAttempted = deployment;
        deployment.group.application.use(deployment.revision, null).by(deployment.group.name());
        deployment.run = DeploymentProcess.of(this, deployment);
        deployment.run.start();
    }
}
