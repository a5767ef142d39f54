package io.jenkins.plugins.codedeploy.parameters;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.model.Run;
import io.jenkins.plugins.codedeploy.engine.EngineException;
import io.jenkins.plugins.codedeploy.engine.SingleLine;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.appspec.AppSpecCheck;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentOptions;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentPolicy;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentRequest;
import io.jenkins.plugins.codedeploy.engine.revision.Revision;
import io.jenkins.plugins.codedeploy.parameters.option.Alarms;
import io.jenkins.plugins.codedeploy.parameters.option.AutoRollback;
import io.jenkins.plugins.codedeploy.parameters.option.TargetInstances;
import io.jenkins.plugins.codedeploy.result.UserMessages;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** A deployment's settings in the engine's terms. */
public final class DeployInputs extends BundleInputs {
    /** Longer ones would leave no room for the engine's mark. */
    private static final int MOST_OF_DEFAULT_DESCRIPTION = 200;

    private final DeployStep settings;

    public DeployInputs(@NonNull DeployStep settings, @NonNull UnaryOperator<String> expand) {
        super(settings, expand);
        this.settings = settings;
    }

    /** @throws AbortException when not exactly one thing is given to deploy */
    public void checkAll() throws AbortException {
        settings.checkArguments();
        RevisionSource source = revisionSource();
        policy();
        checkTarget();
        if (source.needsFiles()) {
            check();
        }
        Revision sample = source.sample();
        if (sample != null) {
            request(sample, null);
        }
    }

    /**
     * Checks {@code appSpecContent}, where it is given, before anything is called.
     *
     * @param log takes the lines of warnings
     */
    public void checkAppSpecContent(@NonNull Consumer<String> log) throws EngineException {
        String content = expanded(settings.getAppSpecContent());
        if (content != null) {
            new AppSpecCheck(
                            strictAppSpec(),
                            warning -> log.accept(
                                    SingleLine.of(Text.of("upload.log.note", warning.in(UserMessages.locale()))
                                            .in(UserMessages.locale()))))
                    .checkContent(content);
        }
    }

    /** @throws AbortException as {@link RevisionSource#of} */
    @NonNull
    public RevisionSource revisionSource() throws AbortException {
        return RevisionSource.of(settings, expansion());
    }

    /** As it was given; null where something else is deployed. */
    @CheckForNull
    public String revision() {
        return expanded(settings.getRevision());
    }

    /** @param build names the deployment where no description does; null only for a check */
    @NonNull
    public DeploymentRequest request(Revision revision, @CheckForNull Run<?, ?> build) {
        return new DeploymentRequest(application(), deploymentGroup(), revision, options(build));
    }

    /** Whether nothing is deployed if the revision is live. */
    public boolean skipIfLive() {
        return settings.isSkipIfLive();
    }

    @NonNull
    public DeploymentPolicy policy() {
        int minutes = settings.getTimeout();
        return DeploymentPolicy.DEFAULTS
                .with(settings.getOnActiveDeployment())
                .with(settings.getOnReady())
                .with(settings.getOnAbort())
                .with(settings.getWaitFor())
                .with(settings.getTerminationWait())
                .with(settings.isWait())
                .with(minutes == 0 ? null : Duration.ofMinutes(minutes));
    }

    /** Whether an earlier revision is deployed, on purpose. */
    public boolean takesBack() {
        return settings.takesBack();
    }

    /** Why the windows of the target account do not count; null where they do. */
    @CheckForNull
    public String overrideWindow() {
        return expanded(settings.getOverrideWindow());
    }

    /** Where the revision must have succeeded; null for nowhere. */
    @CheckForNull
    public String promotedFrom() {
        return expanded(settings.getPromotedFrom());
    }

    @NonNull
    public String application() {
        return settingOf(settings.getApplication());
    }

    @NonNull
    public String deploymentGroup() {
        return settingOf(settings.getDeploymentGroup());
    }

    private DeploymentOptions options(@CheckForNull Run<?, ?> build) {
        AutoRollback rollback = settings.getAutoRollback();
        Alarms alarms = settings.getAlarms();
        TargetInstances instances = settings.getTargetInstances();
        return DeploymentOptions.builder()
                .deploymentConfig(expanded(settings.getDeploymentConfig()))
                .description(description(build))
                .fileExistsBehavior(settings.getFileExistsBehavior())
                .flags(settings.flags())
                .autoRollback(rollback == null ? null : rollback.toEvents())
                .alarms(alarms == null ? null : alarms.toOverride(expansion()))
                .targetInstances(instances == null ? null : instances.toFilter(expansion()))
                .build();
    }

    private String description(@CheckForNull Run<?, ?> build) {
        String given = expanded(settings.getDescription());
        if (given != null || build == null) {
            return given;
        }
        String own = build.getExternalizableId();
        return own.substring(0, Math.min(own.length(), MOST_OF_DEFAULT_DESCRIPTION));
    }

    /** The engine says what is wrong with a missing one. */
    private String settingOf(@CheckForNull String value) {
        String given = expanded(value);
        return given == null ? "" : given;
    }
}
