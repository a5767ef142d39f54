package io.jenkins.plugins.codedeploy.report;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Util;
import hudson.model.Run;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** The same revision, deployed before by the same job: by an earlier build, or by an earlier step of the same one. */
@ExportedBean
public final class EarlierDeployment {
    private final int build;
    /** Null in a record of before it was kept. */
    private final String step;

    private final String application;
    private final String deploymentGroup;
    private final String status;
    private final long started;

    private EarlierDeployment(int build, DeploymentRecord record) {
        this.build = build;
        step = record.getStep();
        application = record.getApplication();
        deploymentGroup = record.getDeploymentGroup();
        status = record.getStatus();
        started = record.getStarted();
    }

    /**
     * Newest first. Looks at few builds, since each may have to be read from disk.
     *
     * @param step of the build, which is not its own past
     */
    @NonNull
    static List<EarlierDeployment> of(@NonNull Run<?, ?> build, @NonNull String step, @CheckForNull String revision) {
        List<EarlierDeployment> found = new ArrayList<>();
        Run<?, ?> at = revision == null ? null : build;
        for (int look = 0; at != null && look <= Bounds.EARLIER_BUILDS && found.size() < Bounds.EARLIER; look++) {
            DeploymentsAction action = at.getAction(DeploymentsAction.class);
            List<DeploymentRecord> records = action == null ? List.of() : action.all();
            for (int i = records.size() - 1; i >= 0 && found.size() < Bounds.EARLIER; i--) {
                DeploymentRecord record = records.get(i);
                boolean own = at == build && record.getStep().equals(step);
                if (!own && revision.equals(record.getRevision())) {
                    found.add(new EarlierDeployment(at.getNumber(), record));
                }
            }
            at = at.getPreviousBuild();
        }
        return found;
    }

    /** What went on when this was recorded may have ended since; what had ended is not looked up. */
    @NonNull
    EarlierDeployment asOfNow(@NonNull Run<?, ?> reader) {
        StatusKind kind = StatusKind.of(status);
        boolean over = kind == StatusKind.GOOD || kind == StatusKind.BAD || kind == StatusKind.OFF;
        Run<?, ?> of = over || step == null ? null : reader.getParent().getBuildByNumber(build);
        DeploymentsAction action = of == null ? null : of.getAction(DeploymentsAction.class);
        DeploymentRecord record = action == null ? null : action.find(step);
        return record == null ? this : new EarlierDeployment(build, record);
    }

    @Exported(inline = true)
    public int getBuild() {
        return build;
    }

    @CheckForNull
    @Exported(inline = true)
    public String getApplication() {
        return application;
    }

    @CheckForNull
    @Exported(inline = true)
    public String getDeploymentGroup() {
        return deploymentGroup;
    }

    /** As its build knew it when it was recorded, or when this was asked for. */
    @NonNull
    @Exported(inline = true)
    public String getStatus() {
        return Util.fixNull(status);
    }

    @Exported(inline = true)
    public long getStarted() {
        return started;
    }

    @NonNull
    public Date getStartedDate() {
        return new Date(started);
    }

    @NonNull
    public String getStatusLabel() {
        return StatusKind.label(getStatus());
    }
}
