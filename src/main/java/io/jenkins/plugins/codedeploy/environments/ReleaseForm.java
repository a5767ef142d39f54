package io.jenkins.plugins.codedeploy.environments;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Item;
import hudson.model.Job;
import io.jenkins.plugins.codedeploy.engine.history.EnvironmentState;
import io.jenkins.plugins.codedeploy.release.RevisionParameterDefinition;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** The build form of the job that deployed to an environment last, filled in with a revision. It starts nothing. */
final class ReleaseForm {
    private ReleaseForm() {}

    /**
     * Returns the address of the form, relative to Jenkins' root.
     *
     * @return null if that job has no parameter of type {@code codeDeployRevision}, or if the user may not build it
     */
    @CheckForNull
    static String url(@NonNull EnvironmentState into, @NonNull String revision, @NonNull ReadableJobs jobs) {
        Job<?, ?> job = jobs.find(into.newest().deployedBy());
        String parameter = job == null || !job.hasPermission(Item.BUILD) || !job.isBuildable()
                ? null
                : RevisionParameterDefinition.nameIn(job);
        return parameter == null
                ? null
                : job.getUrl() + "build?delay=0sec&" + encode(parameter) + "=" + encode(revision);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
