package io.jenkins.plugins.codedeploy.changes;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Run;
import io.jenkins.plugins.codedeploy.account.ResolvedTarget;
import io.jenkins.plugins.codedeploy.controller.Engines;
import io.jenkins.plugins.codedeploy.engine.EngineException;
import io.jenkins.plugins.codedeploy.engine.SingleLine;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.aws.SessionName;
import io.jenkins.plugins.codedeploy.engine.changes.FileChanges;
import io.jenkins.plugins.codedeploy.engine.changes.RevisionComparison;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentControl;
import io.jenkins.plugins.codedeploy.engine.deploy.PastDeployment;
import io.jenkins.plugins.codedeploy.engine.history.BuildReference;
import io.jenkins.plugins.codedeploy.engine.history.DeploymentEnvironment;
import io.jenkins.plugins.codedeploy.engine.history.DeploymentHistory;
import io.jenkins.plugins.codedeploy.engine.history.HistoryEntry;
import io.jenkins.plugins.codedeploy.engine.history.RevisionOrigin;
import io.jenkins.plugins.codedeploy.engine.revision.Revision;
import io.jenkins.plugins.codedeploy.engine.upload.RevisionFile.RecordedPush;
import io.jenkins.plugins.codedeploy.records.ControllerHistory;
import io.jenkins.plugins.codedeploy.records.JobRevisions;
import io.jenkins.plugins.codedeploy.result.UserMessages;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/** Compares a revision with the live one of a deployment group, for a build. */
public final class BuildChanges {
    /** Deployments that AWS is asked for: the live one is usually the newest. */
    private static final int MOST_ASKED = 50;

    private final Run<?, ?> build;
    private final ResolvedTarget target;
    private final DeploymentEnvironment environment;
    private final String sessionName;

    public BuildChanges(
            @NonNull Run<?, ?> build,
            @NonNull ResolvedTarget target,
            @NonNull String application,
            @NonNull String deploymentGroup) {
        this.build = build;
        this.target = target;
        environment =
                new DeploymentEnvironment(target.account(), target.access().region(), application, deploymentGroup);
        sessionName = SessionName.of(build.getParent().getFullName(), build.getId());
    }

    /** A deployment that is live. */
    private record Live(
            @NonNull String deploymentId,
            @CheckForNull Revision revision,
            @CheckForNull RevisionOrigin origin) {}

    /**
     * Asks AWS, S3 and the builds in between. Blocks.
     *
     * @param log takes one line
     * @throws EngineException if it cannot be found out what is live
     */
    @NonNull
    public ChangesResult compare(@NonNull Revision next, @NonNull Consumer<String> log) throws EngineException {
        Live live = live(log);
        BuildReference pushedBy = reference(origin(next));
        Revision liveRevision = live == null ? null : live.revision;
        BuildReference livePushedBy = live == null ? null : reference(live.origin);
        RevisionPair pair = new RevisionPair(
                place(),
                next.toString(),
                pushedBy,
                liveRevision == null ? null : liveRevision.toString(),
                livePushedBy,
                live == null ? null : live.deploymentId);
        if (live == null || next.equals(liveRevision)) {
            return new ChangesResult(pair, new CommitLog(List.of(), 0, null), FileChanges.NONE, null);
        }
        CommitLog commits = pair.isOlder()
                ? CommitLog.between(build, pushedBy, livePushedBy)
                : CommitLog.between(build, livePushedBy, pushedBy);
        FileChanges files = liveRevision == null
                ? FileChanges.NONE
                : new RevisionComparison(Engines.clients(), target.access(), sessionName).compare(liveRevision, next);
        Text note = files.note();
        String filesNote = liveRevision == null
                ? Messages.BuildChanges_noLiveRevision()
                : note == null ? null : SingleLine.of(note.in(UserMessages.locale()));
        return new ChangesResult(pair, commits, files, filesNote);
    }

    /** For people. */
    private String place() {
        String name = target.name();
        return environment.application() + "/" + environment.deploymentGroup() + " ("
                + (name == null ? environment.region() : name) + ")";
    }

    /** AWS knows also the deployments of others. Where it refuses the list, the history is what is known. */
    @CheckForNull
    private Live live(Consumer<String> log) throws EngineException {
        DeploymentHistory history = ControllerHistory.get();
        HistoryEntry recorded = history.live(environment).orElse(null);
        List<PastDeployment> seen;
        try {
            seen = new DeploymentControl(Engines.clients(), target.access(), sessionName)
                    .history(environment.application(), environment.deploymentGroup(), MOST_ASKED);
        } catch (EngineException e) {
            if (recorded == null) {
                throw e;
            }
            log.accept(
                    SingleLine.of(Messages.BuildChanges_onlyRecorded(e.problem().brief(UserMessages.locale()))));
            return live(recorded, null);
        }
        PastDeployment live = PastDeployment.live(seen).orElse(null);
        if (live == null) {
            // older than what was asked for, if it is known at all
            return recorded == null ? null : live(recorded, null);
        }
        HistoryEntry entry = history.find(environment, live.id()).orElse(null);
        Revision revision = live.revision();
        return entry == null
                ? new Live(live.id(), revision, revision == null ? null : origin(revision))
                : live(entry, revision);
    }

    private Live live(HistoryEntry entry, @CheckForNull Revision seen) {
        Revision revision = seen == null ? entry.deployableRevision() : seen;
        RevisionOrigin origin = entry.origin();
        return new Live(entry.deploymentId(), revision, origin != null || revision == null ? origin : origin(revision));
    }

    /** The build that pushed a revision, by what jobs have pushed and by what was deployed before. */
    @CheckForNull
    private RevisionOrigin origin(Revision revision) {
        RecordedPush push = JobRevisions.find(build.getParent(), revision);
        if (push != null && push.origin() != null) {
            return push.origin();
        }
        return ControllerHistory.get().entries(environment).stream()
                .filter(entry -> entry.deploys(revision))
                .map(HistoryEntry::origin)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    @CheckForNull
    private static BuildReference reference(@CheckForNull RevisionOrigin origin) {
        return origin == null ? null : origin.build();
    }
}
