package io.jenkins.plugins.codedeploy.simulator.codedeploy;

import com.fasterxml.jackson.databind.JsonNode;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.simulator.instance.Command;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** A deployment under way. Every method is called, and every step taken, under the realm's lock. */
abstract class DeploymentProcess {
    static final String NO_MORE_COMMANDS =
            "No more commands will be scheduled for execution in the deployment instances";

    final Realm realm;
    final Deployment deployment;
    final Group group;

    @CheckForNull
    private Runnable afterReady;

    @CheckForNull
    private Runnable afterTermination;

    private boolean stopping;

    DeploymentProcess(@NonNull Realm realm, @NonNull Deployment deployment) {
        this.realm = realm;
        this.deployment = deployment;
        this.group = deployment.group;
    }

    @NonNull
    static DeploymentProcess of(@NonNull Realm realm, @NonNull Deployment deployment) {
        if (deployment.group.platform() != ComputePlatform.Server) {
            return new TrafficShift(realm, deployment);
        }
        return deployment.group.isBlueGreen() ? new BlueGreen(realm, deployment) : new InPlace(realm, deployment);
    }

    /** Called once the deployment is InProgress. */
    abstract void begin();

    /** How long an event takes before its result, in AWS' time. */
    @NonNull
    Duration duration(@NonNull String event) {
        return group.timing.event;
    }

    final void start() {
        after(group.timing.start, () -> {
            deployment.become("Queued");
            after(group.timing.start, this::enter);
        });
    }

    private void enter() {
        deployment.started = Instant.now();
        deployment.become("InProgress");
        String role = realm.neighbors.serviceRoleProblem(group.serviceRoleArn(), group.platform());
        if (group.failureCode != null) {
            fail(group.failureCode, String.valueOf(group.failureMessage));
        } else if (role != null) {
            fail(role, Errors.of(role));
        } else if (!checkAlarms()) {
            begin();
        }
    }

    /** Does something later, unless the deployment is over by then. */
    final void after(@NonNull Duration delay, @NonNull Runnable step) {
        realm.scheduler.after(delay, () -> {
            synchronized (realm) {
                if (!deployment.isOver()) {
                    step.run();
                }
            }
        });
    }

    final boolean isStopping() {
        return stopping;
    }

    final void fail(@NonNull String code, @NonNull String message) {
        end("Failed", code, message);
        Rollbacks.consider(realm, deployment, "DEPLOYMENT_FAILURE", null);
    }

    final void fail(@NonNull String code) {
        fail(code, Errors.of(code));
    }

    /** The last step of a run that went well: bakes where the group is set up so, then succeeds. */
    final void complete() {
        if (group.timing.baking.isZero()) {
            succeed();
        } else {
            deployment.become(group.timing.bakingWord);
            after(group.timing.baking, this::succeed);
        }
    }

    private void succeed() {
        group.lastSuccessful = deployment;
        deployment.become("Succeeded");
    }

    private void end(String status, String code, String message) {
        deployment.errorCode = code;
        deployment.errorMessage = message;
        deployment.targets.values().forEach(Target::abandon);
        deployment.become(status);
    }

    /**
     * StopDeployment.
     *
     * @param rollback null where the call does not say
     * @return AWS' StopStatus
     */
    @NonNull
    final String stop(@CheckForNull Boolean rollback) {
        if (deployment.count("InProgress") == 0) {
            stopped(rollback);
            return "Succeeded";
        }
        if (!stopping) {
            stopping = true;
            after(group.timing.start, () -> stopped(rollback));
        }
        return "Pending";
    }

    private void stopped(@CheckForNull Boolean rollback) {
        end("Stopped", "MANUAL_STOP", Errors.of("MANUAL_STOP"));
        Rollbacks.consider(realm, deployment, "DEPLOYMENT_STOP_ON_REQUEST", rollback);
    }

    /** Stops the deployment if an alarm that watches it is active. */
    final boolean checkAlarms() {
        JsonNode override = deployment.options.path("overrideAlarmConfiguration");
        JsonNode alarms = override.isMissingNode() ? group.settings.path("alarmConfiguration") : override;
        if (!deployment.hasStarted() || !alarms.path("enabled").asBoolean()) {
            return false;
        }
        List<String> active = alarms.path("alarms").findValuesAsText("name").stream()
                .filter(realm.activeAlarms()::contains)
                .toList();
        if (active.isEmpty()) {
            return false;
        }
        String names = active.stream().map(name -> "<" + name + ">").collect(Collectors.joining(" "));
        end("Stopped", "ALARM_ACTIVE", Errors.of("ALARM_ACTIVE") + " Activated alarms: " + names);
        Rollbacks.consider(realm, deployment, "DEPLOYMENT_STOP_ON_ALARM", null);
        return true;
    }

    /** Becomes Ready if the group waits for ContinueDeployment, and continues when it is called. */
    final void awaitReady(@NonNull Runnable next) {
        JsonNode option =
                group.settings.path("blueGreenDeploymentConfiguration").path("deploymentReadyOption");
        if (!option.path("actionOnTimeout").asText().equals("STOP_DEPLOYMENT")) {
            next.run();
            return;
        }
        deployment.become("Ready");
        afterReady = () -> {
            deployment.become("InProgress");
            next.run();
        };
        after(Duration.ofMinutes(option.path("waitTimeInMinutes").asLong()), () -> {
            if (afterReady != null) {
                stopped(null);
            }
        });
    }

    /** The time in which the original instances still live. */
    final void awaitTermination(@NonNull Runnable next) {
        JsonNode option = group.settings
                .path("blueGreenDeploymentConfiguration")
                .path("terminateBlueInstancesOnDeploymentSuccess");
        if (!option.path("action").asText().equals("TERMINATE")) {
            next.run();
            return;
        }
        deployment.terminationWaitStarted = true;
        afterTermination = next;
        after(Duration.ofMinutes(option.path("terminationWaitTimeInMinutes").asLong()), () -> proceed(false));
    }

    /**
     * ContinueDeployment.
     *
     * @param ready READY_WAIT, else TERMINATION_WAIT
     * @return whether the deployment waited for it
     */
    final boolean proceed(boolean ready) {
        Runnable next = ready ? afterReady : afterTermination;
        if (ready) {
            afterReady = null;
        } else {
            afterTermination = null;
        }
        if (next != null) {
            next.run();
        }
        return next != null;
    }

    @NonNull
    final Command command(@NonNull String event) {
        return new Command(
                event,
                deployment.id,
                group.application.name(),
                group.name(),
                group.id(),
                deployment.revision.bundle(),
                deployment.fileExistsBehavior(),
                deployment.rollbackOf != null && group.isBlueGreen());
    }
}
