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
 * @param waits false ends once it is created
 * @param timeout from the start, including the wait for a busy group; null for none
 * @param elapsed of the time-out: with an upload, or before a restart
 */
public record DeploymentPolicy(
        @NonNull OnActive onActive,
        @NonNull OnReady onReady,
        @NonNull OnAbort onAbort,
        @NonNull WaitFor waitFor,
        boolean waits,
        @CheckForNull Duration timeout,
        @NonNull Duration elapsed) {

    public static final DeploymentPolicy DEFAULTS = new DeploymentPolicy(
            OnActive.FAIL, OnReady.WAIT, OnAbort.STOP, WaitFor.SUCCEEDED, true, null, Duration.ZERO);

    public DeploymentPolicy {
        if (timeout != null && (timeout.isNegative() || timeout.isZero())) {
            throw new InvalidInputException("timeout", Text.of("deploy.timeout"));
        }
    }

    /** How long the timeout is, for people; only where there is one. */
    @NonNull
    String timeoutText() {
        return DurationText.of(Objects.requireNonNull(timeout));
    }

    public DeploymentPolicy with(boolean wait) {
        return new DeploymentPolicy(onActive, onReady, onAbort, waitFor, wait, timeout, elapsed);
    }

    public DeploymentPolicy with(OnAbort other) {
        return new DeploymentPolicy(onActive, onReady, other, waitFor, waits, timeout, elapsed);
    }

    public DeploymentPolicy with(OnActive other) {
        return new DeploymentPolicy(other, onReady, onAbort, waitFor, waits, timeout, elapsed);
    }

    public DeploymentPolicy with(OnReady other) {
        return new DeploymentPolicy(onActive, other, onAbort, waitFor, waits, timeout, elapsed);
    }

    public DeploymentPolicy with(WaitFor other) {
        return new DeploymentPolicy(onActive, onReady, onAbort, other, waits, timeout, elapsed);
    }

    public DeploymentPolicy with(@CheckForNull Duration other) {
        return new DeploymentPolicy(onActive, onReady, onAbort, waitFor, waits, other, elapsed);
    }

    /** The same, begun a while ago. */
    public DeploymentPolicy after(@NonNull Duration time) {
        return new DeploymentPolicy(onActive, onReady, onAbort, waitFor, waits, timeout, time);
    }

    /** Whether nothing is ever stopped or continued. */
    boolean onlyLooks() {
        return onReady == OnReady.WAIT && onAbort == OnAbort.LEAVE;
    }

    /** When the group already deploys. */
    public enum OnActive {
        FAIL,
        WAIT
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
        TRAFFIC_SHIFTED
    }
}
