package io.jenkins.plugins.codedeploy.report;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Run;
import io.jenkins.plugins.codedeploy.config.ResolvedTarget;
import io.jenkins.plugins.codedeploy.config.SignIn;
import io.jenkins.plugins.codedeploy.engine.RoleArn;
import io.jenkins.plugins.codedeploy.engine.aws.TargetAccess;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentPolicy;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentRequest;
import java.util.List;

/**
 * What is known of a deployment before it begins.
 *
 * @param step its id within the build, the same after a restart
 * @param partition with the region, where its console is
 */
record DeploymentFacts(
        @NonNull String step,
        @CheckForNull String application,
        @CheckForNull String deploymentGroup,
        @CheckForNull String target,
        @NonNull String partition,
        @NonNull String region,
        @CheckForNull String roleArn,
        @NonNull String identity,
        @CheckForNull String revision,
        @CheckForNull String digest,
        @NonNull List<OptionRecord> options,
        @NonNull List<EarlierDeployment> earlier,
        @CheckForNull SignIn signIn) {

    /** @param request null where an existing deployment is followed */
    static DeploymentFacts of(
            Run<?, ?> build,
            String step,
            ResolvedTarget target,
            @CheckForNull DeploymentRequest request,
            DeploymentPolicy policy,
            @CheckForNull String digest) {
        TargetAccess access = target.access();
        RoleArn role = access.role();
        String revision = request == null ? null : Bounds.cut(request.revision().toString(), Bounds.TEXT);
        return new DeploymentFacts(
                step,
                request == null ? null : request.application(),
                request == null ? null : request.deploymentGroup(),
                target.name(),
                access.partition(),
                access.region(),
                role == null ? null : role.toString(),
                Bounds.cut(access.source().label(), Bounds.TEXT),
                revision,
                digest,
                Options.of(request == null ? null : request.options(), policy),
                EarlierDeployment.of(build, step, revision),
                target.signIn());
    }
}
