package io.jenkins.plugins.codedeploy.changes;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.changes.FileChanges;
import io.jenkins.plugins.codedeploy.engine.history.BuildReference;
import java.io.Serial;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jenkinsci.plugins.scriptsecurity.sandbox.whitelists.Whitelisted;

/** What a deployment would change, as a Pipeline script gets it and as the build keeps it. */
public final class ChangesResult implements Serializable {
    @Serial
    private static final long serialVersionUID = 1;

    private static final int COMMITS_IN_SUMMARY = 5;
    private static final int LINES_IN_TEXT = 20;

    private final String place;
    private final String revision;
    private final String build;
    private final String liveRevision;
    private final String liveBuild;
    private final String liveDeploymentId;
    /** Full names of the jobs whose builds pushed the revisions. */
    private final ArrayList<String> jobs;

    private final boolean older;
    private final ArrayList<CommitChange> commits;
    private final int omittedCommits;
    private final String commitsNote;
    private final ArrayList<String> added;
    private final int addedCount;
    private final ArrayList<String> removed;
    private final int removedCount;
    private final ArrayList<String> changed;
    private final int changedCount;
    private final int unchanged;
    private final String filesNote;

    /** @param filesNote why the files are unknown, in the language of the build's log; null if they are known */
    ChangesResult(
            @NonNull RevisionPair pair,
            @NonNull CommitLog log,
            @NonNull FileChanges files,
            @CheckForNull String filesNote) {
        place = pair.place();
        revision = pair.revision();
        BuildReference pushedBy = pair.build();
        BuildReference livePushedBy = pair.liveBuild();
        build = pushedBy == null ? null : pushedBy.toString();
        liveRevision = pair.liveRevision();
        liveBuild = livePushedBy == null ? null : livePushedBy.toString();
        liveDeploymentId = pair.liveDeploymentId();
        jobs = new ArrayList<>();
        Stream.of(Optional.ofNullable(pushedBy), Optional.ofNullable(livePushedBy))
                .flatMap(Optional::stream)
                .forEach(one -> jobs.add(one.job()));
        older = pair.isOlder();
        commits = new ArrayList<>(log.commits());
        omittedCommits = log.omitted();
        commitsNote = log.note();
        added = new ArrayList<>(files.added().shown());
        addedCount = files.added().total();
        removed = new ArrayList<>(files.removed().shown());
        removedCount = files.removed().total();
        changed = new ArrayList<>(files.changed().shown());
        changedCount = files.changed().total();
        unchanged = files.unchanged();
        this.filesNote = filesNote;
    }

    /** Application, deployment group and target account. */
    @NonNull
    @Whitelisted
    public String getPlace() {
        return place;
    }

    @NonNull
    @Whitelisted
    public String getRevision() {
        return revision;
    }

    /** The build that pushed the revision, such as {@code shop #41}; null if unknown. */
    @CheckForNull
    @Whitelisted
    public String getBuild() {
        return build;
    }

    /** Null if nothing is live, or if its revision is unknown. */
    @CheckForNull
    @Whitelisted
    public String getLiveRevision() {
        return liveRevision;
    }

    /** The build that pushed the live revision; null if unknown. */
    @CheckForNull
    @Whitelisted
    public String getLiveBuild() {
        return liveBuild;
    }

    /** The deployment that made the live revision live; null if there is none. */
    @CheckForNull
    @Whitelisted
    public String getLiveDeploymentId() {
        return liveDeploymentId;
    }

    /** Whether the revision is the live one. */
    @Whitelisted
    public boolean isSame() {
        return revision.equals(liveRevision);
    }

    /** Whether the same job pushed the live revision later; the commits are then those that would be taken back. */
    @Whitelisted
    public boolean isOlder() {
        return older;
    }

    /** Newest first. */
    @NonNull
    @Whitelisted
    public List<CommitChange> getCommits() {
        return new ArrayList<>(commits);
    }

    /** Number of commits that the list lacks, because it would be too long. */
    @Whitelisted
    public int getOmittedCommits() {
        return omittedCommits;
    }

    /** Why commits are unknown, or may be missing; null if they are complete. */
    @CheckForNull
    @Whitelisted
    public String getCommitsNote() {
        return commitsNote;
    }

    /** Names of files that the live revision does not contain; the first ones, if there are many. */
    @NonNull
    @Whitelisted
    public List<String> getAdded() {
        return new ArrayList<>(added);
    }

    /** Number of files that the live revision does not contain. */
    @Whitelisted
    public int getAddedCount() {
        return addedCount;
    }

    /** Names of files that only the live revision contains; the first ones, if there are many. */
    @NonNull
    @Whitelisted
    public List<String> getRemoved() {
        return new ArrayList<>(removed);
    }

    /** Number of files that only the live revision contains. */
    @Whitelisted
    public int getRemovedCount() {
        return removedCount;
    }

