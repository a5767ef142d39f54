package io.jenkins.plugins.codedeploy.pipeline;

import hudson.AbortException;
import hudson.FilePath;
import hudson.model.Run;
import io.jenkins.plugins.codedeploy.account.ResolvedTarget;
import io.jenkins.plugins.codedeploy.account.TargetReference;
import io.jenkins.plugins.codedeploy.account.TargetResolver;
import io.jenkins.plugins.codedeploy.checks.AgentProbe;
import io.jenkins.plugins.codedeploy.checks.BuildPreflight;
import io.jenkins.plugins.codedeploy.checks.PreflightResult;
import io.jenkins.plugins.codedeploy.engine.SingleLine;
import io.jenkins.plugins.codedeploy.parameters.TargetReferences;
import io.jenkins.plugins.codedeploy.result.CodeDeployEnvironment;
import io.jenkins.plugins.codedeploy.result.UserMessages;
import java.io.IOException;
import java.util.function.UnaryOperator;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** Runs every check once; after a restart all of them again, since nothing of theirs lasts. */
final class CodeDeployPreflightExecution extends BackgroundExecution {
    private static final long serialVersionUID = 1;

    private final CodeDeployPreflightStep step;
    private boolean onAgent;

    CodeDeployPreflightExecution(CodeDeployPreflightStep step, StepContext context) {
        super(context);
        this.step = step;
    }

    @Override
    void resetVariables() throws IOException, InterruptedException {
        CodeDeployEnvironment.checkBegins(build());
    }

    @Override
    void check() throws Exception {
        step.checkArguments();
        TargetReferences.check(reference());
        onAgent = getContext().get(FilePath.class) != null;
    }

    @Override
    boolean blocks() {
        return true;
    }

    @Override
    void work() throws Exception {
        Run<?, ?> build = build();
        ResolvedTarget target = TargetResolver.resolve(reference(), build);
        AgentProbe agent = onAgent ? new AgentProbe(workspace()) : null;
        PreflightResult result = new BuildPreflight(
                        build,
                        target,
                        step.getApplication(),
                        step.getDeploymentGroup(),
                        step.getDeploymentConfig(),
                        step.isCheckStop())
                .run(agent, UserMessages.locale());
        if (agent != null) {
            agent.checkNotLost();
        }
        result.print(this::say);
        if (step.isPropagate() && !result.isPassed()) {
            int failed = result.getFailed().size();
            throw new AbortException(SingleLine.of(Messages.CodeDeployPreflightExecution_failed(
                    target.name() == null ? Messages.CodeDeployPreflightExecution_given() : target.name(),
                    failed == 1
                            ? Messages.CodeDeployPreflightExecution_one()
                            : Messages.CodeDeployPreflightExecution_several(failed),
                    result.failures())));
        }
        if (step.isStrict() && step.isPropagate() && !result.isProved()) {
            throw new AbortException(SingleLine.of(Messages.CodeDeployPreflightExecution_unproved(
                    target.name() == null ? Messages.CodeDeployPreflightExecution_given() : target.name(),
                    result.getUnproved())));
        }
        getContext().onSuccess(result);
    }

    @Override
    public String getStatus() {
        return "checking the setup";
    }

    private TargetReference reference() {
        return TargetReferences.of(step, step.getKeyPrefix(), UnaryOperator.identity());
    }
}
