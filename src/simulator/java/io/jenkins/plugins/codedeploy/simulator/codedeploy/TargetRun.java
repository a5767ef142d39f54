package io.jenkins.plugins.codedeploy.simulator.codedeploy;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.simulator.instance.EventDiagnostics;
import java.time.Duration;
import java.util.function.BiConsumer;

/** Takes one target through some of its lifecycle events, one after the other. */
final class TargetRun {
    private final DeploymentProcess run;
    private final Target target;
    private final int end;
    private final BiConsumer<Target, Boolean> done;
    private int at;

    /**
     * @param from index of the first event
     * @param end index behind the last event
     * @param done receives whether the target succeeded; not called if the deployment ends before
     */
    TargetRun(
            @NonNull DeploymentProcess run,
            @NonNull Target target,
            int from,
            int end,
            @NonNull BiConsumer<Target, Boolean> done) {
        this.run = run;
        this.target = target;
        this.at = from;
        this.end = end;
        this.done = done;
    }

    void start() {
        target.become("InProgress");
        next();
    }

    private void next() {
        if (run.isStopping()) {
            return;
        }
        if (at == end) {
            done.accept(target, true);
            return;
        }
        TargetEvent event = target.events.get(at);
        event.begin();
        target.touch();
        run.after(target.host.duration(event.name, run.duration(event.name)), () -> perform(event));
        // Beside the event's own duration, which a test may make longer than any time-out.
        run.after(
                run.group.timing.command,
                () -> result(
                        event,
                        EventDiagnostics.unknown(
                                "CodeDeploy agent was not able to receive the lifecycle event. Check the"
                                        + " CodeDeploy agent logs on your host and make sure the agent is running and can"
                                        + " connect to the CodeDeploy server.")));
    }

    private void perform(TargetEvent event) {
        target.host.perform(
                run.command(event.name),
                run.realm.scheduler,
                outcome -> run.after(Duration.ZERO, () -> result(event, outcome)));
    }

    private void result(TargetEvent event, EventDiagnostics outcome) {
        if (!event.status().equals("InProgress")) {
            return;
        }
        event.end(outcome);
        target.touch();
        boolean ignored =
                event.name.equals("ApplicationStop") && run.deployment.option("ignoreApplicationStopFailures");
        if (outcome.succeeded() || ignored) {
            at++;
            next();
        } else {
            target.events.forEach(TargetEvent::abandon);
            target.become("Failed");
            done.accept(target, false);
        }
    }
}
