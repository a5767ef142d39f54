package io.jenkins.plugins.codedeploy.environments;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Item;
import hudson.model.Job;
import hudson.views.ListViewColumn;
import hudson.views.ListViewColumnDescriptor;
import io.jenkins.plugins.codedeploy.engine.history.EnvironmentState;
import io.jenkins.plugins.codedeploy.records.ControllerHistory;
import java.util.List;
import java.util.Objects;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.Stapler;
import org.kohsuke.stapler.StaplerRequest2;

/** The column <i>Live</i> of a list of jobs: where the revisions that a job pushed or deployed are live. */
public final class LiveColumn extends ListViewColumn {
    /** Further environments are behind a disclosure. */
    private static final int SHOWN = 4;

    @DataBoundConstructor
    public LiveColumn() {
        // it has no settings
    }

    /**
     * What the column shows of a job.
     *
     * @param first the first environments
     * @param more the other ones
     */
    public record Cell(
            @NonNull List<LiveBadge> first, @NonNull List<LiveBadge> more) {}

    /** Returns what the present user may see of an item; null if that is nothing. */
    @CheckForNull
    public Cell cell(@CheckForNull Item item) {
        if (!(item instanceof Job<?, ?> job)) {
            return null;
        }
        String name = job.getFullName();
        List<EnvironmentState> live = ControllerHistory.get().liveOf(name);
        if (live.isEmpty()) {
            return null;
        }
        ReadableJobs jobs = jobs();
        List<EnvironmentState> readable = live.stream()
                .filter(state ->
                        jobs.mayRead(Objects.requireNonNull(state.live()).deployedBy()))
                .toList();
        List<LiveBadge> badges = readable.stream()
                .map(state -> new LiveBadge(state, readable, name, jobs))
                .toList();
        int first = Math.min(SHOWN, badges.size());
        return badges.isEmpty() ? null : new Cell(badges.subList(0, first), badges.subList(first, badges.size()));
    }

    /** One for the whole list. */
    private static ReadableJobs jobs() {
        StaplerRequest2 request = Stapler.getCurrentRequest2();
        String key = LiveColumn.class.getName();
        ReadableJobs known = request == null ? null : (ReadableJobs) request.getAttribute(key);
        ReadableJobs jobs = known == null ? new ReadableJobs() : known;
        if (request != null) {
            request.setAttribute(key, jobs);
        }
        return jobs;
    }

    @Extension
    @Symbol("codeDeployLive")
    public static final class DescriptorImpl extends ListViewColumnDescriptor {
        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.LiveColumn_displayName();
        }

        @Override
        public boolean shownByDefault() {
            return false;
        }
    }
}
