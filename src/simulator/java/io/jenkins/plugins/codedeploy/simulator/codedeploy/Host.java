package io.jenkins.plugins.codedeploy.simulator.codedeploy;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.simulator.instance.Command;
import io.jenkins.plugins.codedeploy.simulator.instance.EventDiagnostics;
import io.jenkins.plugins.codedeploy.simulator.instance.Instance;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * One machine, function or service that a deployment installs on. A virtual one has no folder: events pass in the time
 * they take.
 */
public final class Host {
    /** In place of an event: every event that the agent carries out. */
    public static final String ANY = "*";

    /** What CodeDeploy does itself, without the instance's agent. */
    private static final Set<String> SERVICE_SIDE = Set.of("BlockTraffic", "AllowTraffic");

    private final String id;

    @CheckForNull
    private final Instance instance;

    @CheckForNull
    private final String roleArn;

    private final Map<String, Behavior> behaviors = new ConcurrentHashMap<>();
    private final Map<String, String> tags = new ConcurrentHashMap<>();

    /** Installed last with success; guarded by the realm. */
    @CheckForNull
    RevisionLocation installed;

    /** @param roleArn of a folder's instance profile */
    Host(@NonNull String id, @CheckForNull Instance instance, @CheckForNull String roleArn) {
        this.id = id;
        this.instance = instance;
        this.roleArn = roleArn;
    }

    @CheckForNull
    String roleArn() {
        return roleArn;
    }

    /** Copies the behavior and the tags of a host. */
    void like(@NonNull Host other) {
        behaviors.putAll(other.behaviors);
        tags.putAll(other.tags);
    }

    @NonNull
    public String id() {
        return id;
    }

    /** Returns the directory that represents its disk; null for a virtual host. */
    @CheckForNull
    public Path root() {
        return instance == null ? null : instance.root();
    }

    /** @param event such as {@code ValidateService}, or {@link #ANY}; lasts until {@link #asUsual} */
    @NonNull
    public Host on(@NonNull String event, @NonNull Behavior behavior) {
        behaviors.put(event, behavior);
        return this;
    }

    @NonNull
    public Host asUsual() {
        behaviors.clear();
        return this;
    }

    @NonNull
    public Host tag(@NonNull String key, @NonNull String value) {
        tags.put(key, value);
        return this;
    }

    @NonNull
    Map<String, String> tags() {
        return tags;
    }

    @CheckForNull
    private Behavior behavior(String event) {
        Behavior own = behaviors.get(event);
        return own == null && !SERVICE_SIDE.contains(event) ? behaviors.get(ANY) : own;
    }

    /** How long the event takes before its result, in AWS' time. */
    @NonNull
    Duration duration(@NonNull String event, @NonNull Duration usual) {
        Behavior behavior = behavior(event);
        Duration own = behavior == null ? null : behavior.duration();
        return own == null ? usual : own;
    }

    /** @param done called on any thread; never where the host hangs */
    void perform(@NonNull Command command, @NonNull Scheduler scheduler, @NonNull Consumer<EventDiagnostics> done) {
        Behavior behavior = behavior(command.event());
        Instance folder = instance;
        if (behavior != null && behavior.decision() != null) {
            behavior.decision().apply(command).thenAccept(done);
        } else if (behavior != null && !behavior.isAsUsual()) {
            EventDiagnostics outcome = behavior.outcome();
            if (outcome != null) {
                done.accept(outcome);
            }
        } else if (folder == null || SERVICE_SIDE.contains(command.event())) {
            done.accept(EventDiagnostics.SUCCESS);
        } else {
            scheduler.work(() -> done.accept(onFolder(folder, command)));
        }
    }

    /** One at a time, as the agent takes its commands. */
    private static EventDiagnostics onFolder(Instance instance, Command command) {
        synchronized (instance) {
            try {
                return instance.run(command);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return EventDiagnostics.unknown("The agent was stopped.");
            }
        }
    }
}
