package io.jenkins.plugins.codedeploy.engine.history;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.time.Instant;
import java.util.List;

/**
 * Which build pushed a revision.
 *
 * @param pushed when; a later push of the same content counts as newer
 * @param commits IDs of the commits that were built, newest first; empty if the SCM does not tell
 */
public record RevisionOrigin(
        @NonNull BuildReference build,
        @NonNull Instant pushed,
        @NonNull List<String> commits) {
    public RevisionOrigin {
        commits = List.copyOf(commits);
    }

    RevisionOrigin withBuild(BuildReference other) {
        return new RevisionOrigin(other, pushed, commits);
    }
}
