package io.jenkins.plugins.codedeploy.report;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.deploy.AlarmOverride;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentOptions;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentPolicy;
import io.jenkins.plugins.codedeploy.engine.deploy.RollbackEvent;
import io.jenkins.plugins.codedeploy.engine.deploy.TargetFilter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The options that differ from what is usual, in the step's order. */
final class Options {
    private final List<OptionRecord> all = new ArrayList<>();

    private Options() {}

    /** @param given null where an existing deployment is followed */
    @NonNull
    static List<OptionRecord> of(@CheckForNull DeploymentOptions given, @NonNull DeploymentPolicy policy) {
        Options options = new Options();
        if (given != null) {
            options.deployment(given);
        }
        options.policy(policy);
        return options.all;
    }

    private void deployment(DeploymentOptions given) {
        add("deploymentConfig", given.deploymentConfig());
        add("description", given.description());
        add("fileExistsBehavior", given.fileExistsBehavior());
        given.flags().stream().sorted().forEach(flag -> add(flag.field(), true));
        Set<RollbackEvent> rollback = given.autoRollback();
        if (rollback != null) {
            add(
                    "autoRollback",
                    rollback.isEmpty()
                            ? Messages.Options_off()
                            : rollback.stream().map(Enum::name).sorted().collect(Collectors.joining(", ")));
        }
        AlarmOverride alarms = given.alarms();
        if (alarms != null) {
            add("alarms", alarms.enabled() ? String.join(", ", alarms.names()) : Messages.Options_off());
        }
        TargetFilter instances = given.targetInstances();
        if (instances != null) {
            add("targetInstances", text(instances));
        }
    }

    private void policy(DeploymentPolicy policy) {
        DeploymentPolicy usual = DeploymentPolicy.DEFAULTS;
        add("onActiveDeployment", policy.onActive() == usual.onActive() ? null : policy.onActive());
        add("onReady", policy.onReady() == usual.onReady() ? null : policy.onReady());
        add("onAbort", policy.onAbort() == usual.onAbort() ? null : policy.onAbort());
        add("waitFor", policy.waitFor() == usual.waitFor() ? null : policy.waitFor());
        add("terminationWait", policy.terminationWait() == usual.terminationWait() ? null : policy.terminationWait());
        add("wait", policy.waits() ? null : false);
        Duration timeout = policy.timeout();
        add("timeout", timeout == null ? null : timeout.toMinutes() + " min");
    }

    private static String text(TargetFilter instances) {
        List<String> parts = new ArrayList<>();
        for (List<TargetFilter.Tag> group : instances.tagGroups()) {
            parts.add(group.stream()
                    .map(tag -> (tag.key() == null ? "*" : tag.key()) + "=" + (tag.value() == null ? "*" : tag.value()))
                    .collect(Collectors.joining(" | ")));
        }
        parts.addAll(instances.autoScalingGroups());
        return String.join(", ", parts);
    }

    private void add(String name, @CheckForNull Object value) {
        if (value != null) {
            all.add(new OptionRecord(name, value.toString()));
        }
    }
}
