package io.jenkins.plugins.codedeploy.report;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Run;
import io.jenkins.plugins.codedeploy.account.ResolvedTarget;
import io.jenkins.plugins.codedeploy.engine.aws.ConsoleLinks;
import io.jenkins.plugins.codedeploy.engine.aws.TargetAccess;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentOptions;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentPolicy;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentRequest;
import io.jenkins.plugins.codedeploy.engine.deploy.Outcome;
import io.jenkins.plugins.codedeploy.engine.journal.JournalEntry;
import io.jenkins.plugins.codedeploy.engine.revision.S3Revision;
import io.jenkins.plugins.codedeploy.engine.watch.Snapshot;
import java.time.Instant;
import java.util.List;

/**
 * Keeps a build's record of a deployment that its step does not follow any more up to date, so that its page does not
 * show the last look for ever. A record that was lost, because the build was saved while the plugin was disabled, is
 * made anew from the journal.
 */
public final class LeftRecord {
    private final Run<?, ?> build;
    private final ResolvedTarget target;
    private final String step;
    private final JournalEntry entry;

    /** @param step id of the step within the build */
    public LeftRecord(
            @NonNull Run<?, ?> build,
            @NonNull String step,
            @NonNull ResolvedTarget target,
            @NonNull JournalEntry entry) {
        this.build = build;
        this.step = step;
        this.target = target;
        this.entry = entry;
    }

    /** Saves the build if the deployment's status has changed. */
    public void seen(@NonNull Snapshot snapshot) {
        DeploymentRecord record = record(snapshot);
        ObservedDeployment known = record.getDeployment();
        ObservedDeployment before = observed(known, snapshot.id());
        ObservedDeployment now = before.with(snapshot);
        boolean changed = known == null || !now.getStatus().equals(before.getStatus());
        DeploymentsAction.of(build).put(record.with(now, null), changed);
    }

    /** The deployment that rolled it back. */
    public void rolledBack(@NonNull Snapshot snapshot) {
        DeploymentRecord record = DeploymentsAction.of(build).find(step);
        if (record != null) {
            ObservedDeployment now =
                    observed(record.getRollback(), snapshot.id()).with(snapshot);
            DeploymentsAction.of(build).put(record.withRollback(now), true);
        }
    }

    private DeploymentRecord record(Snapshot snapshot) {
        DeploymentRecord known = DeploymentsAction.of(build).find(step);
        if (known != null) {
            return known;
        }
        Instant created = snapshot.created();
        long started = created == null ? build.getStartTimeInMillis() : created.toEpochMilli();
        return new DeploymentRecord(facts(), started)
                .named(snapshot.application(), snapshot.deploymentGroup())
                .over(Outcome.Kind.UNKNOWN, null, System.currentTimeMillis());
    }

    private DeploymentFacts facts() {
        return new DeploymentFacts(step, target, request(), DeploymentPolicy.DEFAULTS, null, List.of());
    }

    /** As far as the journal tells; null where an existing deployment was followed. */
    @CheckForNull
    private DeploymentRequest request() {
        String revision = entry.revision();
        return entry.application().isEmpty() || revision == null || !revision.startsWith("s3://")
                ? null
                : new DeploymentRequest(
                        entry.application(),
                        entry.deploymentGroup(),
                        S3Revision.parse(revision),
                        DeploymentOptions.DEFAULTS);
    }

    private ObservedDeployment observed(@CheckForNull ObservedDeployment known, String id) {
        TargetAccess access = target.access();
        return known != null && known.getId().equals(id)
                ? known
                : new ObservedDeployment(id, ConsoleLinks.deployment(access.partition(), access.region(), id));
    }
}
