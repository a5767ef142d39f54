package io.jenkins.plugins.codedeploy.pipeline;

import hudson.FilePath;
import io.jenkins.plugins.codedeploy.account.ResolvedTarget;
import io.jenkins.plugins.codedeploy.account.TargetResolver;
import io.jenkins.plugins.codedeploy.build.BuildUpload;
import io.jenkins.plugins.codedeploy.engine.EngineException;
import io.jenkins.plugins.codedeploy.parameters.BundleInputs;
import io.jenkins.plugins.codedeploy.result.CodeDeployEnvironment;
import io.jenkins.plugins.codedeploy.result.UserMessages;
import java.io.IOException;
import java.util.function.UnaryOperator;
import org.jenkinsci.plugins.workflow.steps.MissingContextVariableException;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** Pushes; after a restart once more, which sends nothing that is in the bucket already. */
final class CodeDeployPushExecution extends BackgroundExecution {
    private static final long serialVersionUID = 1;

    private final CodeDeployPushStep step;

    CodeDeployPushExecution(CodeDeployPushStep step, StepContext context) {
        super(context);
        this.step = step;
    }

    @Override
    void resetVariables() throws IOException, InterruptedException {
        CodeDeployEnvironment.pushBegins(build());
    }

    @Override
    void check() throws Exception {
        step.checkArguments();
        inputs().check();
        if (getContext().get(FilePath.class) == null) {
            MissingContextVariableException missing =
                    new MissingContextVariableException(FilePath.class, step.getDescriptor());
            // it says all in its message
            missing.setStackTrace(new StackTraceElement[0]);
            throw missing;
        }
    }

    @Override
    boolean blocks() {
        return true;
    }

    @Override
    void work() throws Exception {
        if (stopCause() != null) {
            throw new InterruptedException();
        }
        ResolvedTarget target = TargetResolver.resolve(inputs().target(), build());
        try {
            getContext().onSuccess(new BuildUpload(build(), nodeId(), log()).push(inputs(), target, workspace()));
        } catch (EngineException | IOException | InterruptedException e) {
            if (stopCause() != null) {
                say(UserMessages.uploadCancelled());
            }
            throw e;
        }
    }

    @Override
    public String getStatus() {
        return "bundling and uploading";
    }

    private BundleInputs inputs() {
        return new BundleInputs(step, UnaryOperator.identity());
    }
}
