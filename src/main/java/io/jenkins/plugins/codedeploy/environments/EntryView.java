package io.jenkins.plugins.codedeploy.environments;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Util;
import hudson.model.Job;
import hudson.model.Run;
import io.jenkins.plugins.codedeploy.engine.history.BuildReference;
import io.jenkins.plugins.codedeploy.engine.history.HistoryEntry;
import io.jenkins.plugins.codedeploy.engine.history.RevisionOrigin;
import io.jenkins.plugins.codedeploy.report.AccountRedaction;
import io.jenkins.plugins.codedeploy.report.RunningProgress;
import io.jenkins.plugins.codedeploy.report.StatusKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** A deployment of the history as the present user may see it. */
@ExportedBean(defaultVisibility = 3)
public final class EntryView {
    private static final Pattern OBJECT = Pattern.compile("s3://[^?]*/([^/?]+)(?:\\?.*)?");
    private static final Pattern HEXADECIMAL = Pattern.compile("[0-9a-f]{20,}");
    private static final int SHORT = 10;

    private final HistoryEntry entry;
    private final ReadableJobs jobs;
    private final boolean whole;

    @CheckForNull
    private final String again;

    EntryView(@NonNull HistoryEntry entry, @NonNull ReadableJobs jobs) {
        this(entry, jobs, null);
    }

    /** @param again the build form that deploys its revision again, relative to Jenkins' root; null for none */
    EntryView(@NonNull HistoryEntry entry, @NonNull ReadableJobs jobs, @CheckForNull String again) {
        this.again = again;
        this.entry = entry;
        this.jobs = jobs;
        whole = jobs.maySeeAccounts(entry.deployedBy());
    }

    /** The build form that deploys its revision again, relative to Jenkins' root; null for none. It starts nothing. */
    @CheckForNull
    public String getAgain() {
        return again;
    }

    @NonNull
    @Exported
    public String getDeploymentId() {
        return entry.deploymentId();
    }

    /** CodeDeploy's word, as last seen. */
    @NonNull
    @Exported
    public String getStatus() {
        return entry.status();
    }

    @NonNull
    public String getStatusLabel() {
        return entry.trafficShifted() && !entry.isTerminal()
                ? Messages.EntryView_shifted()
                : StatusKind.label(entry.status());
    }

    @NonNull
    public StatusKind getKind() {
        return entry.isSucceeded() ? StatusKind.GOOD : StatusKind.of(entry.status());
    }

    @Exported
    public boolean isSucceeded() {
        return entry.isSucceeded();
    }

    /** Null if unknown; without accounts for readers. */
    @CheckForNull
    @Exported
    public String getRevision() {
        return text(entry.revision());
    }

    /** A few words for the revision: the build that pushed it, or else what its address says. */
    @NonNull
    public String getTitle() {
        BuildReference build = getPushedByReference();
        if (build != null) {
            return build.toString();
        }
        String revision = getRevision();
        if (revision == null) {
            return Messages.EntryView_unknown();
        }
        Matcher object = OBJECT.matcher(revision);
        String title = object.matches() ? object.group(1) : revision;
        return HEXADECIMAL.matcher(title).replaceAll(digits -> digits.group().substring(0, SHORT) + '…');
    }

    @CheckForNull
    @Exported
    public String getDigest() {
        return entry.digest();
    }

    /** The build that pushed the revision; null if it is unknown, or if the reader may not read its job. */
    @CheckForNull
    @Exported
    public String getPushedBy() {
        BuildReference build = getPushedByReference();
        return build == null ? null : build.toString();
    }

    /** Relative to Jenkins' root; null if the build does not exist. */
    @CheckForNull
    public String getPushedByUrl() {
        return url(getPushedByReference());
    }

    /** The newest commit of the build that pushed the revision; null if unknown. */
    @CheckForNull
    @Exported
    public String getCommit() {
        RevisionOrigin origin = entry.origin();
        List<String> commits = getPushedByReference() == null || origin == null ? List.of() : origin.commits();
        return commits.isEmpty() ? null : commits.get(0);
    }

    @CheckForNull
    public String getShortCommit() {
        String commit = getCommit();
        return commit == null || commit.length() <= SHORT ? commit : commit.substring(0, SHORT);
    }

    /** The build that deployed; null if none of this controller did, or if the reader may not read its job. */
    @CheckForNull
    @Exported
    public String getDeployedBy() {
        BuildReference build = entry.deployedBy();
        return build == null || !jobs.mayRead(build) ? null : build.toString();
    }

    @CheckForNull
    public String getDeployedByUrl() {
        return url(entry.deployedBy());
    }

    /** ID of the user who started the build that deployed; null if it was not a user. */
    @CheckForNull
    @Exported
    public String getUser() {
        return entry.user();
    }

    /** In milliseconds since 1970. */
    @Exported
    public long getBegun() {
        return entry.begun().toEpochMilli();
    }

    /** In milliseconds since 1970; null if it has not ended, as far as is known. */
    @CheckForNull
    @Exported
    public Long getEnded() {
        Instant ended = entry.ended();
        return ended == null ? null : ended.toEpochMilli();
    }

    @NonNull
    public Date getBegunDate() {
        return new Date(getBegun());
    }

    /** How long ago it began. */
    @NonNull
    public String getAge() {
        return Util.getTimeSpanString(Math.max(0, System.currentTimeMillis() - getBegun()));
    }

    /** Null as long as it has not ended, as far as is known. */
    @CheckForNull
    public String getDuration() {
        Instant ended = entry.ended();
        return ended == null
                ? null
                : Util.getTimeSpanString(
                        Math.max(0, Duration.between(entry.begun(), ended).toMillis()));
    }

    /** Why it failed; null if it did not, or if unknown. */
    @CheckForNull
    @Exported
    public String getProblem() {
        return text(entry.problem());
    }

    @CheckForNull
    @Exported
    public String getRollbackOf() {
        return entry.rollbackOf();
    }

    /** How far it is; null unless a build tracks it now. */
    @CheckForNull
    public RunningProgress getProgress() {
        BuildReference build = entry.deployedBy();
        Job<?, ?> job = entry.isTerminal() ? null : jobs.find(build);
        Run<?, ?> run = job == null || build == null ? null : job.getBuildByNumber(build.number());
        return run == null ? null : RunningProgress.of(run, entry.deploymentId());
    }

    @CheckForNull
    private BuildReference getPushedByReference() {
        RevisionOrigin origin = entry.origin();
        return origin == null || !jobs.mayRead(origin.build()) ? null : origin.build();
    }

    @CheckForNull
    private String url(@CheckForNull BuildReference build) {
        Job<?, ?> job = jobs.find(build);
        if (job == null || build == null) {
            return null;
        }
        // without loading the build
        Run<?, ?> newest = job.getLastBuild();
        return newest == null || build.number() > newest.getNumber() ? null : job.getUrl() + build.number() + "/";
    }

    @CheckForNull
    private String text(@CheckForNull String given) {
        return whole ? given : AccountRedaction.of(given);
    }
}
