package io.jenkins.plugins.codedeploy.simulator.instance;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;

/**
 * What CodeDeploy tells an instance's agent to do: one lifecycle event of one deployment.
 *
 * @param revision where the bundle is; null on a platform or in a test that installs none
 * @param fileExistsBehavior DISALLOW, OVERWRITE or RETAIN
 * @param blueGreenRollback whether traffic is being sent back to the original instances
 */
public record Command(
        @NonNull String event,
        @NonNull String deploymentId,
        @NonNull String application,
        @NonNull String group,
        @NonNull String groupId,
        @CheckForNull Bundle revision,
        @NonNull String fileExistsBehavior,
        boolean blueGreenRollback) {

    /**
     * A bundle's place.
     *
     * @param bucket null for a bundle from GitHub
     * @param key the repository for a bundle from GitHub
     * @param version for a bundle from GitHub the commit
     */
    public record Bundle(
            @CheckForNull String bucket,
            @NonNull String key,
            @CheckForNull String type,
            @CheckForNull String version,
            @CheckForNull String eTag) {}
}
