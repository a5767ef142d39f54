package io.jenkins.plugins.codedeploy.engine.deploy;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.codedeploy.engine.InvalidInputException;
import io.jenkins.plugins.codedeploy.engine.Text;
import java.util.Set;

/**
 * The optional parts of CreateDeployment. Null means not given, so that the group's own setting holds.
 *
 * @param description the user's; ours adds a nonce, and both share 256 characters
 * @param autoRollback an empty set switches the group's automatic rollback off
 * @see <a href="https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_CreateDeployment.html">CreateDeployment</a>
 */
public record DeploymentOptions(
        @CheckForNull String deploymentConfig,
        @CheckForNull String description,
        @CheckForNull FileExistsBehavior fileExistsBehavior,
        boolean ignoreApplicationStopFailures,
        boolean updateOutdatedInstancesOnly,
        @CheckForNull Set<RollbackEvent> autoRollback,
        @CheckForNull AlarmOverride alarms,
        @CheckForNull TargetFilter targetInstances) {

    public static final DeploymentOptions DEFAULTS =
            new DeploymentOptions(null, null, null, false, false, null, null, null);
    static final int DESCRIPTION_LIMIT = 256;

    public DeploymentOptions {
        autoRollback = autoRollback == null ? null : Set.copyOf(autoRollback);
        int most = DESCRIPTION_LIMIT - Nonce.LENGTH - 1;
        if (description != null && description.length() > most) {
            throw new InvalidInputException(
                    "description", Text.of("deploy.descriptionTooLong", description.length(), most));
        }
    }

    /** Whether anything is asked for that Lambda and ECS refuse. */
    boolean serverOnly() {
        return fileExistsBehavior != null
                || ignoreApplicationStopFailures
                || updateOutdatedInstancesOnly
                || targetInstances != null;
    }
}
