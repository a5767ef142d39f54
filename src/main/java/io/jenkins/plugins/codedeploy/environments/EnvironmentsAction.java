package io.jenkins.plugins.codedeploy.environments;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.AbstractItem;
import hudson.model.Action;
import hudson.model.Api;
import hudson.model.ItemGroup;
import hudson.model.Job;
import hudson.model.RootAction;
import io.jenkins.plugins.codedeploy.engine.history.EnvironmentState;
import io.jenkins.plugins.codedeploy.engine.history.EnvironmentTable;
import io.jenkins.plugins.codedeploy.records.ControllerHistory;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import jenkins.model.Jenkins;
import jenkins.model.TransientActionFactory;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.HttpResponses;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;
import org.kohsuke.stapler.interceptor.RequirePOST;

/** The page <i>Deployments</i>: what the jobs of an item, or all jobs, have deployed where, as the user may see it. */
@ExportedBean
public class EnvironmentsAction implements Action {
    static final String URL = "codedeploy";

    /** Null for the controller. */
    @CheckForNull
    private final AbstractItem owner;

    EnvironmentsAction(@CheckForNull AbstractItem owner) {
        this.owner = owner;
    }

    /** Of the controller. */
    @Extension
    public static final class Root extends EnvironmentsAction implements RootAction {
        public Root() {
            super(null);
        }
    }

    /** Of folders and jobs in which something was deployed. */
    @Extension
    public static final class Items extends TransientActionFactory<AbstractItem> {
        @Override
        public Class<AbstractItem> type() {
            return AbstractItem.class;
        }

        /** So that nobody who looks for another action asks for the history. */
        @Override
        public Class<? extends Action> actionType() {
            return EnvironmentsAction.class;
        }

        @NonNull
        @Override
        public Collection<? extends Action> createFor(@NonNull AbstractItem item) {
            if (!(item instanceof Job) && !(item instanceof ItemGroup)) {
                return Set.of();
            }
            EnvironmentsAction action = new EnvironmentsAction(item);
            return ControllerHistory.get().states().stream().anyMatch(action::isInScope) ? Set.of(action) : Set.of();
        }
    }

    /** Null for the controller. */
    @CheckForNull
    public AbstractItem getOwner() {
        return owner;
    }

    private boolean isInScope(EnvironmentState state) {
        if (owner == null) {
            return true;
        }
        String name = owner.getFullName();
        return state.deployers().stream().anyMatch(job -> job.equals(name) || job.startsWith(name + "/"));
    }

    private List<EnvironmentState> states(ReadableJobs jobs) {
        return ControllerHistory.get().states().stream()
                .filter(this::isInScope)
                .filter(state -> jobs.mayReadAny(state.deployers()))
                .toList();
    }

    @NonNull
    @Exported(inline = true)
    public List<EnvironmentView> getEnvironments() {
        ReadableJobs jobs = new ReadableJobs();
        return states(jobs).stream()
                .map(state -> new EnvironmentView(this, state, jobs))
                .toList();
    }

    @NonNull
    public TableView getTable() {
        ReadableJobs jobs = new ReadableJobs();
        return new TableView(this, EnvironmentTable.of(states(jobs)), jobs);
    }

    /** @return null if there is none, or if the user may not see it */
    @CheckForNull
    public EnvironmentView getEnvironment(@NonNull String key) {
        ReadableJobs jobs = new ReadableJobs();
        return ControllerHistory.get()
                .state(key)
                .filter(this::isInScope)
                .filter(state -> jobs.mayReadAny(state.deployers()))
                .map(state -> new EnvironmentView(this, state, jobs))
                .orElse(null);
    }

    /** Whether the history can be rebuilt from here. */
    public boolean isRebuildable() {
        return owner == null && Jenkins.get().hasPermission(Jenkins.ADMINISTER);
    }

    /** How many deployments the last rebuild has added; null if there was none since the start. */
    @CheckForNull
    public String getRebuilt() {
        return isRebuildable() ? HistoryRebuild.get().describe() : null;
    }

    /** Adds what builds and their journals tell to the history. */
    @RequirePOST
    public HttpResponse doRebuild() {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        HistoryRebuild.get().start();
        return HttpResponses.redirectToDot();
    }

    public Api getApi() {
        return new Api(this);
    }

    /** Without the link where there is nothing to see. */
    @Override
    public String getIconFileName() {
        ReadableJobs jobs = new ReadableJobs();
        boolean visible = isRebuildable()
                || ControllerHistory.get().states().stream()
                        .anyMatch(state -> isInScope(state) && jobs.mayReadAny(state.deployers()));
        return visible ? "symbol-cloud" : null;
    }

    @Override
    public String getDisplayName() {
        return Messages.EnvironmentsAction_name();
    }

    @Override
    public String getUrlName() {
        return URL;
    }
}
