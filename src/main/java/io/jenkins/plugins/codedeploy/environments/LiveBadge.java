package io.jenkins.plugins.codedeploy.environments;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.history.BuildReference;
import io.jenkins.plugins.codedeploy.engine.history.EnvironmentState;
import io.jenkins.plugins.codedeploy.engine.history.HistoryEntry;
import io.jenkins.plugins.codedeploy.engine.history.RevisionOrigin;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/** An environment in which a revision of a job is live, in one line of a list of jobs. */
public final class LiveBadge {
    /** From the shortest to the longest. */
    private static final List<Function<EnvironmentState, String>> NAMES = List.of(
            LiveBadge::target,
            state -> target(state) + "/" + state.environment().deploymentGroup(),
            state -> target(state) + "/" + state.environment().application(),
            state -> target(state) + "/" + group(state),
            state -> target(state) + "/" + group(state) + " ("
                    + state.environment().region() + ")");

    private final EnvironmentState state;
    private final List<EnvironmentState> all;
    private final String job;
    private final ReadableJobs jobs;
    private final EntryView live;

    /** @param all environments of the job: the name of one tells it apart from the others */
    LiveBadge(
            @NonNull EnvironmentState state,
            @NonNull List<EnvironmentState> all,
            @NonNull String job,
            @NonNull ReadableJobs jobs) {
        this.state = state;
        this.all = all;
        this.job = job;
        this.jobs = jobs;
        live = new EntryView(Objects.requireNonNull(state.live()), jobs);
    }

    /** Environment and build, such as {@code production: #41}. */
    @NonNull
    public String getText() {
        return Messages.LiveBadge_text(place(), title(Objects.requireNonNull(state.live())));
    }

    /** Relative to Jenkins' root. */
    @NonNull
    public String getUrl() {
        return EnvironmentsAction.URL + "/environment/" + state.environment().key() + "/";
    }

    @NonNull
    public EntryView getLive() {
        return live;
    }

    /** Status, age, commit and deployment. */
    @NonNull
    public String getDetail() {
        String commit = live.getShortCommit();
        return commit == null
                ? Messages.LiveBadge_detail(live.getStatusLabel(), live.getAge(), live.getDeploymentId())
                : Messages.LiveBadge_detailOfCommit(
                        live.getStatusLabel(), live.getAge(), live.getDeploymentId(), commit);
    }

    /** The newest deployment, if it is not the live one and the user may see it. */
    @CheckForNull
    public EntryView getNewest() {
        HistoryEntry newest = state.newest();
        return newest.equals(state.live()) || !jobs.mayRead(newest.deployedBy()) ? null : new EntryView(newest, jobs);
    }

    /** Status and build of the newest deployment, such as {@code Failed: #43}; null if the live one is the newest. */
    @CheckForNull
    public String getNewestText() {
        EntryView newest = getNewest();
        return newest == null ? null : Messages.LiveBadge_text(newest.getStatusLabel(), title(state.newest()));
    }

    /** The number alone for builds of this very job. */
    private String title(HistoryEntry entry) {
        RevisionOrigin origin = entry.origin();
        BuildReference build = origin == null ? null : origin.build();
        return build != null && !build.jobDeleted() && build.job().equals(job)
                ? "#" + build.number()
                : new EntryView(entry, jobs).getTitle();
    }

    /** As short as it can be. */
    private String place() {
        return NAMES.stream()
                .filter(name -> all.stream()
                                .filter(one -> name.apply(one).equals(name.apply(state)))
                                .count()
                        == 1)
                .findFirst()
                .orElse(NAMES.get(NAMES.size() - 1))
                .apply(state);
    }

    private static String target(EnvironmentState state) {
        String target = state.target();
        return target == null ? state.environment().region() : target;
    }

    private static String group(EnvironmentState state) {
        return state.environment().application() + "/" + state.environment().deploymentGroup();
    }
}
