package io.jenkins.plugins.codedeploy.engine.watch;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;

/** How many targets are in which state. */
public record Overview(long pending, long inProgress, long succeeded, long failed, long skipped, long ready) {
    public static final Overview NONE = new Overview(0, 0, 0, 0, 0, 0);

    @NonNull
    static Overview of(@CheckForNull software.amazon.awssdk.services.codedeploy.model.DeploymentOverview given) {
        return given == null
                ? NONE
                : new Overview(
                        count(given.pending()),
                        count(given.inProgress()),
                        count(given.succeeded()),
                        count(given.failed()),
                        count(given.skipped()),
                        count(given.ready()));
    }

    public long total() {
        return pending + inProgress + succeeded + failed + skipped + ready;
    }

    private static long count(Long value) {
        return value == null ? 0 : value;
    }
}
