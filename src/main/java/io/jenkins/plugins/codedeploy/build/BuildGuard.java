package io.jenkins.plugins.codedeploy.build;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.model.Item;
import hudson.model.Run;
import hudson.model.User;
import hudson.security.AccessControlled;
import io.jenkins.plugins.codedeploy.account.Guards;
import io.jenkins.plugins.codedeploy.account.ResolvedTarget;
import io.jenkins.plugins.codedeploy.engine.EngineException;
import io.jenkins.plugins.codedeploy.engine.Problem;
import io.jenkins.plugins.codedeploy.engine.SingleLine;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentGuard;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentRequest;
import io.jenkins.plugins.codedeploy.engine.guard.GuardRules;
import io.jenkins.plugins.codedeploy.engine.guard.PromotionGuard;
import io.jenkins.plugins.codedeploy.engine.history.DeploymentEnvironment;
import io.jenkins.plugins.codedeploy.engine.upload.RevisionFile.RecordedPush;
import io.jenkins.plugins.codedeploy.parameters.DeployInputs;
import io.jenkins.plugins.codedeploy.records.BuildOrigin;
import io.jenkins.plugins.codedeploy.records.ControllerHistory;
import java.time.Clock;
import java.util.function.Consumer;
import jenkins.model.Jenkins;
import org.springframework.security.core.userdetails.UsernameNotFoundException;

/** The rules of the target account, for one deployment of a build. */
final class BuildGuard {
    private final Run<?, ?> build;
    private final DeployInputs inputs;
    private final ResolvedTarget target;

    BuildGuard(@NonNull Run<?, ?> build, @NonNull DeployInputs inputs, @NonNull ResolvedTarget target) {
        this.build = build;
        this.inputs = inputs;
        this.target = target;
    }

    /**
     * To be called before anything is uploaded.
     *
     * @throws EngineException where nothing may be deployed now, whatever it is
     * @throws AbortException where the step requires a target account that does not exist
     */
    void checkEarly() throws EngineException, AbortException {
        rules();
        Problem closed = inputs.takesBack() || overrides()
                ? null
                : PromotionGuard.closed(target.rules(), Clock.systemUTC().instant());
        if (closed != null) {
            throw new EngineException(closed);
        }
    }

    /**
     * @param log takes one line: who overrides what
     * @throws AbortException where the step requires a target account that does not exist
     */
    @NonNull
    DeploymentGuard of(
            @NonNull DeploymentRequest request, @CheckForNull RecordedPush push, @NonNull Consumer<String> log)
            throws AbortException {
        if (inputs.takesBack()) {
            return DeploymentGuard.NONE;
        }
        GuardRules rules = rules();
        boolean anyTime = overrides();
        if (anyTime && rules.windows() != null) {
            log.accept(SingleLine.of(Messages.BuildGuard_overridden(BuildOrigin.user(build), inputs.overrideWindow())));
        }
        return new PromotionGuard(
                rules,
                ControllerHistory.get(),
                Clock.systemUTC(),
                anyTime,
                new DeploymentEnvironment(
                        target.account(), target.access().region(), request.application(), request.deploymentGroup()),
                new PromotionGuard.Candidate(
                        request.revision(), push == null ? null : push.digest(), push == null ? null : push.origin()));
    }

    /** Those of the target account, and what the step requires. */
    private GuardRules rules() throws AbortException {
        String promotedFrom = inputs.promotedFrom();
        GuardRules own = target.rules();
        return promotedFrom == null ? own : own.and(Guards.promotedFrom(promotedFrom, build.getParent()));
    }

    /** A reason alone is none: anybody who may edit a Pipeline script could give one. */
    private boolean overrides() {
        String user = BuildOrigin.user(build);
        AccessControlled place = target.place();
        if (inputs.overrideWindow() == null || place == null || user == null) {
            return false;
        }
        try {
            User person = User.getById(user, false);
            return person != null
                    && place.hasPermission2(
                            person.impersonate2(), place instanceof Jenkins ? Jenkins.ADMINISTER : Item.CONFIGURE);
        } catch (UsernameNotFoundException e) {
            // the user was deleted since
            return false;
        }
    }
}
