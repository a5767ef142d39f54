package io.jenkins.plugins.codedeploy.report;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Util;
import hudson.model.Item;
import hudson.model.Run;
import io.jenkins.plugins.codedeploy.engine.deploy.Outcome;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Locale;

/** A deployment as its page shows it. */
public final class DeploymentPage {
    private final DeploymentRecord record;
    private final Run<?, ?> run;
    private final boolean all;
    private final boolean whole;
    private final long now = System.currentTimeMillis();

    /**
     * @param record as the reader may see it
     * @param all whether all targets are shown
     * @param whole whether the reader may see roles and accounts
     */
    DeploymentPage(@NonNull DeploymentRecord record, @NonNull Run<?, ?> run, boolean all, boolean whole) {
        this.record = record;
        this.run = run;
        this.all = all;
        this.whole = whole;
    }

    @NonNull
    public DeploymentRecord getRecord() {
        return record;
    }

    /** Of the section on the page. */
    @NonNull
    public String getAnchor() {
        return "deployment-" + record.getStep().replaceAll("[^\\w-]", "_");
    }

    /** Relative to Jenkins' root. */
    @NonNull
    public String getJobUrl() {
        return run.getParent().getUrl();
    }

    public boolean isWhole() {
        return whole;
    }

    public boolean isLive() {
        return run.isBuilding() && record.isFollowed();
    }

    /** The id, unless there is none. */
    @NonNull
    public String getName() {
        ObservedDeployment seen = record.getDeployment();
        if (seen != null) {
            return seen.getId();
        }
        return isLive() ? Messages.DeploymentPage_unnamed() : Messages.DeploymentPage_never();
    }

    /** Application and group, as far as they are known. */
    private String getPlace() {
        List<String> parts = new ArrayList<>();
        if (record.getApplication() != null) {
            parts.add(record.getApplication());
        }
        if (record.getDeploymentGroup() != null) {
            parts.add(record.getDeploymentGroup());
        }
        return String.join(" / ", parts);
    }

    /** The target account stands first: a build deploys the same application to several. */
    @NonNull
    public String getHeading() {
        String place = getPlace();
        String target = record.getTarget();
        if (target == null) {
            return place.isEmpty() ? Messages.DeploymentPage_heading() : place;
        }
        return place.isEmpty() ? target : Messages.DeploymentPage_headingOf(target, place);
    }

    /** How far back the revision's earlier deployments are looked for. */
    public int getEarlierBuilds() {
        return Bounds.EARLIER_BUILDS;
    }

    @NonNull
    public StatusKind getKind() {
        if (Outcome.Kind.TRAFFIC_SHIFTED.name().equals(record.getOutcome())) {
            return StatusKind.GOOD;
        }
        StatusKind kind = StatusKind.of(record.getStatus());
        boolean left = kind == StatusKind.RUNNING || kind == StatusKind.WAITING;
        return left && !isLive() ? StatusKind.OFF : kind;
    }

    @NonNull
    public String getStatusLabel() {
        String label = StatusKind.label(record.getStatus());
        ObservedDeployment seen = record.getDeployment();
        if (isLive() || seen == null || seen.isOver()) {
            return label;
        }
        return seen.isTrafficShifted() ? Messages.DeploymentPage_shifted() : Messages.DeploymentPage_lastSeen(label);
    }

    @NonNull
    public Date getStarted() {
        return new Date(begun());
    }

    /** The deployment's own beginning where it is known: the step's own comes before a wait for others, perhaps. */
    private long begun() {
        ObservedDeployment seen = record.getDeployment();
        Long created = seen == null ? null : seen.getCreated();
        return created == null ? record.getStarted() : created;
    }

    @NonNull
    public String getDuration() {
        ObservedDeployment seen = record.getDeployment();
        Long completed = seen == null ? null : seen.getCompleted();
        long end = completed != null ? completed : record.getEnded() == 0 ? now : record.getEnded();
        return Util.getTimeSpanString(Math.max(0, end - begun()));
    }

    /** Null until there is a deployment. */
    @CheckForNull
    public Timeline getTimeline() {
        return timeline(record.getDeployment());
    }

    @CheckForNull
    public Timeline getRollbackTimeline() {
        return timeline(record.getRollback());
    }

    @CheckForNull
    private Timeline timeline(@CheckForNull ObservedDeployment seen) {
        return seen == null ? null : new Timeline(seen, all, isLive(), now);
    }

    /** Whether the reader may stop the deployment, and it may still run. */
    public boolean isStoppable() {
        ObservedDeployment seen = record.getDeployment();
        return seen != null
                && !seen.isOver()
                && !seen.isTrafficShifted()
                && run.getParent().hasPermission(Item.CANCEL);
    }

    /** Whether the reader may also have it rolled back. */
    public boolean isRevocable() {
        return isStoppable() && run.getParent().hasPermission(Item.BUILD);
    }

    /** Whether the reader may have the traffic rerouted, which waits for that. */
    public boolean isReroutable() {
        return "Ready".equals(record.getStatus()) && run.getParent().hasPermission(Item.BUILD);
    }

    /** The step's ID for URLs. */
    @NonNull
    public String getStepParameter() {
        return Util.rawEncode(record.getStep());
    }

    /** Relative to Jenkins' root. */
    @NonNull
    public String getUrl() {
        return run.getUrl() + DeploymentsAction.URL;
    }

    /** For a screen reader, when it changes. */
    @NonNull
    public String getSpoken() {
        ObservedDeployment seen = record.getDeployment();
        String text = seen == null || seen.getTotal() == 0
                ? Messages.DeploymentPage_spoken(getName(), getStatusLabel())
                : Messages.DeploymentPage_spokenCounts(
                        getName(), getStatusLabel(), seen.getSucceeded(), seen.getTotal(), seen.getFailed());
        ObservedDeployment rollback = record.getRollback();
        return rollback == null
                ? text
                : text + ". "
                        + Messages.DeploymentPage_spokenRollback(
                                rollback.getId(), rollback.getStatusLabel().toLowerCase(Locale.getDefault()));
    }
}
