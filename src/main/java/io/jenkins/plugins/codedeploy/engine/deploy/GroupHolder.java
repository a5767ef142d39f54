package io.jenkins.plugins.codedeploy.engine.deploy;

import io.jenkins.plugins.codedeploy.engine.watch.Snapshot;
import io.jenkins.plugins.codedeploy.engine.watch.TargetState;
import io.jenkins.plugins.codedeploy.engine.watch.WatchListener;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Waits for the deployment that holds our group: its end is all that matters. */
final class GroupHolder implements WatchListener {
    private final Consumer<Boolean> whenOver;

    /** @param whenOver receives true if the end of the deployment was seen, false if it can no longer be seen */
    GroupHolder(Consumer<Boolean> whenOver) {
        this.whenOver = whenOver;
    }

    @Override
    public void seen(Snapshot snapshot) {
        if (snapshot.status().isTerminal()) {
            whenOver.accept(true);
        }
    }

    @Override
    public void targets(List<TargetState> changed) {
        // another's
    }

    @Override
    public void targetsRefused(RuntimeException refusal) {
        // another's
    }

    @Override
    public void troubleBegan(RuntimeException trouble) {
        // keep waiting
    }

    @Override
    public void troubleEnded(Duration spell) {
        // keep waiting
    }

    /** It cannot be seen: CreateDeployment itself will tell whether the group is free. */
    @Override
    public void lost(RuntimeException last, Duration silence) {
        whenOver.accept(false);
    }
}
