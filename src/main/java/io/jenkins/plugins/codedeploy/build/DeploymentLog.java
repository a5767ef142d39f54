package io.jenkins.plugins.codedeploy.build;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Run;
import io.jenkins.plugins.codedeploy.account.ResolvedTarget;
import io.jenkins.plugins.codedeploy.account.SignIn;
import io.jenkins.plugins.codedeploy.engine.Language;
import io.jenkins.plugins.codedeploy.engine.RoleArn;
import io.jenkins.plugins.codedeploy.engine.SingleLine;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentEvent;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentListener;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentNarrator;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentRequest;
import io.jenkins.plugins.codedeploy.engine.deploy.Outcome;
import io.jenkins.plugins.codedeploy.report.DeploymentRecorder;
import io.jenkins.plugins.codedeploy.report.FailureNote;
import io.jenkins.plugins.codedeploy.result.UserMessages;
import java.util.function.Consumer;

/** What a build's log says of a deployment: what the engine narrates, where to look, and at the end what failed. */
final class DeploymentLog implements DeploymentListener {
    private final Run<?, ?> build;
    private final SignIn signIn;
    private final Consumer<String> log;
    private final DeploymentNarrator narrator;

    /** @param signIn null where nothing is known */
    DeploymentLog(@NonNull Run<?, ?> build, @CheckForNull SignIn signIn, @NonNull Consumer<String> log) {
        this.build = build;
        this.signIn = signIn;
        this.log = log;
        narrator = new DeploymentNarrator(Language.of(UserMessages.locale()), log);
    }

    /** @param line one line, without its end */
    void say(@NonNull String line) {
        log.accept(line);
    }

    /** Once, before anything is asked of the target account. */
    void begins(@NonNull DeploymentRequest request, @NonNull ResolvedTarget target) {
        String region = target.access().region();
        String where = Messages.DeploymentLog_begins(request.application(), request.deploymentGroup(), region);
        log.accept(SingleLine.of(where + account(target)));
    }

    /** Name and number, as far as they are known. */
    private static String account(ResolvedTarget target) {
        String name = target.name();
        RoleArn role = target.access().role();
        if (name == null) {
            return role == null ? "" : Messages.DeploymentLog_account(role.accountId());
        }
        return role == null
                ? Messages.DeploymentLog_target(name)
                : Messages.DeploymentLog_targetAndAccount(name, role.accountId());
    }

    @Override
    public void event(DeploymentEvent event) {
        narrator.event(event);
        if (event instanceof DeploymentEvent.Created e) {
            links(e.consoleLink());
        } else if (event instanceof DeploymentEvent.MonitoringStarted e) {
            links(e.consoleLink());
        }
    }

    private void links(String consoleLink) {
        if (signIn != null) {
            log.accept(Messages.DeploymentLog_signIn(signIn.link(consoleLink)));
        }
        log.accept(DeploymentRecorder.pageLink(build));
    }

    /** @return the same, with what failed told before */
    @NonNull
    Consumer<Outcome> andThen(@NonNull Consumer<Outcome> whenOver) {
        return outcome -> {
            try {
                narrator.failures(outcome, line -> log.accept(FailureNote.encodeTo(line)));
            } finally {
                whenOver.accept(outcome);
            }
        };
    }
}
