package io.jenkins.plugins.codedeploy.changes;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Job;
import hudson.model.Run;
import hudson.scm.ChangeLogSet;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.codedeploy.account.FormAccess;
import io.jenkins.plugins.codedeploy.credentials.BuildReader;
import io.jenkins.plugins.codedeploy.engine.history.BuildReference;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import jenkins.scm.RunWithSCM;

/**
 * The commits between two builds of a job, from their change logs.
 *
 * @param commits newest first
 * @param omitted number of commits that the list lacks, because it would be too long
 * @param note why the list is missing or may lack commits; null if it is complete
 */
record CommitLog(
        @NonNull List<CommitChange> commits,
        int omitted,
        @CheckForNull String note) {
    static final int MOST_COMMITS = 100;
    /** Builds whose change logs are read. */
    static final int MOST_BUILDS = 300;

    CommitLog {
        commits = List.copyOf(commits);
    }

    static CommitLog unknown(@NonNull String why) {
        return new CommitLog(List.of(), 0, why);
    }

    /**
     * Reads the commits with the rights of a build.
     *
     * @param reader the build that asks
     * @param older the build without them; null if unknown
     * @param newer the last build that has them; null if unknown
     */
    static CommitLog between(
            @NonNull Run<?, ?> reader, @CheckForNull BuildReference older, @CheckForNull BuildReference newer) {
        if (older == null || newer == null) {
            return unknown(Messages.CommitLog_unknown());
        }
        if (!older.job().equals(newer.job()) || older.jobDeleted() || newer.jobDeleted()) {
            return unknown(Messages.CommitLog_otherJobs());
        }
        Job<?, ?> job = readable(reader, newer.job());
        return job == null ? unknown(Messages.CommitLog_notReadable()) : of(job, older.number(), newer.number());
    }

    @CheckForNull
    private static Job<?, ?> readable(Run<?, ?> reader, String name) {
        if (reader.getParent().getFullName().equals(name)) {
            return reader.getParent();
        }
        try (ACLContext ignored = ACL.as2(BuildReader.of(reader))) {
            return FormAccess.readable(name, Job.class);
        }
    }

    private static CommitLog of(Job<?, ?> job, int older, int newer) {
        List<CommitChange> commits = new ArrayList<>();
        Set<String> known = new HashSet<>();
        int omitted = 0;
        int read = 0;
        Run<?, ?> build = job.getNearestOldBuild(newer);
        while (build != null && build.getNumber() > older && read < MOST_BUILDS) {
            read++;
            for (CommitChange commit : commits(build)) {
                if (commit.getId() == null || known.add(commit.getId())) {
                    if (commits.size() < MOST_COMMITS) {
                        commits.add(commit);
                    } else {
                        omitted++;
                    }
                }
            }
            build = build.getPreviousBuild();
        }
        return new CommitLog(commits, omitted, read < newer - older ? Messages.CommitLog_gaps() : null);
    }

    /** Newest first, by the time that the SCM gives; in its own order if it gives none. */
    private static List<CommitChange> commits(Run<?, ?> build) {
        if (!(build instanceof RunWithSCM<?, ?> withChanges)) {
            return List.of();
        }
        List<ChangeLogSet.Entry> entries = new ArrayList<>();
        withChanges.getChangeSets().forEach(set -> set.forEach(entries::add));
        entries.sort((one, other) -> Long.compare(other.getTimestamp(), one.getTimestamp()));
        String name = build.getParent().getFullName() + " #" + build.getNumber();
        return entries.stream()
                .map(entry -> new CommitChange(
                        entry.getCommitId(), entry.getMsg(), entry.getAuthor().getDisplayName(), name))
                .toList();
    }
}
