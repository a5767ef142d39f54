package io.jenkins.plugins.codedeploy.engine.deploy;

import io.jenkins.plugins.codedeploy.engine.watch.Snapshot;
import io.jenkins.plugins.codedeploy.engine.watch.TargetState;
import io.jenkins.plugins.codedeploy.engine.watch.WatchListener;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Brings what the poller tells of one deployment over to the run's own executor. */
final class MonitorListener implements WatchListener {
    private final DeploymentRun run;
    private final String deploymentId;
    private final Consumer<Snapshot> seen;
    private final Consumer<List<TargetState>> targets;
    private final BiConsumer<RuntimeException, Duration> lost;

    MonitorListener(
            DeploymentRun run,
            String deploymentId,
            Consumer<Snapshot> seen,
            Consumer<List<TargetState>> targets,
            BiConsumer<RuntimeException, Duration> lost) {
        this.run = run;
        this.deploymentId = deploymentId;
        this.seen = seen;
        this.targets = targets;
        this.lost = lost;
    }

    @Override
    public void seen(Snapshot snapshot) {
        run.next(() -> seen.accept(snapshot));
    }

    @Override
    public void targets(List<TargetState> changed) {
        run.next(() -> {
            targets.accept(changed);
            run.tell(new DeploymentEvent.Targets(deploymentId, changed));
        });
    }

    @Override
    public void targetsRefused(RuntimeException refusal) {
        run.next(() ->
                run.tell(new DeploymentEvent.TargetsRefused(run.explain("codedeploy:ListDeploymentTargets", refusal))));
    }

    @Override
    public void troubleBegan(RuntimeException trouble) {
        run.next(() ->
                run.tell(new DeploymentEvent.TroubleBegan(run.explain("codedeploy:BatchGetDeployments", trouble))));
    }

    @Override
    public void troubleEnded(Duration spell) {
        run.next(() -> run.tell(new DeploymentEvent.TroubleEnded(spell)));
    }

    @Override
    public void lost(RuntimeException last, Duration silence) {
        run.next(() -> lost.accept(last, silence));
    }
}
