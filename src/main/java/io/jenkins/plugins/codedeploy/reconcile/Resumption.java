package io.jenkins.plugins.codedeploy.reconcile;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Run;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jenkinsci.plugins.workflow.flow.FlowExecution;
import org.jenkinsci.plugins.workflow.flow.FlowExecutionOwner;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/** Whether a build's step may yet take up its deployment by itself. */
final class Resumption {
    private static final Logger LOGGER = Logger.getLogger(Resumption.class.getName());
    /** A program is loaded within; where it is not, the next round asks again. */
    private static final long PATIENCE_SECONDS = 5;

    private Resumption() {}

    /** @param id of the step's node in its Pipeline; anything else in other builds */
    static boolean goesOn(@NonNull Run<?, ?> build, @NonNull String id) throws InterruptedException {
        if (!build.isBuilding() || !(build instanceof FlowExecutionOwner.Executable executable)) {
            return false;
        }
        FlowExecutionOwner owner = executable.asFlowExecutionOwner();
        if (owner == null) {
            return false;
        }
        try {
            FlowExecution execution = owner.get();
            if (execution.isComplete()) {
                return false;
            }
            List<StepExecution> steps = execution.getCurrentExecutions(true).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            for (StepExecution step : steps) {
                FlowNode node = step.getContext().get(FlowNode.class);
                if (node != null && node.getId().equals(id)) {
                    return true;
                }
            }
            return false;
        } catch (TimeoutException e) {
            LOGGER.log(Level.FINE, "not loaded yet", e);
            return true;
        } catch (IOException | ExecutionException e) {
            LOGGER.log(Level.FINE, "still building, but not to be asked", e);
            return true;
        }
    }
}
