package io.jenkins.plugins.codedeploy.pipeline;

import io.jenkins.plugins.codedeploy.config.ResolvedTarget;
import io.jenkins.plugins.codedeploy.config.TargetResolver;
import io.jenkins.plugins.codedeploy.run.BuildUpload;
import io.jenkins.plugins.codedeploy.run.BundleInputs;
import java.util.function.UnaryOperator;
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
    void check() {
        inputs().check();
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
        getContext().onSuccess(new BuildUpload(build(), nodeId(), log()).push(inputs(), target, workspace()));
    }

    @Override
    public String getStatus() {
        return "bundling and uploading";
    }

    private BundleInputs inputs() {
        return new BundleInputs(step, UnaryOperator.identity());
    }
}
