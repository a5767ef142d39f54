package io.jenkins.plugins.codedeploy.engine.deploy;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.InvalidInputException;
import io.jenkins.plugins.codedeploy.engine.Text;
import java.time.Duration;
import java.util.Objects;

/**
 * How a deployment is accompanied.
 *
 * @param terminationWait whether the time before the original instances of a blue/green deployment end is skipped
 * @param waits false ends once it is created
 * @param timeout from the start, including the wait for a busy group; null for none
 * @param elapsed of the time-out: with an upload, or before a restart
 * @param guard what must hold when it is created
 */
public record DeploymentPolicy(
        @NonNull OnActive onActive,
        @NonNull OnReady onReady,
        @NonNull OnAbort onAbort,
        @NonNull WaitFor waitFor,
        @NonNull TerminationWait terminationWait,
        boolean waits,
        @CheckForNull Duration timeout,
        @NonNull Duration elapsed,
        @NonNull DeploymentGuard guard) {

    public static final DeploymentPolicy DEFAULTS = new DeploymentPolicy(
            OnActive.FAIL,
            OnReady.WAIT,
            OnAbort.STOP,
            WaitFor.SUCCEEDED,
            TerminationWait.KEEP,
            true,
            null,
            Duration.ZERO,
            DeploymentGuard.NONE);

    public DeploymentPolicy {
        if (timeout != null && (timeout.isNegative() || timeout.isZero())) {
            throw new InvalidInputException("timeout", Text.of("deploy.timeout"));
        }
        if (waitFor == WaitFor.READY && onReady != OnReady.WAIT) {
            throw new InvalidInputException("waitFor", Text.of("deploy.waitFor.ready", onReady));
        }
    }

    /** How long the timeout is, for people; only where there is one. */
    @NonNull
    String timeoutText() {
        return DurationText.of(Objects.requireNonNull(timeout));
    }

    public DeploymentPolicy with(boolean wait) {
        return new DeploymentPolicy(
                onActive, onReady, onAbort, waitFor, terminationWait, wait, timeout, elapsed, guard);
    }

    public DeploymentPolicy with(OnAbort other) {
        return new DeploymentPolicy(onActive, onReady, other, waitFor, terminationWait, waits, timeout, elapsed, guard);
    }

    public DeploymentPolicy with(OnActive other) {
        return new DeploymentPolicy(other, onReady, onAbort, waitFor, terminationWait, waits, timeout, elapsed, guard);
    }

    public DeploymentPolicy with(OnReady other) {
        return new DeploymentPolicy(onActive, other, onAbort, waitFor, terminationWait, waits, timeout, elapsed, guard);
    }

    public DeploymentPolicy with(WaitFor other) {
        return new DeploymentPolicy(onActive, onReady, onAbort, other, terminationWait, waits, timeout, elapsed, guard);
    }

    public DeploymentPolicy with(TerminationWait other) {
        return new DeploymentPolicy(onActive, onReady, onAbort, waitFor, other, waits, timeout, elapsed, guard);
    }

    public DeploymentPolicy with(@CheckForNull Duration other) {
        return new DeploymentPolicy(onActive, onReady, onAbort, waitFor, terminationWait, waits, other, elapsed, guard);
    }

    /** The same, begun a while ago. */
    public DeploymentPolicy after(@NonNull Duration time) {
        return new DeploymentPolicy(onActive, onReady, onAbort, waitFor, terminationWait, waits, timeout, time, guard);
    }

    public DeploymentPolicy with(@NonNull DeploymentGuard other) {
        return new DeploymentPolicy(
                onActive, onReady, onAbort, waitFor, terminationWait, waits, timeout, elapsed, other);
    }

    /** Whether nothing is ever stopped or continued. */
    boolean onlyLooks() {
        return onReady == OnReady.WAIT && onAbort == OnAbort.LEAVE && terminationWait == TerminationWait.KEEP;
    }

    /** When the group already deploys. */
    public enum OnActive {
        FAIL,
        WAIT,
        /** Waits, but ends as soon as another run waits for the same group. */
        NEWEST
    }

    /** What to do when a blue/green deployment is ready for traffic rerouting. */
    public enum OnReady {
        WAIT,
        CONTINUE,
        FAIL
    }

    /** What to do on an abort or a timeout. */
    public enum OnAbort {
        STOP,
        STOP_AND_ROLL_BACK,
        LEAVE
    }

    /** When the wait is over. */
    public enum WaitFor {
        SUCCEEDED,
        /** Blue/green: the new instances have the traffic; the old ones may live on for hours. */
        TRAFFIC_SHIFTED,
        /** Blue/green: the new instances are ready, and the traffic waits to be rerouted. */
        READY
    }

    /** Blue/green: the time after which the original instances are terminated. */
    public enum TerminationWait {
        /** As the deployment group says. */
        KEEP,
        /** Ends as soon as the traffic has shifted. */
        SKIP
    }
}
