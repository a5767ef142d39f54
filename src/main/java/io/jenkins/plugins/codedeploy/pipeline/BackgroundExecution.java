package io.jenkins.plugins.codedeploy.pipeline;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.FilePath;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.codedeploy.controller.Engines;
import io.jenkins.plugins.codedeploy.engine.EngineException;
import io.jenkins.plugins.codedeploy.result.UserMessages;
import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.MissingContextVariableException;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/**
 * A step that works on another thread than Pipeline's, begins again after a restart, and is interrupted when it is
 * stopped. What is stopped fails with the very cause of the stop.
 */
abstract class BackgroundExecution extends StepExecution {
    private static final long serialVersionUID = 1;
    private static final Logger LOGGER = Logger.getLogger(BackgroundExecution.class.getName());
    private static final long WORKSPACE_LOOK = 2_000;
    /** As long as {@code node} itself waits for an agent after a restart, and a little more. */
    private static final int MOST_WORKSPACE_LOOKS = 180;

    /** Null until somebody stopped the step; survives a restart, so that a stop that was begun is gone on with. */
    @CheckForNull
    private volatile Throwable stopCause;

    @CheckForNull
    private transient volatile Worker worker;

    /** Null unless this is the resumed half of a step. */
    @CheckForNull
    private transient volatile Boolean resumed;

    BackgroundExecution(StepContext context) {
        super(context);
    }

    /** Clears the build's variables of what an earlier step left there. Runs on Pipeline's own thread. */
    abstract void resetVariables() throws IOException, InterruptedException;

    /** Input that cannot work, told before anything else. Runs on Pipeline's own thread. */
    abstract void check() throws Exception;

    /** Whether {@link #work} may block on an agent, so that it must not do it on one of the engine's few threads. */
    abstract boolean blocks();

    /** On another thread; ends the step, or arranges for its end. */
    abstract void work() throws Exception;

    @Override
    public final boolean start() throws Exception {
        resetVariables();
        try {
            check();
        } catch (RuntimeException | EngineException e) {
            Throwable told = UserMessages.told(e);
            throw told instanceof Exception x ? x : e;
        }
        begin();
        return false;
    }

    @Override
    public final void onResume() {
        resumed = true;
        begin();
    }

    private void begin() {
        Worker own = new Worker();
        worker = own;
        own.run(blocks() ? Worker.blocking() : Engines.pool(), this::work, this::failed);
    }

    @Override
    public void stop(Throwable cause) throws Exception {
        boolean again = stopCause != null;
        if (!again) {
            stopCause = cause;
            getContext().saveState();
        }
        Worker own = worker;
        if (again || own == null) {
            getContext().onFailure(cause);
        } else {
            own.interrupt();
        }
    }

    @CheckForNull
    final Throwable stopCause() {
        return stopCause;
    }

    final void remember(Throwable cause) {
        stopCause = cause;
        getContext().saveState();
    }

    private void failed(Throwable failure) {
        Jenkins jenkins = Jenkins.getInstanceOrNull();
        if (jenkins == null || jenkins.isTerminating()) {
            // what it works with is closed under its hands: it begins again after the restart
            LOGGER.log(Level.FINE, "cut off by the end of the controller", failure);
        } else {
            try {
                fail(failure);
            } catch (Throwable e) {
                // a step that nobody ends would hang for ever
                e.addSuppressed(failure);
                getContext().onFailure(e);
            }
        }
    }

    /** With the cause of the stop where there was one, since whatever came of it is its consequence. */
    void fail(Throwable failure) {
        Throwable asked = stopCause;
        getContext().onFailure(asked != null ? asked : UserMessages.told(failure));
    }

    final void say(String line) {
        try {
            log().getLogger().println(line);
        } catch (IOException e) {
            // the build is over: Pipeline no longer waited for this step
            LOGGER.log(Level.FINE, line, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    final TaskListener log() throws IOException, InterruptedException {
        return getContext().get(TaskListener.class);
    }

    final Run<?, ?> build() throws IOException, InterruptedException {
        return getContext().get(Run.class);
    }

    /** The same after a restart. */
    final String nodeId() throws IOException, InterruptedException {
        return getContext().get(FlowNode.class).getId();
    }

    /** After a restart, waits for the agent to come back; one that does not fails as Pipeline has it. */
    final FilePath workspace() throws IOException, InterruptedException, MissingContextVariableException {
        for (int look = 1; ; look++) {
            boolean last = resumed == null || look == MOST_WORKSPACE_LOOKS;
            try {
                FilePath workspace = getContext().get(FilePath.class);
                if (workspace != null) {
                    return workspace;
                }
            } catch (IOException e) {
                if (last) {
                    throw e;
                }
            }
            if (last) {
                throw new MissingContextVariableException(FilePath.class);
            }
            Thread.sleep(WORKSPACE_LOOK);
        }
    }
}
