package io.jenkins.plugins.codedeploy.build;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Run;
import io.jenkins.plugins.codedeploy.account.ResolvedTarget;
import io.jenkins.plugins.codedeploy.controller.Engines;
import io.jenkins.plugins.codedeploy.engine.EngineException;
import io.jenkins.plugins.codedeploy.engine.SingleLine;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentControl;
import io.jenkins.plugins.codedeploy.engine.deploy.PastDeployment;
import io.jenkins.plugins.codedeploy.engine.deploy.TakeBack;
import io.jenkins.plugins.codedeploy.engine.history.DeploymentEnvironment;
import io.jenkins.plugins.codedeploy.engine.history.HistoryEntry;
import io.jenkins.plugins.codedeploy.engine.revision.Revision;
import io.jenkins.plugins.codedeploy.parameters.DeployInputs;
import io.jenkins.plugins.codedeploy.records.ControllerHistory;
import io.jenkins.plugins.codedeploy.result.RevisionResult;
import io.jenkins.plugins.codedeploy.result.UserMessages;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/** The earlier revisions of a deployment group, as AWS lists them and as this controller has recorded them. */
final class EarlierRevision {
    private final Run<?, ?> build;
    private final DeployInputs inputs;
    private final ResolvedTarget target;

    EarlierRevision(@NonNull Run<?, ?> build, @NonNull DeployInputs inputs, @NonNull ResolvedTarget target) {
        this.build = build;
        this.inputs = inputs;
        this.target = target;
    }

    /**
     * Chooses the revision to deploy, and logs what it replaces.
     *
     * @param to as {@link TakeBack#find} takes it
     */
    @NonNull
    RevisionResult find(@CheckForNull String to, @NonNull Consumer<String> log) throws EngineException {
        String group = inputs.application() + "/" + inputs.deploymentGroup();
        List<HistoryEntry> recorded = entries();
        TakeBack chosen = TakeBack.find(seen(recorded, log), recorded, to, group, ZoneId.systemDefault());
        log.accept(SingleLine.of(chosen.text(group).in(UserMessages.locale())));
        PastDeployment live = chosen.live();
        return RevisionResult.ofEarlier(chosen.revision(), live == null ? null : live.id());
    }

    /**
     * Finds the newest deployment of the group if it has succeeded with a revision. AWS alone knows.
     *
     * @return null if anything else was deployed since, or if AWS does not return it
     */
    @CheckForNull
    PastDeployment newestOf(@NonNull Revision revision, @NonNull Consumer<String> log) {
        try {
            List<PastDeployment> newest = control().history(inputs.application(), inputs.deploymentGroup(), 1);
            return newest.isEmpty()
                            || !newest.get(0).isSucceeded()
                            || !revision.equals(newest.get(0).revision())
                    ? null
                    : newest.get(0);
        } catch (EngineException e) {
            log.accept(SingleLine.of(
                    Messages.EarlierRevision_notCompared(e.problem().brief(UserMessages.locale()))));
            return null;
        }
    }

    private DeploymentControl control() {
        return new DeploymentControl(Engines.clients(), target.access(), BuildDeployment.sessionName(build));
    }

    /** Finds a revision by its text in the history; null if it is not recorded completely. */
    @CheckForNull
    Revision recorded(@NonNull String revision) {
        return entries().stream()
                .filter(entry -> revision.equals(entry.revision()))
                .map(HistoryEntry::deployableRevision)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** AWS knows also the deployments of others. Where it refuses the list, the history is what is known. */
    @CheckForNull
    private List<PastDeployment> seen(List<HistoryEntry> recorded, Consumer<String> log) throws EngineException {
        try {
            return control().history(inputs.application(), inputs.deploymentGroup(), TakeBack.MOST);
        } catch (EngineException e) {
            if (recorded.isEmpty()) {
                throw e;
            }
            log.accept(SingleLine.of(
                    Messages.EarlierRevision_onlyRecorded(e.problem().brief(UserMessages.locale()))));
            return null;
        }
    }

    private List<HistoryEntry> entries() {
        return ControllerHistory.get()
                .entries(new DeploymentEnvironment(
                        target.account(), target.access().region(), inputs.application(), inputs.deploymentGroup()));
    }
}
