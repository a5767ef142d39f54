package io.jenkins.plugins.codedeploy.tools.cli;

import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentOptions;
import io.jenkins.plugins.codedeploy.engine.deploy.FileExistsBehavior;
import io.jenkins.plugins.codedeploy.engine.deploy.RollbackEvent;
import io.jenkins.plugins.codedeploy.engine.deploy.RunPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Option;

/** CreateDeployment's options and how long to wait. */
final class DeploymentArguments {
    @Option(names = "--application", description = "CodeDeploy application")
    String application;

    @Option(names = "--deployment-group", description = "its deployment group")
    String deploymentGroup;

    @Option(names = "--deployment-config", description = "such as CodeDeployDefault.OneAtATime; default: the group's")
    private String deploymentConfig;

    @Option(names = "--description", description = "shown in the console")
    private String description;

    @Option(names = "--file-exists-behavior", description = "${COMPLETION-CANDIDATES}")
    private FileExistsBehavior fileExistsBehavior;

    @Option(names = "--ignore-application-stop-failures")
    private boolean ignoreApplicationStopFailures;

    @Option(names = "--update-outdated-instances-only")
    private boolean updateOutdatedInstancesOnly;

    @Option(
            names = "--auto-rollback",
            split = ",",
            description = "when to roll back: ${COMPLETION-CANDIDATES}; default: the group's setting")
    private List<RollbackEvent> autoRollback;

    @Option(names = "--no-wait", description = "end once the deployment is created")
    private boolean noWait;

    @Option(names = "--timeout", description = "minutes; the deployment is stopped when they are over")
    private Long timeout;

    DeploymentOptions options() {
        return new DeploymentOptions(
                deploymentConfig,
                description,
                fileExistsBehavior,
                ignoreApplicationStopFailures,
                updateOutdatedInstancesOnly,
                autoRollback == null ? null : Set.copyOf(autoRollback),
                null,
                null);
    }

    RunPolicy policy() {
        RunPolicy policy = RunPolicy.DEFAULTS.with(!noWait);
        return timeout == null ? policy : policy.with(Duration.ofMinutes(timeout));
    }
}
