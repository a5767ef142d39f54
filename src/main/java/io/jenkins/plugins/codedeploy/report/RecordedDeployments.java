package io.jenkins.plugins.codedeploy.report;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Run;
import io.jenkins.plugins.codedeploy.engine.history.DeploymentEnvironment;
import io.jenkins.plugins.codedeploy.engine.history.HistoryEntry;
import io.jenkins.plugins.codedeploy.engine.history.HistoryEntryBuilder;
import io.jenkins.plugins.codedeploy.engine.revision.S3Revision;
import io.jenkins.plugins.codedeploy.engine.upload.RevisionFile.RecordedPush;
import io.jenkins.plugins.codedeploy.records.BuildOrigin;
import io.jenkins.plugins.codedeploy.records.JobRevisions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What a build's own record tells of its deployments, for the history of their environments. */
public final class RecordedDeployments {
    private RecordedDeployments() {}

    /** Returns the deployments of a build, and the rollbacks that CodeDeploy made of them. Loads nothing but the build. */
    @NonNull
    public static List<HistoryEntry> of(@NonNull Run<?, ?> build) {
        DeploymentsAction action = build.getAction(DeploymentsAction.class);
        List<HistoryEntry> entries = new ArrayList<>();
        for (DeploymentRecord record : action == null ? List.<DeploymentRecord>of() : action.all()) {
            DeploymentEnvironment environment = environment(record);
            ObservedDeployment seen = record.getDeployment();
            ObservedDeployment rollback = record.getRollback();
            if (environment != null && seen != null) {
                entries.add(entry(build, record, environment, seen));
            }
            if (environment != null && seen != null && rollback != null) {
                entries.add(common(build, record, environment, rollback)
                        .rollbackOf(seen.getId())
                        .build());
            }
        }
        return entries;
    }

    private static HistoryEntry entry(
            Run<?, ?> build, DeploymentRecord record, DeploymentEnvironment environment, ObservedDeployment seen) {
        HistoryEntryBuilder entry = common(build, record, environment, seen)
                .revision(record.getRevision())
                .digest(record.getDigest())
                .user(BuildOrigin.user(build))
                .problem(record.getProblem());
        String revision = record.getRevision();
        RecordedPush push = revision == null || !revision.startsWith("s3://")
                ? null
                : JobRevisions.find(build.getParent(), S3Revision.parse(revision));
        if (push != null) {
            entry.origin(push.origin()).digest(push.digest());
        }
        return entry.build();
    }

    private static HistoryEntryBuilder common(
            Run<?, ?> build, DeploymentRecord record, DeploymentEnvironment environment, ObservedDeployment seen) {
        Long created = seen.getCreated();
        Long completed = seen.getCompleted();
        return HistoryEntry.builder(environment, seen.getId())
                .target(record.getTarget())
                .deployedBy(BuildOrigin.reference(build))
                .begun(Instant.ofEpochMilli(created == null ? record.getStarted() : created))
                .ended(completed == null ? null : Instant.ofEpochMilli(completed))
                .status(seen.getStatus())
                .trafficShifted(seen.isTrafficShifted());
    }

    /** Null for a record that tells too little. */
    @CheckForNull
    private static DeploymentEnvironment environment(DeploymentRecord record) {
        String account = record.getAccountKey();
        String region = record.getRegion();
        String application = record.getApplication();
        String group = record.getDeploymentGroup();
        return account == null || region == null || application == null || group == null
                ? null
                : new DeploymentEnvironment(account, region, application, group);
    }
}
