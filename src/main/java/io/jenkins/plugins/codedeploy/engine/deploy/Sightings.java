package io.jenkins.plugins.codedeploy.engine.deploy;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.watch.Snapshot;
import io.jenkins.plugins.codedeploy.engine.watch.TargetState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was seen of a deployment, of its failed targets and of its rollback. Belongs to the run's own executor; only
 * {@link #last} and what is made of it may be read by other threads.
 */
final class Sightings {
    /** Failed targets that are kept with their log tails; the counters tell how many there were. */
    static final int MOST_FAILED = 20;

    private final Map<String, TargetState> failed = new LinkedHashMap<>();
    private volatile Snapshot last;
    private Snapshot rollback;
    private boolean shifted;

    /** @return whether status or counters have changed */
    boolean seen(Snapshot now) {
        boolean changed = isChange(last, now);
        last = now;
        return changed;
    }

    /** @return whether status or counters have changed */
    boolean rollbackSeen(Snapshot now) {
        boolean changed = isChange(rollback, now);
        rollback = now;
        return changed;
    }

    /** @return whether it was not known before */
    boolean shifted() {
        boolean isNew = !shifted;
        shifted = true;
        return isNew;
    }

    void targets(List<TargetState> changed) {
        changed.stream()
                .filter(TargetState::isFailed)
                .filter(t -> failed.size() < MOST_FAILED || failed.containsKey(t.id()))
                .forEach(t -> failed.put(t.id(), t));
    }

    boolean isShifted() {
        return shifted;
    }

    /** Whether the deployment, as last seen, has ended. */
    boolean isOver() {
        Snapshot now = last;
        return now != null && now.status().isTerminal();
    }

    @CheckForNull
    Snapshot last() {
        return last;
    }

    @CheckForNull
    Snapshot rollback() {
        return rollback;
    }

    @NonNull
    List<TargetState> failed() {
        return List.copyOf(failed.values());
    }

    /** Returns CodeDeploy's name of the last known status; null if there is none. */
    @CheckForNull
    String word() {
        Snapshot now = last;
        return now == null ? null : now.status().word();
    }

    /** What is said of a deployment that was to be told to stop. */
    @NonNull
    Text notYetStopping(String id) {
        String word = word();
        return word == null ? Text.of("deploy.aborted.twice.unseen", id) : Text.of("deploy.aborted.twice", id, word);
    }

    private static boolean isChange(@CheckForNull Snapshot before, Snapshot now) {
        return before == null
                || !before.status().equals(now.status())
                || !before.overview().equals(now.overview());
    }
}
