package io.jenkins.plugins.codedeploy.engine.deploy;

import io.jenkins.plugins.codedeploy.engine.Problem;
import io.jenkins.plugins.codedeploy.engine.aws.AwsErrors;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** RegisterApplicationRevision, once a run. It also shows whether CodeDeploy can be reached, before anything is created. */
final class Registration {
    private final DeploymentRun run;
    private final DeploymentCalls calls;
    private boolean done;
    private boolean reached;
    private Problem refusal;

    Registration(DeploymentRun run, DeploymentCalls calls) {
        this.run = run;
        this.calls = calls;
    }

    /**
     * A refusal is harmless: CreateDeployment registers the revision itself if it is allowed to.
     *
     * @throws SdkException where no answer came
     */
    void ensure() {
        if (done) {
            return;
        }
        try {
            calls.register(run.request());
            reached = true;
        } catch (SdkException e) {
            reached = isAwsAnswer(e);
            if (!(e instanceof AwsServiceException)) {
                throw e;
            }
            refusal = run.explain("codedeploy:RegisterApplicationRevision", e);
        }
        done = true;
    }

    /** Where nothing was created, what CreateDeployment was refused for says it all. */
    void tellRefusal() {
        if (refusal != null) {
            run.tell(new DeploymentEvent.NotRegistered(refusal));
            refusal = null;
        }
    }

    /** Whether CodeDeploy has answered: its address is right, so that silence is an outage, and worth waiting for. */
    boolean isReached() {
        return reached;
    }

    /** Also one that speaks of AWS's own trouble: something of AWS is there. */
    static boolean isAwsAnswer(SdkException e) {
        return !AwsErrors.code(e).isEmpty();
    }
}
