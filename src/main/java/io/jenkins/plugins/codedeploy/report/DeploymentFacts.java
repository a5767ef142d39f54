package io.jenkins.plugins.codedeploy.report;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.account.ResolvedTarget;
import io.jenkins.plugins.codedeploy.engine.RoleArn;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentPolicy;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentRequest;
import java.util.List;

/**
 * What is known of a deployment before it begins.
 *
 * @param step its id within the build, the same after a restart
 * @param request null where an existing deployment is followed
 * @param digest of the revision's content, where the job knows it
 * @param earlier where this job deployed the same revision before
 */
record DeploymentFacts(
        @NonNull String step,
        @NonNull ResolvedTarget target,
        @CheckForNull DeploymentRequest request,
        @NonNull DeploymentPolicy policy,
        @CheckForNull String digest,
        @NonNull List<EarlierDeployment> earlier) {

    @CheckForNull
    String application() {
        return request == null ? null : request.application();
    }

    @CheckForNull
    String deploymentGroup() {
        return request == null ? null : request.deploymentGroup();
    }

    @CheckForNull
    String revision() {
        return revision(request);
    }

    /** As it is kept; null where an existing deployment is followed. */
    @CheckForNull
    static String revision(@CheckForNull DeploymentRequest request) {
        return request == null ? null : Bounds.cut(request.revision().toString(), Bounds.TEXT);
    }

    @CheckForNull
    String roleArn() {
        RoleArn role = target.access().role();
        return role == null ? null : role.toString();
    }

    /** Who takes the role: a stored credential, say. */
    @NonNull
    String identity() {
        return Bounds.cut(target.access().source().label(), Bounds.TEXT);
    }

    @NonNull
    List<OptionRecord> options() {
        return Options.of(request == null ? null : request.options(), policy);
    }
}
