package io.jenkins.plugins.codedeploy.report;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Util;
import io.jenkins.plugins.codedeploy.engine.watch.Overview;
import io.jenkins.plugins.codedeploy.engine.watch.Snapshot;
import io.jenkins.plugins.codedeploy.engine.watch.TargetState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** A deployment of CodeDeploy's as last seen: the one that was asked for, or the one that rolled it back. Never changes. */
@ExportedBean
public final class ObservedDeployment implements Cloneable {
    private String id;
    private String consoleLink;
    private String status;
    private String platform;
    private long pending;
    private long inProgress;
    private long succeeded;
    private long failed;
    private long skipped;
    private long ready;
    private Long created;
    private Long completed;
    private String errorCode;
    private String errorMessage;
    private String rollbackMessage;
    private boolean trafficShifted;
    /** A line for each: {@link TargetRecord}. */
    private List<String> targets = new ArrayList<>();

    private List<FailedEvent> failures = new ArrayList<>();

    ObservedDeployment(@NonNull String id, @CheckForNull String consoleLink) {
        this.id = id;
        this.consoleLink = consoleLink;
        status = "Created";
    }

    @NonNull
    ObservedDeployment with(@NonNull Snapshot seen) {
        ObservedDeployment next = copy();
        next.status = Bounds.cut(seen.status().word(), Bounds.TEXT);
        next.platform = Bounds.cut(seen.platform(), Bounds.TEXT);
        Overview counts = seen.overview();
        next.pending = counts.pending();
        next.inProgress = counts.inProgress();
        next.succeeded = counts.succeeded();
        next.failed = counts.failed();
        next.skipped = counts.skipped();
        next.ready = counts.ready();
        next.created = millis(seen.created());
        next.completed = millis(seen.completed());
        next.errorCode = Bounds.cut(seen.errorCode(), Bounds.TEXT);
        next.errorMessage = Bounds.cut(seen.errorMessage(), Bounds.TEXT);
        next.rollbackMessage = Bounds.cut(seen.rollbackMessage(), Bounds.TEXT);
        next.trafficShifted = seen.trafficShifted();
        return next;
    }

    @NonNull
    ObservedDeployment with(@NonNull List<TargetState> changed) {
        ObservedDeployment next = copy();
        next.targets = TargetLines.merge(targets, changed);
        List<FailedEvent> all = new ArrayList<>(failures);
        for (TargetState target : changed) {
            for (TargetState.Event e : target.events()) {
                boolean known = all.stream().anyMatch(f -> f.isOf(target.id(), e.name()));
                if (e.isFailed() && !known && all.size() < Bounds.FAILURES) {
                    all.add(FailedEvent.of(target.id(), e));
                }
            }
        }
        next.failures = all;
        return next;
    }

    @NonNull
    ObservedDeployment redacted() {
        ObservedDeployment next = copy();
        next.errorMessage = AccountRedaction.of(errorMessage);
        next.rollbackMessage = AccountRedaction.of(rollbackMessage);
        next.targets = new ArrayList<>();
        getTargets().forEach(target -> next.targets.add(target.redacted().toLine()));
        next.failures = new ArrayList<>();
        getFailures().forEach(failure -> next.failures.add(failure.redacted()));
        return next;
    }

    @NonNull
    @Exported(inline = true)
    public String getId() {
        return id;
    }

    @CheckForNull
    @Exported(inline = true)
    public String getConsoleLink() {
        return consoleLink;
    }

    /** CodeDeploy's word. */
    @NonNull
    @Exported(inline = true)
    public String getStatus() {
        return status;
    }

    /** {@code Server}, {@code Lambda} or {@code ECS}; null where it was not told. */
    @CheckForNull
    @Exported(inline = true)
    public String getPlatform() {
        return platform;
    }

    @Exported(inline = true)
    public long getPending() {
        return pending;
    }

    @Exported(inline = true)
    public long getInProgress() {
        return inProgress;
    }

    @Exported(inline = true)
    public long getSucceeded() {
        return succeeded;
    }

    @Exported(inline = true)
    public long getFailed() {
        return failed;
    }

    @Exported(inline = true)
    public long getSkipped() {
        return skipped;
    }

    @Exported(inline = true)
    public long getReady() {
        return ready;
    }

    /** Of all targets, also of those that are not kept. */
    @Exported(inline = true)
    public long getTotal() {
        return pending + inProgress + succeeded + failed + skipped + ready;
    }

    /** By AWS's clock, in milliseconds since 1970; null where it was not told. */
    @CheckForNull
    @Exported(inline = true)
    public Long getCreated() {
        return created;
    }

    @CheckForNull
    @Exported(inline = true)
    public Long getCompleted() {
        return completed;
    }

    /** Such as {@code HEALTH_CONSTRAINTS}. */
    @CheckForNull
    @Exported(inline = true)
    public String getErrorCode() {
        return errorCode;
    }

    @CheckForNull
    @Exported(inline = true)
    public String getErrorMessage() {
        return errorMessage;
    }

    /** What CodeDeploy says of a rollback. */
    @CheckForNull
    @Exported(inline = true)
    public String getRollbackMessage() {
        return rollbackMessage;
    }

    /** Blue/green: the new instances have the traffic. */
    @Exported(inline = true)
    public boolean isTrafficShifted() {
        return trafficShifted;
    }

    @NonNull
    @Exported(inline = true)
    public List<TargetRecord> getTargets() {
        return targets.stream()
                .map(TargetRecord::parse)
                .filter(Objects::nonNull)
                .toList();
    }

    /** The first that failed, with their log tails. */
    @NonNull
    @Exported(inline = true)
    public List<FailedEvent> getFailures() {
        return Collections.unmodifiableList(failures);
    }

    /** The same failures, told once each. */
    @NonNull
    public List<FailureGroup> getFailureGroups() {
        return FailureGroup.of(failures);
    }

    @CheckForNull
    public Date getCreatedDate() {
        return created == null ? null : new Date(created);
    }

    @NonNull
    public StatusKind getKind() {
        return StatusKind.of(status);
    }

    @NonNull
    public String getStatusLabel() {
        return StatusKind.label(status);
    }

    boolean isOver() {
        return completed != null
                || getKind() == StatusKind.GOOD
                || getKind() == StatusKind.BAD
                || getKind() == StatusKind.OFF;
    }

    private ObservedDeployment copy() {
        try {
            return (ObservedDeployment) clone();
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }

    /** An older record lacks what was added since. */
    private Object readResolve() {
        id = Util.fixNull(id);
        status = Util.fixNull(status, "Unknown");
        targets = targets == null ? new ArrayList<>() : targets;
        failures = failures == null ? new ArrayList<>() : failures;
        return this;
    }

    @CheckForNull
    private static Long millis(@CheckForNull Instant time) {
        return time == null ? null : time.toEpochMilli();
    }
}