    /** Names of files that differ in size or CRC-32; the first ones, if there are many. */
    @NonNull
    @Whitelisted
    public List<String> getChanged() {
        return new ArrayList<>(changed);
    }

    /** Number of files that differ in size or CRC-32. */
    @Whitelisted
    public int getChangedCount() {
        return changedCount;
    }

    /** Number of files that are the same. */
    @Whitelisted
    public int getUnchanged() {
        return unchanged;
    }

    /** Why the files are unknown; null if they were compared. */
    @CheckForNull
    @Whitelisted
    public String getFilesNote() {
        return filesNote;
    }

    /** One line, short enough for the question of an {@code input} step. */
    @NonNull
    @Whitelisted
    public String getSummary() {
        List<String> parts = new ArrayList<>();
        parts.add(getHeading());
        if (isCompared()) {
            parts.add(commits.isEmpty() ? commitsLine() : commitsLine() + ": " + commitsInSummary());
            if (gapsNote() != null) {
                parts.add(gapsNote());
            }
            parts.add(filesLine());
        }
        return String.join(" ", parts);
    }

    /** Several lines: the summary, the commits and the names of files, both cut where they are long. */
    @NonNull
    @Whitelisted
    public String getText() {
        List<String> lines = new ArrayList<>();
        lines.add(getHeading());
        if (isCompared()) {
            lines.add(commits.isEmpty() ? commitsLine() : commitsLine() + ":");
            lines.addAll(cut(commits.stream().map(commit -> "  " + commit).toList(), omittedCommits));
            if (gapsNote() != null) {
                lines.add(gapsNote());
            }
            lines.add(filesLine());
            lines.addAll(cut(
                    Stream.of(marked("+", added), marked("-", removed), marked("~", changed))
                            .flatMap(List::stream)
                            .toList(),
                    omittedFiles()));
        }
        return String.join("\n", lines);
    }

    /** What replaces what. */
    @NonNull
    String getHeading() {
        return heading(build, liveBuild);
    }

    @NonNull
    String getHeadingWithoutBuilds() {
        return heading(null, null);
    }

    /** Whether another revision is live. */
    boolean isCompared() {
        return liveDeploymentId != null && !isSame();
    }

    private String heading(@CheckForNull String newer, @CheckForNull String before) {
        String next = newer == null ? revision : newer;
        if (liveDeploymentId == null) {
            return Messages.ChangesResult_first(place, next);
        }
        if (isSame()) {
            return Messages.ChangesResult_same(place, next);
        }
        String live = before == null ? liveRevision : before;
        String replaced = live == null ? Messages.ChangesResult_unknownRevision(liveDeploymentId) : live;
        return older
                ? Messages.ChangesResult_back(place, next, replaced)
                : Messages.ChangesResult_heading(place, next, replaced);
    }

    /** Full names of the jobs whose builds pushed the revisions. */
    @NonNull
    List<String> getJobs() {
        return jobs;
    }

    /** How many commits there are; why they are unknown if they are. */
    String commitsLine() {
        int all = commits.size() + omittedCommits;
        if (all == 0) {
            return commitsNote == null ? Messages.ChangesResult_noCommits() : commitsNote;
        }
        if (older) {
            return Messages.ChangesResult_commitsBack(all);
        }
        return all == 1 ? Messages.ChangesResult_oneCommit() : Messages.ChangesResult_commits(all);
    }

    /** Why commits may be missing; null if none are, or if all are. */
    @CheckForNull
    String gapsNote() {
        return commits.isEmpty() ? null : commitsNote;
    }

    String filesLine() {
        return filesNote != null
                ? filesNote
                : Messages.ChangesResult_files(addedCount, removedCount, changedCount, unchanged);
    }

    private int omittedFiles() {
        return addedCount + removedCount + changedCount - added.size() - removed.size() - changed.size();
    }

    private String commitsInSummary() {
        List<String> shown = commits.stream()
                .limit(COMMITS_IN_SUMMARY)
                .map(CommitChange::toString)
                .toList();
        int left = commits.size() + omittedCommits - shown.size();
        return String.join("; ", shown) + (left == 0 ? "." : "; " + Messages.ChangesResult_more(left) + ".");
    }

    private static List<String> marked(String mark, List<String> names) {
        return names.stream().map(name -> "  " + mark + " " + name).toList();
    }

    private static List<String> cut(List<String> lines, int omitted) {
        int left = lines.size() - LINES_IN_TEXT + omitted;
        if (left <= 0) {
            return lines;
        }
        List<String> shown = new ArrayList<>(lines.subList(0, Math.min(lines.size(), LINES_IN_TEXT)));
        int missing = lines.size() - shown.size() + omitted;
        shown.add("  " + Messages.ChangesResult_more(missing));
        return shown;
    }

    @Override
    @Whitelisted
    public String toString() {
        return getSummary();
    }
}
