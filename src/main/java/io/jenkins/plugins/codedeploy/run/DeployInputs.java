package io.jenkins.plugins.codedeploy.run;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.model.Run;
import io.jenkins.plugins.codedeploy.engine.EngineException;
import io.jenkins.plugins.codedeploy.engine.Inputs;
import io.jenkins.plugins.codedeploy.engine.SingleLine;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.appspec.AppSpecCheck;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentOptions;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentPolicy;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentRequest;
import io.jenkins.plugins.codedeploy.engine.deploy.FileExistsBehavior;
import io.jenkins.plugins.codedeploy.engine.revision.AppSpecRevision;
import io.jenkins.plugins.codedeploy.engine.revision.GitHubRevision;
import io.jenkins.plugins.codedeploy.engine.revision.Revision;
import io.jenkins.plugins.codedeploy.engine.revision.S3Revision;
import io.jenkins.plugins.codedeploy.run.option.Alarms;
import io.jenkins.plugins.codedeploy.run.option.AutoRollback;
import io.jenkins.plugins.codedeploy.run.option.GitHubCommit;
import io.jenkins.plugins.codedeploy.run.option.TargetInstances;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** A deployment's settings in the engine's terms. */
public final class DeployInputs extends BundleInputs {
    /** Longer ones would leave no room for the engine's mark. */
    private static final int MOST_OF_DEFAULT_DESCRIPTION = 200;

    private final DeploySettings settings;

    public DeployInputs(@NonNull DeploySettings settings, @NonNull UnaryOperator<String> expand) {
        super(settings, expand);
        this.settings = settings;
    }

    /** @throws AbortException when not exactly one thing is given to deploy */
    public void checkAll() throws AbortException {
        List<String> given = new ArrayList<>();
        name(given, "source", source());
        name(given, "revision", expanded(settings.getRevision()));
        name(given, "gitHub", settings.getGitHub());
        name(given, "appSpecContent", expanded(settings.getAppSpecContent()));
        name(given, "deploymentId", deploymentId());
        if (given.isEmpty()) {
            throw new AbortException(Messages.DeployInputs_nothing());
        }
        if (given.size() > 1) {
            throw new AbortException(Messages.DeployInputs_tooMuch(String.join(", ", given)));
        }
        policy();
        if (deploymentId() != null) {
            checkTarget();
            Inputs.deploymentId(deploymentId());
        } else if (source() != null) {
            check();
            new DeploymentRequest(
                    application(),
                    deploymentGroup(),
                    new S3Revision("not-yet", "known", "zip", null, null),
                    options(null));
        } else {
            checkTarget();
            request(given(), null);
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

    /** Of a deployment that is only to be followed; null where one is to be created. */
    @CheckForNull
    String deploymentId() {
        return expanded(settings.getDeploymentId());
    }

    public boolean needsFiles() {
        return source() != null;
    }

    /** The revision that exists already. */
    @NonNull
    Revision given() {
        String revision = expanded(settings.getRevision());
        if (revision != null) {
            return S3Revision.parse(revision);
        }
        GitHubCommit commit = settings.getGitHub();
        return commit != null
                ? new GitHubRevision(expanded(commit.getRepository()), expanded(commit.getCommitId()))
                : new AppSpecRevision(expanded(settings.getAppSpecContent()));
    }

    /** @param build names the deployment where no description does; null only for a check */
    @NonNull
    DeploymentRequest request(Revision revision, @CheckForNull Run<?, ?> build) {
        return new DeploymentRequest(application(), deploymentGroup(), revision, options(build));
    }

    @NonNull
    DeploymentPolicy policy() {
        int minutes = settings.getTimeout();
        return new DeploymentPolicy(
                settings.getOnActiveDeployment(),
                settings.getOnReady(),
                settings.getOnAbort(),
                settings.getWaitFor(),
                settings.isWait(),
                minutes == 0 ? null : Duration.ofMinutes(minutes),
                Duration.ZERO);
    }

    @NonNull
    String application() {
        return settingOf(settings.getApplication());
    }

    @NonNull
    String deploymentGroup() {
        return settingOf(settings.getDeploymentGroup());
    }

    private DeploymentOptions options(@CheckForNull Run<?, ?> build) {
        AutoRollback rollback = settings.getAutoRollback();
        Alarms alarms = settings.getAlarms();
        TargetInstances instances = settings.getTargetInstances();
        return new DeploymentOptions(
                expanded(settings.getDeploymentConfig()),
                description(build),
                fileExistsBehavior(),
                settings.isIgnoreApplicationStopFailures(),
                settings.isUpdateOutdatedInstancesOnly(),
                rollback == null ? null : rollback.toEvents(),
                alarms == null ? null : alarms.toOverride(expansion()),
                instances == null ? null : instances.toFilter(expansion()));
    }

    private FileExistsBehavior fileExistsBehavior() {
        String given = expanded(settings.getFileExistsBehavior());
        return given == null ? null : FileExistsBehavior.parse(given);
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

    private static void name(List<String> given, String field, @CheckForNull Object value) {
        if (value != null) {
            given.add(field);
        }
    }
}
