package io.jenkins.plugins.codedeploy.engine.deploy;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.aws.AwsErrors;
import java.util.Set;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.codedeploy.model.DeploymentWaitType;

/** One of the waits of a blue/green deployment, which ContinueDeployment ends. */
final class DeploymentWait {
    /** It no longer waits. */
    private static final Set<String> OVER =
            Set.of("DeploymentIsNotInReadyStateException", "DeploymentAlreadyCompletedException");

    private final DeploymentMonitor monitor;
    private final DeploymentWaitType type;
    /** Since the first call that got no answer; null while there was none. */
    @CheckForNull
    private Stopwatch unanswered;

    DeploymentWait(DeploymentMonitor monitor, DeploymentWaitType type) {
        this.monitor = monitor;
        this.type = type;
    }

    /**
     * Ends the wait.
     *
     * @param done is told if AWS agrees
     * @return false if it is to be called again after the next look at the deployment
     */
    boolean end(@NonNull DeploymentEvent done) {
        try {
            monitor.calls().continueDeployment(monitor.id(), type);
            monitor.tell(done);
            monitor.hurry();
        } catch (SdkException e) {
            if (AwsErrors.isTransient(e) && isPatient()) {
                // it may have been carried out: the next look tells
                monitor.calls().renewIfStale(e);
                return false;
            }
            if (OVER.contains(AwsErrors.code(e))) {
                // ended by another call
                monitor.hurry();
            } else {
                monitor.tell(
                        new DeploymentEvent.ContinueRefused(monitor.run().explain("codedeploy:ContinueDeployment", e)));
            }
        }
        return true;
    }

    private boolean isPatient() {
        if (unanswered == null) {
            unanswered = new Stopwatch();
        }
        return !unanswered.exceeds(monitor.times().watch().silence());
    }
}
