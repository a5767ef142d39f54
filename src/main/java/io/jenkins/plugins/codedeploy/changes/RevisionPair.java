package io.jenkins.plugins.codedeploy.changes;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.history.BuildReference;

/**
 * A revision and the live one that it would replace.
 *
 * @param place for people: application, deployment group and target account
 * @param build that pushed the revision; null if unknown
 * @param liveRevision null if nothing is live, or if it is unknown
 * @param liveBuild that pushed the live revision; null if unknown
 * @param liveDeploymentId null if nothing is live
 */
record RevisionPair(
        @NonNull String place,
        @NonNull String revision,
        @CheckForNull BuildReference build,
        @CheckForNull String liveRevision,
        @CheckForNull BuildReference liveBuild,
        @CheckForNull String liveDeploymentId) {
    /** Whether the same job pushed the live revision later. */
    boolean isOlder() {
        return build != null
                && liveBuild != null
                && build.job().equals(liveBuild.job())
                && build.number() < liveBuild.number();
    }
}
