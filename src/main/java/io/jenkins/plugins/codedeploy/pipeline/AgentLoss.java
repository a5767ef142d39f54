package io.jenkins.plugins.codedeploy.pipeline;

import java.util.Set;
import jenkins.model.CauseOfInterruption;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;

/** Whether a step is told to stop because its agent is gone, not because anybody wants it to. */
final class AgentLoss {
    /** By name, since {@code node} belongs to a plugin that this one works without. */
    private static final Set<String> CAUSES =
            Set.of("RemovedNodeCause", "RemovedNodeTimeoutCause", "QueueTaskCancelled");

    private static final String OFFLINE = "AgentOfflineException";

    private AgentLoss() {}

    static boolean isIn(Throwable why) {
        for (Throwable t = why; t != null; t = t.getCause()) {
            if (t.getClass().getSimpleName().equals(OFFLINE)
                    || t instanceof FlowInterruptedException e
                            && !e.getCauses().isEmpty()
                            && e.getCauses().stream().allMatch(AgentLoss::isLoss)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isLoss(CauseOfInterruption cause) {
        return CAUSES.contains(cause.getClass().getSimpleName());
    }
}
