package io.jenkins.plugins.codedeploy.engine.deploy;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.EngineException;
import io.jenkins.plugins.codedeploy.engine.Problem;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.aws.AwsErrors;
import io.jenkins.plugins.codedeploy.engine.aws.TargetAccess;
import io.jenkins.plugins.codedeploy.engine.diagnosis.Denial;
import io.jenkins.plugins.codedeploy.engine.diagnosis.Refusals;
import io.jenkins.plugins.codedeploy.engine.facts.SetupValues;
import io.jenkins.plugins.codedeploy.engine.facts.SetupValues.Field;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.codedeploy.model.ComputePlatform;

/**
 * What AWS would refuse after an upload, asked before it: the role, then group and configuration in one round of calls.
 * Only what is certain is refused. Where AWS does not let the identity look, or does not answer, CreateDeployment tells.
 */
public final class EarlyCheck {
    private static final Set<String> CERTAIN = Set.of(
            "ApplicationDoesNotExistException",
            "DeploymentGroupDoesNotExistException",
            "DeploymentConfigDoesNotExistException",
            "InvalidApplicationNameException",
            "InvalidDeploymentGroupNameException",
            "InvalidDeploymentConfigNameException");

    private static final String PREDEFINED = "CodeDeployDefault.OneAtATime";

    private final DeploymentCalls calls;
    private final TargetAccess access;
    private final DeploymentRequest request;

    EarlyCheck(DeploymentCalls calls, TargetAccess access, DeploymentRequest request) {
        this.calls = calls;
        this.access = access;
        this.request = request;
    }

    /**
     * Assumes the role, where there is one.
     *
     * @param assume makes the call
     * @throws EngineException where AWS refuses it for certain
     */
    public static void enter(@NonNull TargetAccess access, @NonNull Runnable assume) throws EngineException {
        if (access.role() == null) {
            return;
        }
        try {
            assume.run();
        } catch (SdkException e) {
            if (!AwsErrors.isThrottle(e) && !AwsErrors.isUnanswered(e) && AwsErrors.noConnection(e) == null) {
                throw new EngineException(
                        Refusals.explain(access, "sts:AssumeRole", String.valueOf(access.role()), e), e);
            }
        }
    }

    /** @param bundle whether an archive is deployed, which Lambda and ECS do not take */
    void check(Executor threads, boolean bundle) throws EngineException {
        enter(access, calls::enter);
        String config = request.options().deploymentConfig();
        CompletableFuture<ComputePlatform> configured = config == null
                ? CompletableFuture.completedFuture(null)
                : CompletableFuture.supplyAsync(() -> calls.configPlatform(config), threads);
        ComputePlatform group = null;
        try {
            group = calls.platform(request.application(), request.deploymentGroup());
        } catch (SdkException e) {
            refuse("codedeploy:GetDeploymentGroup", e);
            refuseWhereAllIsDenied(e);
        }
        Problem other = bundle ? PlatformCheck.bundle(request.deploymentGroup(), group) : null;
        if (other != null) {
            throw new EngineException(other);
        }
        try {
            ComputePlatform own = configured.join();
            if (own != null && group != null && own != group) {
                throw new EngineException(Problem.of(
                        Text.of("deploy.configPlatform", config, own, request.deploymentGroup(), group),
                        Text.of("deploy.configPlatform.fix")));
            }
        } catch (CompletionException e) {
            if (e.getCause() instanceof SdkException refused) {
                refuse("codedeploy:GetDeploymentConfig", refused);
            }
        }
    }

    /** An organization's policy that denies two unlike calls denies the service, or the Region, as a whole. */
    private void refuseWhereAllIsDenied(SdkException group) throws EngineException {
        if (!isOrganizations(group)) {
            return;
        }
        try {
            calls.configPlatform(PREDEFINED);
        } catch (SdkException config) {
            if (isOrganizations(config)) {
                throw explained("codedeploy:GetDeploymentGroup", access.known(), group);
            }
        }
    }

    private static boolean isOrganizations(SdkException e) {
        Denial denial = Denial.read(AwsErrors.message(e));
        return denial.by() == Denial.By.ORGANIZATION && denial.explicit();
    }

    private EngineException explained(String action, SetupValues known, SdkException e) {
        String resource = request.application() + "/" + request.deploymentGroup();
        return new EngineException(Refusals.explain(access, known, action, resource, e), e);
    }

    private void refuse(String action, SdkException e) throws EngineException {
        if (CERTAIN.contains(AwsErrors.code(e))) {
            SetupValues known = calls.nearest(
                    access.known()
                            .with(Field.SOURCE, access.role() == null ? calls.sourceArn() : null)
                            .with(Field.APPLICATION, request.application())
                            .with(Field.GROUP, request.deploymentGroup()),
                    e);
            throw explained(action, known, e);
        }
    }
}
