package io.jenkins.plugins.codedeploy.pipeline;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.AbortException;
import hudson.FilePath;
import hudson.model.Result;
import io.jenkins.plugins.codedeploy.account.ResolvedTarget;
import io.jenkins.plugins.codedeploy.account.TargetResolver;
import io.jenkins.plugins.codedeploy.build.BuildDeployment;
import io.jenkins.plugins.codedeploy.engine.EngineException;
import io.jenkins.plugins.codedeploy.engine.Problem;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentHandle;
import io.jenkins.plugins.codedeploy.engine.deploy.Outcome;
import io.jenkins.plugins.codedeploy.parameters.DeployInputs;
import io.jenkins.plugins.codedeploy.parameters.RevisionSource;
import io.jenkins.plugins.codedeploy.parameters.TimeLimit;
import io.jenkins.plugins.codedeploy.records.BuildFiles;
import io.jenkins.plugins.codedeploy.result.CodeDeployEnvironment;
import io.jenkins.plugins.codedeploy.result.DeploymentResult;
import io.jenkins.plugins.codedeploy.result.RevisionResult;
import io.jenkins.plugins.codedeploy.result.UserMessages;
import java.io.IOException;
import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/**
 * Pushes, where there is something to push, then deploys. While it waits it is ids and strings only: the deployment's
 * own journal in the build's folder, not the state of the Pipeline, tells after a restart what was done already.
 */
final class CodeDeployExecution extends BackgroundExecution {
    private static final long serialVersionUID = 1;
    private static final Logger LOGGER = Logger.getLogger(CodeDeployExecution.class.getName());

    private final CodeDeployStep step;
    /** By which the step's own time-out counts on after a restart. */
    private final long started = System.currentTimeMillis();
    /** What is deployed; null until it is in its bucket, so that a restart finds no need of the agent any more. */
    @CheckForNull
    private volatile RevisionResult revision;

    /** From here on the agent is of no use: losing it stops nothing. */
    @CheckForNull
    private transient volatile BuildDeployment deploying;

    @CheckForNull
    private transient volatile DeploymentHandle run;

    CodeDeployExecution(CodeDeployStep step, StepContext context) {
        super(context);
        this.step = step;
    }

    @Override
    void resetVariables() throws IOException, InterruptedException {
        CodeDeployEnvironment.deploymentBegins(build(), inputs().revision());
    }

    @Override
    void check() throws Exception {
        inputs().checkAll();
        inputs().checkAppSpecContent(this::say);
        if (needsFiles() && getContext().get(FilePath.class) == null) {
            throw new AbortException(Messages.CodeDeployExecution_noFiles());
        }
    }

    @Override
    boolean blocks() {
        return source().blocks() && revision == null || inputs().skipIfLive();
    }

    private boolean needsFiles() {
        return source().needsFiles();
    }

    private RevisionSource source() {
        try {
            return inputs().revisionSource();
        } catch (AbortException e) {
            throw new IllegalStateException("checked when the step began", e);
        }
    }

    @Override
    void work() throws Exception {
        ResolvedTarget target = TargetResolver.resolve(inputs().target(), build());
        BuildDeployment deployment = new BuildDeployment(build(), nodeId(), inputs(), target);
        find(deployment);
        DeploymentResult live = deployment.resultIfLive(revision, this::say);
        if (live != null) {
            getContext().onSuccess(live);
            return;
        }
        deploying = deployment;
        DeploymentHandle begun = deployment.start(revision, elapsed(), this::say, outcome -> over(deployment, outcome));
        run = begun;
        if (stopCause() != null && !begun.isAborting()) {
            begun.abort(DeploymentHandle.AbortCause.ASKED);
        }
    }

    private void find(BuildDeployment deployment) throws Exception {
        if (stopCause() != null && !deployment.isBegun()) {
            throw new InterruptedException();
        }
        boolean blocks = blocks();
        boolean uploads = deployment.needsFiles(revision);
        try {
            revision = deployment.find(revision, uploads ? workspace() : null, elapsed(), log());
        } catch (TimeLimit.Over e) {
            throw new FlowInterruptedException(Result.ABORTED, false, new DeploymentTimeout(e.getMessage()));
        } catch (EngineException | IOException | InterruptedException e) {
            if (uploads && stopCause() != null) {
                say(UserMessages.uploadCancelled());
            }
            throw e;
        }
        if (blocks) {
            getContext().saveState();
        }
    }

    private void over(BuildDeployment deployment, Outcome outcome) {
        try {
            end(deployment, outcome);
        } catch (Throwable e) {
            // nobody else would end the step
            getContext().onFailure(e);
        }
    }

    private void end(BuildDeployment deployment, Outcome outcome) {
        DeploymentResult result = deployment.result(outcome, revision, elapsed());
        try {
            deployment.record(result, outcome);
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "the build's variables are lost", e);
        }
        Throwable asked = stopCause();
        Problem problem = outcome.problem();
        String told = problem == null ? null : problem.in(UserMessages.locale());
        if (asked != null) {
            say(told == null ? Messages.CodeDeployExecution_tooLate(result) : told);
            getContext().onFailure(asked);
        } else if (told == null) {
            getContext().onSuccess(result);
        } else if (outcome.kind() == Outcome.Kind.OVERTAKEN) {
            getContext().onFailure(new FlowInterruptedException(Result.NOT_BUILT, false, new DeploymentTimeout(told)));
        } else if (outcome.kind() == Outcome.Kind.ABORTED) {
            getContext().onFailure(new FlowInterruptedException(Result.ABORTED, false, new DeploymentTimeout(told)));
        } else {
            getContext().onFailure(new AbortException(told));
        }
    }

    @Override
    public void stop(Throwable cause) throws Exception {
        DeploymentHandle now = run;
        if (deploying != null && AgentLoss.isIn(cause)) {
            say(Messages.CodeDeployExecution_agentLost());
        } else if (now == null) {
            super.stop(cause);
        } else {
            if (stopCause() == null) {
                remember(cause);
            }
            Worker.blocking().execute(() -> now.abort(DeploymentHandle.AbortCause.ASKED));
        }
    }

    /** A deployment that was begun goes on without us: that is said, above whatever kept us from following it. */
    @Override
    void fail(Throwable failure) {
        try {
            String left = BuildFiles.openDeployment(build(), nodeId());
            if (left != null) {
                say(Messages.CodeDeployExecution_left(left));
                CodeDeployEnvironment.left(build(), BuildFiles.deploymentId(build(), nodeId()));
            }
        } catch (IOException e) {
            LOGGER.log(Level.FINE, "no journal to tell of", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        super.fail(failure);
    }

    @Override
    public String getStatus() {
        DeploymentHandle now = run;
        return now != null
                ? now.status().toString()
                : needsFiles() && revision == null ? "bundling and uploading" : "starting";
    }

    private Duration elapsed() {
        return Duration.ofMillis(Math.max(0, System.currentTimeMillis() - started));
    }

    private DeployInputs inputs() {
        return new DeployInputs(step, UnaryOperator.identity());
    }
}
