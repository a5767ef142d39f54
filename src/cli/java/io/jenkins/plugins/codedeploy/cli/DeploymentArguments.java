package io.jenkins.plugins.codedeploy.cli;

import io.jenkins.plugins.codedeploy.engine.InvalidInputException;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.deploy.AlarmOverride;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentFlag;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentOptions;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentPolicy;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentRequest;
import io.jenkins.plugins.codedeploy.engine.deploy.FileExistsBehavior;
import io.jenkins.plugins.codedeploy.engine.deploy.RollbackEvent;
import io.jenkins.plugins.codedeploy.engine.deploy.TargetFilter;
import io.jenkins.plugins.codedeploy.engine.revision.Revision;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Options for CreateDeployment and for tracking the deployment. */
final class DeploymentArguments {
    @Option(names = "--application", description = "CodeDeploy application")
    String application;

    @Option(names = "--deployment-group", description = "deployment group of the application")
    String deploymentGroup;

    @Option(
            names = "--deployment-config",
            description =
                    "deployment configuration, for example CodeDeployDefault.OneAtATime; default: the deployment group's")
    private String deploymentConfig;

    @Option(names = "--description", description = "description of the deployment, shown in the AWS console")
    private String description;

    @Option(
            names = "--file-exists-behavior",
            description =
                    "what to do with files that already exist on an instance but were not installed by CodeDeploy: ${COMPLETION-CANDIDATES}")
    private FileExistsBehavior fileExistsBehavior;

    @Option(
            names = "--auto-rollback",
            split = ",",
            description =
                    "events that trigger an automatic rollback: ${COMPLETION-CANDIDATES}; default: the deployment group's setting")
    private List<RollbackEvent> autoRollback;

    @Option(
            names = "--no-auto-rollback",
            description = "turn off automatic rollback, regardless of the deployment group's setting")
    private boolean noAutoRollback;

    @Option(
            names = "--alarm",
            description = "CloudWatch alarm to use instead of the deployment group's alarms; repeatable")
    private List<String> alarms;

    @Option(names = "--no-alarms", description = "use no alarms, regardless of the deployment group's setting")
    private boolean noAlarms;

    @Option(names = "--ignore-alarm-poll-failure", description = "continue if the state of an --alarm cannot be read")
    private boolean ignoreAlarmPollFailure;

    @Option(
            names = "--target-tags",
            description =
                    "blue/green: comma-separated tags key=value, of which an instance must have at least one; if repeated,"
                            + " an instance must have at least one tag of each group")
    private List<String> tagGroups = List.of();

    @Option(
            names = "--target-auto-scaling-group",
            description = "blue/green: Auto Scaling group with the target instances; repeatable")
    private List<String> autoScalingGroups = List.of();

