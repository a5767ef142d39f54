package io.jenkins.plugins.codedeploy.engine.guard;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.history.DeploymentEnvironment;

/**
 * Deployment groups of an application in which a revision must have succeeded.
 *
 * @param name as the target account spells it
 * @param account as {@link DeploymentEnvironment#account}: a name alone could be given to any account
 * @param region null for every Region
 * @param deploymentGroup null for any group
 */
public record Requirement(
        @NonNull String name,
        @NonNull String account,
        @CheckForNull String region,
        @CheckForNull String deploymentGroup) {
    boolean isOf(DeploymentEnvironment environment, String application) {
        return environment.account().equals(account)
                && environment.application().equals(application)
                && (region == null || region.equals(environment.region()))
                && (deploymentGroup == null || deploymentGroup.equals(environment.deploymentGroup()));
    }
}
