package io.jenkins.plugins.codedeploy.simulator.instance;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Runs the scripts of a lifecycle event. */
final class HookRunner {
    /** Events whose scripts come from the revision that was installed last with success. */
    private static final Set<String> OF_LAST = Set.of("ApplicationStop", "BeforeBlockTraffic", "AfterBlockTraffic");

    /** The same, where a blue/green deployment goes back. */
    private static final Set<String> OF_LAST_IN_ROLLBACK =
            Set.of("ApplicationStop", "BeforeAllowTraffic", "AfterAllowTraffic");

    /** There, these come from the revision that was downloaded last, whatever became of it. */
    private static final Set<String> OF_MOST_RECENT_IN_ROLLBACK = Set.of("BeforeBlockTraffic", "AfterBlockTraffic");

    private final Disk disk;
    private final Deployments deployments;

    HookRunner(@NonNull Disk disk, @NonNull Deployments deployments) {
        this.disk = disk;
        this.deployments = deployments;
    }

    @NonNull
    EventDiagnostics run(@NonNull Command command) throws IOException, InterruptedException {
        Path archive = archive(command);
        if (archive == null) {
            return EventDiagnostics.SUCCESS;
        }
        Path logs = deployments.folder(command).resolve("logs");
        Files.createDirectories(logs);
        ScriptLog log = new ScriptLog(logs.resolve("scripts.log"));
        try {
            List<AppSpecFile.Script> scripts =
                    deployments.appSpecOfHooks(archive).scripts(command.event());
            if (!scripts.isEmpty()) {
                log.add("LifecycleEvent - " + command.event());
            }
            for (AppSpecFile.Script script : scripts) {
                run(command, archive, script, log);
            }
            return EventDiagnostics.SUCCESS;
        } catch (AgentFailure e) {
            return e.isOfScript() && !log.isUtf8() ? e.unreadable() : e.outcome(e.isOfScript() ? log.tail() : "");
        }
    }

    /** The revision whose scripts run; null where the instance has none yet. */
    @CheckForNull
    private Path archive(Command command) throws IOException {
        Path current = deployments.archive(command);
        if (Files.exists(current)) {
            return current;
        }
        if (command.blueGreenRollback() && OF_MOST_RECENT_IN_ROLLBACK.contains(command.event())) {
            return deployments.mostRecent(command.groupId());
        }
        Set<String> ofLast = command.blueGreenRollback() ? OF_LAST_IN_ROLLBACK : OF_LAST;
        return ofLast.contains(command.event()) ? deployments.lastSuccessful(command.groupId()) : current;
    }

    private void run(Command command, Path archive, AppSpecFile.Script script, ScriptLog log)
            throws IOException, InterruptedException, AgentFailure {
        String name = disk.name(archive) + "/" + script.location().replaceFirst("^/+", "");
        Path file = disk.walked(name);
        if (!Files.exists(file)) {
            throw new AgentFailure(
                    "ScriptMissing",
                    script.location(),
                    "Script does not exist at specified location: " + Disk.expanded(name));
        }
        if (!Files.isExecutable(file)) {
            makeExecutable(file, script);
        }
        log.add("Script - " + script.location());
        Path workspace = Files.createTempDirectory("simulated-script");
        try {
            new ScriptRun(script, log, disk).run(name, workspace, environment(command));
        } finally {
            Disk.delete(workspace);
        }
    }

    private static void makeExecutable(Path file, AppSpecFile.Script script) throws AgentFailure {
        try {
            Disk.mode(file, Disk.mode(file) | 0111);
        } catch (IOException e) {
            AgentFailure failure = new AgentFailure(
                    "ScriptNotExecutable",
                    script.location(),
                    "Unable to set script at specified location: " + script.location() + " as executable");
            failure.initCause(e);
            throw failure;
        }
    }

    private Map<String, String> environment(Command command) {
        Map<String, String> all = new HashMap<>();
        all.put("LIFECYCLE_EVENT", command.event());
        all.put("DEPLOYMENT_ID", command.deploymentId());
        all.put("APPLICATION_NAME", command.application());
        all.put("DEPLOYMENT_GROUP_NAME", command.group());
        all.put("DEPLOYMENT_GROUP_ID", command.groupId());
        all.put(Instance.ROOT_VARIABLE, disk.root().toString());
        Command.Bundle bundle = command.revision();
        if (bundle != null && bundle.bucket() != null) {
            all.put("BUNDLE_BUCKET", bundle.bucket());
            all.put("BUNDLE_KEY", bundle.key());
            if (bundle.version() != null) {
                all.put("BUNDLE_VERSION", bundle.version());
            }
            if (bundle.eTag() != null) {
                all.put("BUNDLE_ETAG", bundle.eTag());
            }
        }
        return all;
    }
}
