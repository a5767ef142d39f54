package io.jenkins.plugins.codedeploy.build;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.FilePath;
import hudson.model.TaskListener;
import io.jenkins.plugins.codedeploy.account.ResolvedTarget;
import io.jenkins.plugins.codedeploy.account.TargetResolver;
import io.jenkins.plugins.codedeploy.engine.EngineException;
import io.jenkins.plugins.codedeploy.engine.Problem;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentHandle;
import io.jenkins.plugins.codedeploy.engine.deploy.Outcome;
import io.jenkins.plugins.codedeploy.parameters.DeployInputs;
import io.jenkins.plugins.codedeploy.parameters.TimeLimit;
import io.jenkins.plugins.codedeploy.records.BuildFiles;
import io.jenkins.plugins.codedeploy.result.DeploymentResult;
import io.jenkins.plugins.codedeploy.result.RevisionResult;
import io.jenkins.plugins.codedeploy.result.UserMessages;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Pushes where there is something to push, deploys and waits, all on the caller's thread. */
public final class BlockingDeployment {
    /** Longer than the engine gives a deployment to stop. */
    private static final long STOP_SECONDS = 60;

    private final hudson.model.Run<?, ?> build;
    private final DeployInputs inputs;
    private final TaskListener log;
    private final long started = System.currentTimeMillis();

    /** A newer build waits for the deployment group. */
    public static final class Overtaken extends Exception {
        private static final long serialVersionUID = 1;

        Overtaken(String message) {
            super(message);
        }
    }

    public BlockingDeployment(
            @NonNull hudson.model.Run<?, ?> build, @NonNull DeployInputs inputs, @NonNull TaskListener log) {
        this.build = build;
        this.inputs = inputs;
        this.log = log;
    }

    /**
     * @param workspace null where there is none: only a source needs it
     * @throws AbortException when the deployment did not succeed
     * @throws TimeLimit.Over when the time-out is over; says what became of the deployment
     * @throws Overtaken when a newer build waits for the deployment group, and this one does not wait any longer
     * @throws InterruptedException when interrupted, once the deployment was told to stop and had time to
     */
    @NonNull
    public DeploymentResult run(@CheckForNull FilePath workspace)
            throws EngineException, IOException, InterruptedException, TimeLimit.Over, Overtaken {
        ResolvedTarget target = TargetResolver.resolve(inputs.target(), build);
        BuildDeployment deployment = new BuildDeployment(build, BuildFiles.freeId(build), inputs, target);
        if (workspace == null && deployment.needsFiles(null)) {
            throw new AbortException(Messages.BlockingDeployment_noWorkspace());
        }
        RevisionResult revision = find(deployment, workspace);
        DeploymentResult live = deployment.resultIfLive(revision, log.getLogger()::println);
        if (live != null) {
            return live;
        }
        CompletableFuture<Outcome> end = new CompletableFuture<>();
        DeploymentHandle run = deployment.start(revision, elapsed(), log.getLogger()::println, end::complete);
        Outcome outcome = await(run, end);
        DeploymentResult result = deployment.result(outcome, revision, elapsed());
        deployment.record(result, outcome);
        Problem problem = outcome.problem();
        if (problem != null && outcome.kind() == Outcome.Kind.OVERTAKEN) {
            throw new Overtaken(problem.in(UserMessages.locale()));
        }
        if (problem != null && outcome.kind() == Outcome.Kind.ABORTED) {
            throw new TimeLimit.Over(problem.in(UserMessages.locale()));
        }
        if (problem != null) {
            throw UserMessages.failure(problem);
        }
        return result;
    }

    private RevisionResult find(BuildDeployment deployment, @CheckForNull FilePath workspace)
            throws EngineException, IOException, InterruptedException, TimeLimit.Over {
        try {
            return deployment.find(null, workspace, elapsed(), log);
        } catch (InterruptedException e) {
            log.getLogger().println(UserMessages.uploadCancelled());
            throw e;
        }
    }

    private Outcome await(DeploymentHandle run, CompletableFuture<Outcome> end) throws InterruptedException {
        try {
            return end.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            run.abort(DeploymentHandle.AbortCause.ASKED);
            tellEnd(run, end);
            throw e;
        }
    }

    /** A second interruption ends this wait, too, and tells how far the stop has come. */
    private void tellEnd(DeploymentHandle run, CompletableFuture<Outcome> end) {
        try {
            Outcome outcome;
            try {
                outcome = end.get(STOP_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException again) {
                run.abort(DeploymentHandle.AbortCause.ASKED);
                outcome = end.get(0, TimeUnit.SECONDS);
            }
            Problem problem = outcome.problem();
            if (problem != null) {
                log.getLogger().println(problem.in(UserMessages.locale()));
            }
        } catch (ExecutionException | TimeoutException e) {
            log.getLogger().println(Messages.BlockingDeployment_stillStopping());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Duration elapsed() {
        return Duration.ofMillis(Math.max(0, System.currentTimeMillis() - started));
    }
}
