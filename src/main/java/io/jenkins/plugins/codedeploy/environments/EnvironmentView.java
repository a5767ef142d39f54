package io.jenkins.plugins.codedeploy.environments;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.model.Api;
import hudson.model.Failure;
import hudson.model.Item;
import hudson.model.Job;
import io.jenkins.plugins.codedeploy.account.FormAccess;
import io.jenkins.plugins.codedeploy.account.TargetReference;
import io.jenkins.plugins.codedeploy.account.TargetResolver;
import io.jenkins.plugins.codedeploy.controller.Engines;
import io.jenkins.plugins.codedeploy.engine.EngineException;
import io.jenkins.plugins.codedeploy.engine.aws.FormCalls;
import io.jenkins.plugins.codedeploy.engine.aws.SessionName;
import io.jenkins.plugins.codedeploy.engine.aws.TargetAccess;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentControl;
import io.jenkins.plugins.codedeploy.engine.deploy.PastDeployment;
import io.jenkins.plugins.codedeploy.engine.history.DeploymentEnvironment;
import io.jenkins.plugins.codedeploy.engine.history.EnvironmentState;
import io.jenkins.plugins.codedeploy.engine.history.HistoryEntry;
import io.jenkins.plugins.codedeploy.records.ControllerHistory;
import io.jenkins.plugins.codedeploy.result.UserMessages;
import java.util.List;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.HttpResponses;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;
import org.kohsuke.stapler.interceptor.RequirePOST;

/** An environment with its history, as the present user may see it. */
@ExportedBean
public final class EnvironmentView {
    /** Deployments that AWS is asked for. */
    private static final int MOST_ASKED = 50;

    private final EnvironmentsAction parent;
    private final EnvironmentState state;
    private final ReadableJobs jobs;
    /** What AWS said when it was asked; null if it was not. */
    @CheckForNull
    private String answer;

    EnvironmentView(@NonNull EnvironmentsAction parent, @NonNull EnvironmentState state, @NonNull ReadableJobs jobs) {
        this.parent = parent;
        this.state = state;
        this.jobs = jobs;
    }

    @NonNull
    public EnvironmentsAction getParent() {
        return parent;
    }

    /** Identifies it in the URL. */
    @NonNull
    @Exported
    public String getKey() {
        return state.environment().key();
    }

    @NonNull
    @Exported
    public String getApplication() {
        return state.environment().application();
    }

    @NonNull
    @Exported
    public String getDeploymentGroup() {
        return state.environment().deploymentGroup();
    }

    /** Name of the target account by which it was deployed last; null if the step gave its own values. */
    @CheckForNull
    @Exported
    public String getTarget() {
        return state.target();
    }

    @NonNull
    @Exported
    public String getRegion() {
        return state.environment().region();
    }

    @NonNull
    public String getPlace() {
        String target = getTarget();
        return target == null ? getRegion() : target + " (" + getRegion() + ")";
    }

    /** The newest deployment that succeeded; null if none did, or if the user may not read the job that deployed it. */
    @CheckForNull
    @Exported(inline = true)
    public EntryView getLive() {
        return view(state.live());
    }

    /** Whether a job deployed what is live that the user may not read. */
    @Exported
    public boolean isLiveHidden() {
        return state.live() != null && getLive() == null;
    }

    /** The newest deployment, if it is not the live one and the user may see it. */
    @CheckForNull
    @Exported(inline = true)
    public EntryView getNewest() {
        return state.newest().equals(state.live()) ? null : view(state.newest());
    }

    /** Newest first. */
    @NonNull
    @Exported(inline = true)
    public List<EntryView> getEntries() {
        return ControllerHistory.get().entries(state.environment()).stream()
                .filter(entry -> jobs.mayRead(entry.deployedBy()))
                .map(entry -> new EntryView(entry, jobs, again(entry)))
                .toList();
    }

    /** Only what succeeded and is not live. */
    @CheckForNull
    private String again(HistoryEntry entry) {
        String revision = entry.isSucceeded() && !entry.equals(state.live()) ? entry.revision() : null;
        return revision == null || !revision.startsWith("s3:") ? null : ReleaseForm.url(state, revision, jobs);
    }

    /** What AWS said when it was asked; null if it was not. */
    @CheckForNull
    public String getAnswer() {
        return answer;
    }

    /** Whether the user may have AWS asked. */
    public boolean isAskable() {
        return getTarget() != null && FormAccess.mayCall(job());
    }

    /** Compares with what AWS says, and completes deployments that no build has tracked to their end. */
    @RequirePOST
    public HttpResponse doAsk() {
        Job<?, ?> job = job();
        FormAccess.checkCall(job);
        answer = ask(job);
        return HttpResponses.forwardToView(this, "index.jelly");
    }

    private String ask(@CheckForNull Item item) {
        DeploymentEnvironment environment = state.environment();
        try {
            TargetReference reference = TargetReference.builder()
                    .target(getTarget())
                    .region(environment.region())
                    .build();
            TargetAccess access = TargetResolver.resolveForForm(reference, item).access();
            List<PastDeployment> seen;
            try (FormCalls.Turn turn = Engines.clients().formCalls().begin(access)) {
                if (turn == null) {
                    throw new Failure(Messages.EnvironmentView_busy());
                }
                seen = new DeploymentControl(Engines.clients(), access, SessionName.of("deployments", "page"))
                        .history(environment.application(), environment.deploymentGroup(), MOST_ASKED);
            }
            return HistoryUpdate.of(environment, seen);
        } catch (EngineException e) {
            return e.problem().in(UserMessages.locale());
        } catch (AbortException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** The job with whose credentials AWS is asked; null if the user may read none. */
    @CheckForNull
    private Job<?, ?> job() {
        return jobs.find(state.newest().deployedBy());
    }

    @CheckForNull
    private EntryView view(@CheckForNull HistoryEntry entry) {
        return entry == null || !jobs.mayRead(entry.deployedBy()) ? null : new EntryView(entry, jobs);
    }

    public Api getApi() {
        return new Api(this);
    }
}
