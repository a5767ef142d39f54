package io.jenkins.plugins.codedeploy.report;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.model.Failure;
import hudson.model.Run;
import io.jenkins.plugins.codedeploy.account.TargetReference;
import io.jenkins.plugins.codedeploy.account.TargetResolver;
import io.jenkins.plugins.codedeploy.controller.Engines;
import io.jenkins.plugins.codedeploy.engine.EngineException;
import io.jenkins.plugins.codedeploy.engine.aws.FormCalls;
import io.jenkins.plugins.codedeploy.engine.aws.SessionName;
import io.jenkins.plugins.codedeploy.engine.aws.TargetAccess;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentControl;
import io.jenkins.plugins.codedeploy.records.OpenDeployment;
import io.jenkins.plugins.codedeploy.records.OpenDeployments;
import io.jenkins.plugins.codedeploy.result.UserMessages;
import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.flow.FlowExecutionOwner;

/** What a person does with a deployment of a build, from its page. AWS is called with the credentials of the build. */
final class DeploymentCommand {
    private static final Logger LOGGER = Logger.getLogger(DeploymentCommand.class.getName());

    private final Run<?, ?> build;
    private final DeploymentRecord record;

    private interface Call {
        void on(DeploymentControl control) throws EngineException;
    }

    DeploymentCommand(@NonNull Run<?, ?> build, @NonNull DeploymentRecord record) {
        this.build = build;
        this.record = record;
    }

    /** A deployment whose traffic has shifted is not stopped: that would shift the traffic back. */
    void stop(boolean rollBack) throws IOException {
        String id = id();
        call(
                control -> {
                    if (control.look(id).trafficShifted()) {
                        throw new Failure(Messages.DeploymentCommand_shifted(id));
                    }
                    control.stop(id, rollBack);
                },
                rollBack
                        ? Messages.DeploymentCommand_stopAndRollBack(id, user())
                        : Messages.DeploymentCommand_stop(id, user()));
    }

    void reroute() throws IOException {
        String id = id();
        call(control -> control.resume(id, false), Messages.DeploymentCommand_reroute(id, user()));
    }

    private void call(Call call, String done) throws IOException {
        TargetReference reference = reference(build, record);
        if (reference == null) {
            throw new Failure(Messages.DeploymentCommand_unknownTarget());
        }
        TargetAccess access = access(reference);
        String session = SessionName.of(build.getParent().getFullName(), build.getId());
        try (FormCalls.Turn turn = Engines.clients().formCalls().begin(access)) {
            if (turn == null) {
                throw new Failure(Messages.DeploymentCommand_busy());
            }
            call.on(new DeploymentControl(Engines.clients(), access, session));
        } catch (EngineException e) {
            throw failure(e.problem().in(UserMessages.locale()));
        }
        say(done);
    }

    private TargetAccess access(TargetReference reference) {
        try {
            return TargetResolver.resolve(reference, build).access();
        } catch (AbortException e) {
            throw failure(String.valueOf(e.getMessage()));
        }
    }

    private Failure failure(String text) {
        boolean whole = DeploymentsAction.of(build).isWhole();
        return new Failure(whole ? text : AccountRedaction.of(text), true);
    }

    /** @return null where it is not known how the deployment is reached */
    @CheckForNull
    static TargetReference reference(Run<?, ?> build, DeploymentRecord record) throws IOException {
        String job = build.getParent().getFullName();
        for (OpenDeployment open : OpenDeployments.get().all()) {
            if (open.getJob().equals(job)
                    && open.getNumber() == build.getNumber()
                    && open.getId().equals(record.getStep())) {
                return open.getTarget();
            }
        }
        return record.getTarget() == null
                ? null
                : TargetReference.builder()
                        .target(record.getTarget())
                        .region(record.getRegion())
                        .build();
    }

    private String id() {
        ObservedDeployment seen = record.getDeployment();
        if (seen == null) {
            throw new Failure(Messages.DeploymentCommand_notCreated());
        }
        return seen.getId();
    }

    private static String user() {
        return Jenkins.getAuthentication2().getName();
    }

    /** In Jenkins' log and, while a Pipeline runs, in its own. */
    private void say(String text) {
        LOGGER.log(Level.INFO, "{0}: {1}", new Object[] {build, text});
        if (build.isBuilding() && build instanceof FlowExecutionOwner.Executable executable) {
            FlowExecutionOwner owner = executable.asFlowExecutionOwner();
            try {
                if (owner != null) {
                    owner.getListener().getLogger().println(text);
                }
            } catch (IOException e) {
                LOGGER.log(Level.FINE, text, e);
            }
        }
    }
}