    @Option(
            names = "--on-active-deployment",
            defaultValue = "FAIL",
            description =
                    "if the deployment group is busy with another deployment: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
    private DeploymentPolicy.OnActive onActive;

    @Option(
            names = "--on-ready",
            defaultValue = "WAIT",
            description = "blue/green: when the deployment is ready for traffic rerouting: ${COMPLETION-CANDIDATES}"
                    + " (default: ${DEFAULT-VALUE})")
    private DeploymentPolicy.OnReady onReady;

    @Option(
            names = "--wait-for",
            defaultValue = "SUCCEEDED",
            description = "when to stop waiting: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
    private DeploymentPolicy.WaitFor waitFor;

    @Option(
            names = "--termination-wait",
            defaultValue = "KEEP",
            description = "blue/green: KEEP or SKIP the wait time before the original instances are terminated:"
                    + " ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
    private DeploymentPolicy.TerminationWait terminationWait;

    @Option(names = "--no-wait", description = "exit as soon as the deployment is created")
    boolean noWait;

    @Option(
            names = "--watch",
            description = "on a terminal, show the targets as a live table instead of one line for each event")
    boolean watch;

    @Option(names = "--timeout", description = "timeout in minutes; see --on-timeout")
    private String timeout;

    @Option(
            names = "--on-timeout",
            defaultValue = "STOP",
            description = "what to do when --timeout is reached: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
    private DeploymentPolicy.OnAbort onTimeout;

    private final Set<DeploymentFlag> flags = EnumSet.noneOf(DeploymentFlag.class);

    /** Adds an option for each flag of the engine. */
    @Spec(Spec.Target.MIXEE)
    void addFlags(CommandSpec command) {
        for (DeploymentFlag flag : DeploymentFlag.values()) {
            command.addOption(OptionSpec.builder(OptionNames.LANGUAGE.fields().name(flag.field()))
                    .type(boolean.class)
                    .description(flag.label().toString())
                    .setter(new Setter(flag))
                    .build());
        }
    }

    /** Adds or removes one flag. */
    private final class Setter implements ISetter {
        private final DeploymentFlag flag;

        Setter(DeploymentFlag flag) {
            this.flag = flag;
        }

        @Override
        @SuppressWarnings("unchecked")
        public <T> T set(T value) {
            boolean before = flags.contains(flag);
            if (Boolean.TRUE.equals(value)) {
                flags.add(flag);
            } else {
                flags.remove(flag);
            }
            return (T) Boolean.valueOf(before);
        }
    }

    /** Returns the validated request. */
    DeploymentRequest request(Revision what) {
        return new DeploymentRequest(application, deploymentGroup, what, options());
    }

    private DeploymentOptions options() {
        if (noAutoRollback && autoRollback != null) {
            throw new InvalidInputException(
                    "noAutoRollback", Text.of("engine.oneOf", "--auto-rollback, --no-auto-rollback"));
        }
        return DeploymentOptions.builder()
                .deploymentConfig(deploymentConfig)
                .description(description)
                .fileExistsBehavior(fileExistsBehavior)
                .flags(flags)
                .autoRollback(noAutoRollback ? Set.of() : autoRollback == null ? null : Set.copyOf(autoRollback))
                .alarms(alarms())
                .targetInstances(targetInstances())
                .build();
    }

    private AlarmOverride alarms() {
        if (noAlarms && alarms != null) {
            throw new InvalidInputException("noAlarms", Text.of("engine.oneOf", "--alarm, --no-alarms"));
        }
        return alarms == null && !noAlarms
                ? null
                : new AlarmOverride(!noAlarms, ignoreAlarmPollFailure, alarms == null ? List.of() : alarms);
    }

    private TargetFilter targetInstances() {
        if (tagGroups.isEmpty() && autoScalingGroups.isEmpty()) {
            return null;
        }
        List<List<TargetFilter.Tag>> groups = tagGroups.stream()
                .map(group -> Stream.of(group.split(","))
                        .map(DeploymentArguments::tag)
                        .toList())
                .toList();
        return new TargetFilter(groups, autoScalingGroups);
    }

    /** Parses a tag. A missing key or value means any. */
    private static TargetFilter.Tag tag(String given) {
        int at = given.indexOf('=');
        String key = at < 0 ? given : given.substring(0, at);
        String value = at < 0 ? "" : given.substring(at + 1);
        return new TargetFilter.Tag(key.isEmpty() ? null : key, value.isEmpty() ? null : value);
    }

    /** @param paced converts AWS's time to real time */
    DeploymentPolicy policy(UnaryOperator<Duration> paced) {
        return DeploymentPolicy.DEFAULTS
                .with(onActive)
                .with(onReady)
                .with(onTimeout)
                .with(waitFor)
                .with(terminationWait)
                .with(!noWait)
                .with(timeout == null ? null : paced.apply(minutes()));
    }

    private Duration minutes() {
        try {
            return Duration.ofMinutes(Long.parseLong(timeout));
        } catch (NumberFormatException | ArithmeticException e) {
            throw new InvalidInputException("timeout", Text.of("engine.minutes", timeout));
        }
    }
}
