package io.jenkins.plugins.codedeploy.credentials;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Executor;
import hudson.model.Run;
import hudson.model.queue.WorkUnit;
import org.jenkinsci.plugins.workflow.flow.FlowExecution;
import org.jenkinsci.plugins.workflow.flow.FlowExecutionOwner;
import org.springframework.security.core.Authentication;

/**
 * As whom a build runs. Its job alone does not tell: an authenticator may look at what caused the build, such as the
 * user who started it.
 */
final class BuildIdentity {
    private BuildIdentity() {}

    /** The build's own identity; its job's where the build has ended and does not remember. */
    @NonNull
    static Authentication of(@NonNull Run<?, ?> run) {
        Authentication own = ofPipeline(run);
        if (own == null) {
            own = ofExecutor(run.getExecutor());
        }
        return own == null ? CredentialsLookup.defaultAuthentication(run.getParent()) : own;
    }

    /** Kept by the Pipeline itself, also over a restart. */
    @CheckForNull
    private static Authentication ofPipeline(Run<?, ?> run) {
        FlowExecutionOwner owner =
                run instanceof FlowExecutionOwner.Executable executable ? executable.asFlowExecutionOwner() : null;
        FlowExecution execution = owner == null ? null : owner.getOrNull();
        return execution == null ? null : execution.getAuthentication2();
    }

    @CheckForNull
    private static Authentication ofExecutor(@CheckForNull Executor executor) {
        WorkUnit work = executor == null ? null : executor.getCurrentWorkUnit();
        return work == null ? null : work.context.item.authenticate2();
    }
}
