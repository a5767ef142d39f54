package io.jenkins.plugins.codedeploy.report;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Util;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** A lifecycle event of a target. Times are AWS's, in milliseconds since 1970. */
@ExportedBean
public final class LifecycleEvent {
    private final String name;
    private final String status;
    private final Long start;
    private final Long end;

    LifecycleEvent(@NonNull String name, @NonNull String status, @CheckForNull Long start, @CheckForNull Long end) {
        this.name = name;
        this.status = status;
        this.start = start;
        this.end = end;
    }

    @NonNull
    @Exported(inline = true)
    public String getName() {
        return name;
    }

    /** CodeDeploy's word. */
    @NonNull
    @Exported(inline = true)
    public String getStatus() {
        return status;
    }

    /** Null until it has begun. */
    @CheckForNull
    @Exported(inline = true)
    public Long getStart() {
        return start;
    }

    /** Null until it is over. */
    @CheckForNull
    @Exported(inline = true)
    public Long getEnd() {
        return end;
    }

    @NonNull
    public StatusKind getKind() {
        return StatusKind.of(status);
    }

    @NonNull
    public String getStatusLabel() {
        return StatusKind.label(status);
    }

    /** Null where it has not both begun and ended. */
    @CheckForNull
    public String getDurationText() {
        return start == null || end == null ? null : Util.getTimeSpanString(Math.max(0, end - start));
    }
}
