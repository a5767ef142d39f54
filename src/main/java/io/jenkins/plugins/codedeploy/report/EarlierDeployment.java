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

/** The same revision, deployed by an earlier build of the same job. */
@ExportedBean
public final class EarlierDeployment {
    private final int build;
    private final String application;
    private final String deploymentGroup;
    private final String status;
    private final long started;

    private EarlierDeployment(int build, DeploymentRecord record) {
        this.build = build;
        application = record.getApplication();
        deploymentGroup = record.getDeploymentGroup();
        status = record.getStatus();
        started = record.getStarted();
    }

    /** Newest first. Looks at few builds, since each may have to be read from disk. */
    @NonNull
    static List<EarlierDeployment> of(@NonNull Run<?, ?> build, @CheckForNull String revision) {
        List<EarlierDeployment> found = new ArrayList<>();
        Run<?, ?> earlier = revision == null ? null : build.getPreviousBuild();
        for (int look = 0; earlier != null && look < Bounds.EARLIER_BUILDS; look++) {
            DeploymentsAction action = earlier.getAction(DeploymentsAction.class);
            if (action != null) {
                for (DeploymentRecord record : action.all()) {
                    if (revision.equals(record.getRevision()) && found.size() < Bounds.EARLIER) {
                        found.add(new EarlierDeployment(earlier.getNumber(), record));
                    }
                }
            }
            earlier = earlier.getPreviousBuild();
        }
        return found;
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

    /** As its build knew it last. */
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
