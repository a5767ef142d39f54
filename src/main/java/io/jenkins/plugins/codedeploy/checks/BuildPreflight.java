package io.jenkins.plugins.codedeploy.checks;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Run;
import io.jenkins.plugins.codedeploy.account.ResolvedTarget;
import io.jenkins.plugins.codedeploy.controller.Engines;
import io.jenkins.plugins.codedeploy.engine.aws.SessionName;
import io.jenkins.plugins.codedeploy.engine.preflight.Preflight;
import io.jenkins.plugins.codedeploy.engine.preflight.PreflightListener;
import io.jenkins.plugins.codedeploy.engine.preflight.PreflightRequest;
import io.jenkins.plugins.codedeploy.engine.send.PartProbe;
import java.util.Locale;

/** The checks of a build, as its deployment would act. */
public final class BuildPreflight {
    private final Run<?, ?> build;
    private final PreflightRequest request;

    /**
     * Null values are not looked at; without a configuration it is the group's.
     *
     * @param checkStop whether StopDeployment and ContinueDeployment are called on a deployment that has ended
     */
    public BuildPreflight(
            @NonNull Run<?, ?> build,
            @NonNull ResolvedTarget target,
            @CheckForNull String application,
            @CheckForNull String deploymentGroup,
            @CheckForNull String deploymentConfig,
            boolean checkStop) {
        this.build = build;
        request = SetupRequests.of(
                        target, build.getParent().getFullName(), null, application, deploymentGroup, deploymentConfig)
                .tryingStop(checkStop);
    }

    /**
     * Blocks for seconds.
     *
     * @param agent null: the controller sends the part that tries the upload
     */
    @NonNull
    public PreflightResult run(@CheckForNull AgentProbe agent, @NonNull Locale locale) throws InterruptedException {
        String session = SessionName.of(build.getParent().getFullName(), build.getId());
        PartProbe probe = agent == null ? PartProbe.local() : agent;
        return new PreflightResult(
                new Preflight(Engines.clients(), session).run(request, probe, PreflightListener.SILENT), locale);
    }
}
