package io.jenkins.plugins.codedeploy.records;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Cause;
import hudson.model.Run;
import hudson.scm.ChangeLogSet;
import io.jenkins.plugins.codedeploy.engine.history.BuildReference;
import io.jenkins.plugins.codedeploy.engine.history.RevisionOrigin;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import jenkins.scm.RunWithSCM;
import jenkins.scm.api.SCMRevisionAction;

/** What the history keeps of a build. */
public final class BuildOrigin {
    /** Builds without changes that are looked through for the commit that they build. */
    private static final int MOST_BUILDS = 20;

    private static final int MOST_COMMITS = 10;
    private static final int LONGEST_COMMIT = 64;

    private BuildOrigin() {}

    @NonNull
    public static RevisionOrigin of(@NonNull Run<?, ?> build) {
        return new RevisionOrigin(reference(build), Instant.now(), commits(build));
    }

    /** The build under the present name of its job. */
    @NonNull
    public static BuildReference reference(@NonNull Run<?, ?> build) {
        return new BuildReference(build.getParent().getFullName(), build.getNumber());
    }

    /** Returns the ID of the user who started the build; null if it was not a user. */
    @CheckForNull
    public static String user(@NonNull Run<?, ?> build) {
        Cause.UserIdCause cause = build.getCause(Cause.UserIdCause.class);
        return cause == null ? null : cause.getUserId();
    }

    /** As far as the SCM tells, newest first. A build without changes has those of the builds before. */
    static List<String> commits(Run<?, ?> build) {
        Set<String> commits = new LinkedHashSet<>();
        SCMRevisionAction head = build.getAction(SCMRevisionAction.class);
        if (head != null) {
            add(commits, head.getRevision().toString());
        }
        Run<?, ?> at = build;
        for (int look = 0; at != null && look < MOST_BUILDS; look++) {
            List<String> changes = changes(at);
            if (!changes.isEmpty()) {
                changes.forEach(commit -> add(commits, commit));
                break;
            }
            at = at.getPreviousBuild();
        }
        return commits.stream().limit(MOST_COMMITS).toList();
    }

    /** The newest first, by the time that the SCM gives; in its own order if it gives none. */
    private static List<String> changes(Run<?, ?> build) {
        if (!(build instanceof RunWithSCM<?, ?> withChanges)) {
            return List.of();
        }
        List<ChangeLogSet.Entry> entries = new ArrayList<>();
        withChanges.getChangeSets().forEach(set -> set.forEach(entries::add));
        entries.sort((one, other) -> Long.compare(other.getTimestamp(), one.getTimestamp()));
        return entries.stream()
                .map(ChangeLogSet.Entry::getCommitId)
                .filter(Objects::nonNull)
                .toList();
    }

    /** Only what stands in one word: a file with these words is read again. */
    private static void add(Set<String> commits, String id) {
        if (id.matches("[\\w.:+-]{1," + LONGEST_COMMIT + "}")) {
            commits.add(id);
        }
    }
}
