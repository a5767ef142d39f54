package io.jenkins.plugins.codedeploy.release;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Util;
import hudson.model.Job;
import io.jenkins.plugins.codedeploy.account.FormAccess;
import io.jenkins.plugins.codedeploy.engine.history.DeploymentHistory;
import io.jenkins.plugins.codedeploy.engine.history.EnvironmentState;
import io.jenkins.plugins.codedeploy.engine.history.HistoryEntry;
import io.jenkins.plugins.codedeploy.engine.history.RevisionOrigin;
import io.jenkins.plugins.codedeploy.engine.upload.RevisionFile.RecordedPush;
import io.jenkins.plugins.codedeploy.records.ControllerHistory;
import io.jenkins.plugins.codedeploy.records.JobRevisions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** A pushed revision, for a person to choose. */
public final class RevisionChoice {
    private static final int MOST = 50;
    private static final int COMMIT = 8;

    private final RecordedPush push;
    private final List<EnvironmentState> environments;

    private RevisionChoice(RecordedPush push, List<EnvironmentState> environments) {
        this.push = push;
        this.environments = environments;
    }

    /**
     * What the jobs have pushed, newest first, as far as whoever asks may read it.
     *
     * @param jobs full names
     */
    @NonNull
    static List<RevisionChoice> of(@NonNull List<String> jobs) {
        List<EnvironmentState> readable = ControllerHistory.get().states().stream()
                .filter(state -> state.deployers().stream().anyMatch(RevisionChoice::isReadable))
                .toList();
        return jobs.stream()
                .map(name -> FormAccess.readable(name, Job.class))
                .filter(Objects::nonNull)
                .flatMap(job -> JobRevisions.of((Job<?, ?>) job).stream())
                .sorted(Comparator.comparing(RevisionChoice::time).reversed())
                .limit(MOST)
                .map(push -> new RevisionChoice(push, readable))
                .toList();
    }

    private static boolean isReadable(String job) {
        return FormAccess.readable(job, Job.class) != null;
    }

    private static long time(RecordedPush push) {
        RevisionOrigin origin = push.origin();
        return origin == null ? 0 : origin.pushed().toEpochMilli();
    }

    @NonNull
    public String getValue() {
        return push.revision().toString();
    }

    /** Build, age, commit, where it is live and where it has succeeded. */
    @NonNull
    public String getLabel() {
        List<String> parts = new ArrayList<>();
        RevisionOrigin origin = push.origin();
        if (origin == null) {
            parts.add(push.revision().key());
        } else {
            parts.add(origin.build().toString());
            parts.add(Messages.RevisionChoice_age(
                    Util.getTimeSpanString(Math.max(0, System.currentTimeMillis() - time(push)))));
            origin.commits().stream()
                    .findFirst()
                    .ifPresent(commit -> parts.add(commit.substring(0, Math.min(COMMIT, commit.length()))));
        }
        String live = places(state -> isLive(state));
        if (!live.isEmpty()) {
            parts.add(Messages.RevisionChoice_live(live));
        }
        DeploymentHistory history = ControllerHistory.get();
        String succeeded = places(state -> !isLive(state)
                && history.entries(state.environment()).stream().anyMatch(e -> e.isSucceeded() && isOf(e)));
        if (!succeeded.isEmpty()) {
            parts.add(Messages.RevisionChoice_succeeded(succeeded));
        }
        return String.join(", ", parts);
    }

    private boolean isLive(EnvironmentState state) {
        HistoryEntry live = state.live();
        return live != null && isOf(live);
    }

    private boolean isOf(HistoryEntry entry) {
        return entry.deploys(push.revision());
    }

    private String places(Predicate<EnvironmentState> which) {
        return environments.stream()
                .filter(which)
                .map(RevisionChoice::name)
                .distinct()
                .collect(Collectors.joining(Messages.RevisionChoice_and()));
    }

    private static String name(EnvironmentState state) {
        String target = state.target();
        return (target == null ? state.environment().account() : target) + "/"
                + state.environment().deploymentGroup();
    }
}
