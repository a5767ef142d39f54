package io.jenkins.plugins.codedeploy.simulator.codedeploy;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * Installs on many targets, as many at a time as leave enough of them healthy, and gives up where no more may fail.
 *
 * @see <a href="https://docs.aws.amazon.com/codedeploy/latest/userguide/instances-health.html">Instance health</a>
 */
final class Fleet {
    private final DeploymentProcess run;
    private final Deque<Target> waiting;
    private final int events;
    private final int spare;
    private final int needed;
    private final Consumer<Target> eachDone;
    private final Runnable done;
    private int running;
    private int failed;
    private int succeeded;

    /**
     * @param events how many of each target's events belong to the installation
     * @param eachDone called for every target that succeeded
     * @param done called once where enough targets are healthy; else the run fails
     */
    Fleet(
            @NonNull DeploymentProcess run,
            @NonNull List<Target> targets,
            int events,
            @NonNull Consumer<Target> eachDone,
            @NonNull Runnable done) {
        int minimum = run.deployment.config.minimumHealthy(targets.size());
        this.run = run;
        this.waiting = new ArrayDeque<>(targets);
        this.events = events;
        this.spare = targets.size() - minimum;
        // Even where none need stay healthy, one must succeed.
        this.needed = Math.max(1, minimum);
        this.eachDone = eachDone;
        this.done = done;
    }

    void start() {
        if (spare < 0) {
            run.fail("HEALTH_CONSTRAINTS_INVALID");
            return;
        }
        launch();
    }

    private void launch() {
        while (!waiting.isEmpty() && running < spare - failed) {
            running++;
            new TargetRun(run, waiting.remove(), 0, events, this::finished).start();
        }
        if (running > 0 || run.isStopping()) {
            return;
        }
        if (waiting.isEmpty() && succeeded >= needed) {
            done.run();
        } else {
            run.fail("HEALTH_CONSTRAINTS");
        }
    }

    private void finished(Target target, boolean well) {
        running--;
        if (well) {
            succeeded++;
            eachDone.accept(target);
        } else {
            failed++;
        }
        launch();
    }
}
