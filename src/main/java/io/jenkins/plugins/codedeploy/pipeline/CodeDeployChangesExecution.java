package io.jenkins.plugins.codedeploy.pipeline;

import io.jenkins.plugins.codedeploy.account.ResolvedTarget;
import io.jenkins.plugins.codedeploy.account.TargetReference;
import io.jenkins.plugins.codedeploy.account.TargetResolver;
import io.jenkins.plugins.codedeploy.changes.BuildChanges;
import io.jenkins.plugins.codedeploy.changes.ChangesAction;
import io.jenkins.plugins.codedeploy.changes.ChangesResult;
import io.jenkins.plugins.codedeploy.engine.Inputs;
import io.jenkins.plugins.codedeploy.engine.revision.GitHubRevision;
import io.jenkins.plugins.codedeploy.engine.revision.Revision;
import io.jenkins.plugins.codedeploy.engine.revision.S3Revision;
import io.jenkins.plugins.codedeploy.parameters.TargetReferences;
import java.util.function.UnaryOperator;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** Compares once; after a restart again, since it changes nothing. */
final class CodeDeployChangesExecution extends BackgroundExecution {
    private static final long serialVersionUID = 1;

    private final CodeDeployChangesStep step;

    CodeDeployChangesExecution(CodeDeployChangesStep step, StepContext context) {
        super(context);
        this.step = step;
    }

    /** Leaves all variables as they are: the revision is still to be deployed. */
    @Override
    void resetVariables() {
        // nothing to do
    }

    @Override
    void check() throws Exception {
        step.checkArguments();
        TargetReferences.check(reference());
        Inputs.name("application", step.getApplication());
        Inputs.name("deploymentGroup", step.getDeploymentGroup());
        revision();
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
        ResolvedTarget target = TargetResolver.resolve(reference(), build());
        ChangesResult result = new BuildChanges(
                        build(),
                        target,
                        Inputs.name("application", step.getApplication()),
                        Inputs.name("deploymentGroup", step.getDeploymentGroup()))
                .compare(revision(), this::say);
        if (stopCause() != null) {
            // the interruption may have been taken for a missing answer
            throw new InterruptedException();
        }
        result.getText().lines().forEach(this::say);
        ChangesAction.put(build(), nodeId(), result);
        getContext().onSuccess(result);
    }

    @Override
    public String getStatus() {
        return "comparing with what is live";
    }

    private Revision revision() {
        String given = Inputs.required("revision", step.getRevision());
        return given.startsWith("https:") ? GitHubRevision.parse(given) : S3Revision.parse(given);
    }

    private TargetReference reference() {
        return TargetReferences.of(step, null, UnaryOperator.identity());
    }
}
