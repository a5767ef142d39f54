package io.jenkins.plugins.codedeploy.changes;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Item;
import hudson.model.Job;
import hudson.model.Run;
import io.jenkins.plugins.codedeploy.account.FormAccess;
import io.jenkins.plugins.codedeploy.report.AccountRedaction;
import java.util.List;

/** What a deployment would change, as the present user may see it. */
public final class ChangesView {
    private final ChangesResult result;
    private final boolean whole;
    private final boolean mayReadCommits;

    ChangesView(@NonNull Run<?, ?> run, @NonNull ChangesResult result) {
        this.result = result;
        whole = run.getParent().hasPermission(Item.CONFIGURE);
        String own = run.getParent().getFullName();
        mayReadCommits = result.getJobs().stream()
                .allMatch(job -> job.equals(own) || FormAccess.readable(job, Job.class) != null);
    }

    /** What replaces what. Without builds that the user may not read, and without accounts for readers. */
    @NonNull
    public String getHeading() {
        String heading = mayReadCommits ? result.getHeading() : result.getHeadingWithoutBuilds();
        return whole ? heading : AccountRedaction.of(heading);
    }

    /** Whether there is more to tell than the heading. */
    public boolean isCompared() {
        return result.isCompared();
    }

    @NonNull
    public String getCommitsLine() {
        return mayReadCommits ? result.commitsLine() : Messages.ChangesView_hidden();
    }

    /** Why commits may be missing; null if none are. */
    @CheckForNull
    public String getGapsNote() {
        return mayReadCommits ? result.gapsNote() : null;
    }

    /** Newest first. */
    @NonNull
    public List<CommitChange> getCommits() {
        return mayReadCommits ? result.getCommits() : List.of();
    }

    public int getOmittedCommits() {
        return mayReadCommits ? result.getOmittedCommits() : 0;
    }

    @NonNull
    public String getFilesLine() {
        String line = result.filesLine();
        return whole ? line : AccountRedaction.of(line);
    }

    /** One of the lists of files. */
    public record Files(@NonNull String title, @NonNull List<String> names, int omitted) {}

    /** The lists that are not empty. */
    @NonNull
    public List<Files> getFiles() {
        return List.of(
                        files(Messages.ChangesView_added(), result.getAdded(), result.getAddedCount()),
                        files(Messages.ChangesView_removed(), result.getRemoved(), result.getRemovedCount()),
                        files(Messages.ChangesView_changed(), result.getChanged(), result.getChangedCount()))
                .stream()
                .filter(files -> !files.names.isEmpty())
                .toList();
    }

    private static Files files(String title, List<String> names, int count) {
        return new Files(title, names, count - names.size());
    }

    /** For the page: null if nothing is omitted. */
    @CheckForNull
    public String more(int omitted) {
        return omitted == 0 ? null : Messages.ChangesResult_more(omitted);
    }
}
