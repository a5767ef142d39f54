package io.jenkins.plugins.codedeploy.result;

import hudson.Extension;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.model.listeners.RunListener;
import org.jenkinsci.plugins.pipeline.modeldefinition.causes.RestartDeclarativePipelineCause;

/**
 * A build that restarts another one from a stage deploys what that one pushed, although the stage that pushed it does
 * not run again.
 */
@Extension(optional = true)
public final class RestartedBuilds extends RunListener<Run<?, ?>> {
    /** Without the plugin that restarts from stages, this class cannot be loaded, and nothing is missing. */
    private static final Class<RestartDeclarativePipelineCause> CAUSE = RestartDeclarativePipelineCause.class;

    @Override
    public void onStarted(Run<?, ?> build, TaskListener listener) {
        RestartDeclarativePipelineCause cause = build.getCause(CAUSE);
        Run<?, ?> origin = cause == null ? null : cause.getOriginal();
        if (origin != null) {
            CodeDeployEnvironment.inherit(build, origin);
        }
    }
}
