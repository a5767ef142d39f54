package io.jenkins.plugins.codedeploy.simulator.codedeploy;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.time.Duration;

/** What a test may tighten, for all realms of a service. */
public final class Limits {
    private volatile int pageSize = 100;
    private volatile int concurrentDeployments = 1000;
    private volatile boolean byArn = true;
    private volatile Duration listLag = Duration.ZERO;

    /** How many items a list answers in one call. */
    public void pageSize(int items) {
        pageSize = items;
    }

    int pageSize() {
        return pageSize;
    }

    /** How many deployments an account may run at once. */
    public void concurrentDeployments(int most) {
        concurrentDeployments = most;
    }

    int concurrentDeployments() {
        return concurrentDeployments;
    }

    /**
     * How policies have to name the resource of the operations on a running deployment (StopDeployment,
     * ContinueDeployment, GetDeploymentTarget, BatchGetDeploymentTargets, ListDeploymentTargets). AWS's documents
     * contradict each other.
     *
     * @param byArn true for the deployment group's ARN, as the CodeDeploy user guide has it; false for {@code *} alone,
     *     as the Service Authorization Reference has it
     */
    public void targetsByArn(boolean byArn) {
        this.byArn = byArn;
    }

    boolean targetsByArn() {
        return byArn;
    }

    /** How long, in real time, a new deployment is missing in lists. */
    public void listLag(@NonNull Duration lag) {
        listLag = lag;
    }

    @NonNull
    Duration listLag() {
        return listLag;
    }
}
