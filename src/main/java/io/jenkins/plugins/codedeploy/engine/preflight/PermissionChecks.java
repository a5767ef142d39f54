package io.jenkins.plugins.codedeploy.engine.preflight;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.Problem;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.aws.AwsErrors;
import io.jenkins.plugins.codedeploy.engine.aws.AwsService;
import io.jenkins.plugins.codedeploy.engine.diagnosis.Advice;
import io.jenkins.plugins.codedeploy.engine.diagnosis.Refusals;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.codedeploy.model.DeploymentWaitType;
import software.amazon.awssdk.services.codedeploy.model.LastDeploymentInfo;

/**
 * What whoever deploys may do. CodeDeploy has no dry run: StopDeployment and ContinueDeployment are called on a
 * deployment that has ended, where they change nothing; of CreateDeployment only what it depends on is checked.
 */
final class PermissionChecks {
    private static final Set<String> ENDED = Set.of("Succeeded", "Failed", "Stopped");

    /** Nothing but the time of the call is wrong then. */
    private static final Set<String> TOO_LATE = Set.of(
            "DeploymentAlreadyCompletedException",
            "DeploymentIsNotInReadyStateException",
            "InvalidDeploymentStatusException",
            "UnsupportedActionForDeploymentTypeException");

    private final PreflightContext scene;
    private final PreflightRequest request;

    PermissionChecks(PreflightContext scene) {
        this.scene = scene;
        request = scene.request();
    }

    @NonNull
    CheckResult stop() {
        CheckResult without = without(Check.STOP);
        if (without != null) {
            return without;
        }
        if (!request.triesStop()) {
            return CheckResult.notApplicable(Check.STOP, Text.of("preflight.stop.leftOut"));
        }
        if (scene.isGroupMissing()) {
            return CheckResult.notApplicable(Check.STOP, Text.of("preflight.group.none"));
        }
        String ended = ended();
        if (ended == null) {
            return onlyInDeployment(Check.STOP, Text.of("preflight.stop.none"), "codedeploy:StopDeployment");
        }
        if (!hasEnded(ended)) {
            return CheckResult.unknown(Check.STOP, Text.of("preflight.stop.running", ended));
        }
        CheckResult stop =
                asked("codedeploy:StopDeployment", () -> scene.codeDeploy().stopDeployment(r -> r.deploymentId(ended)));
        if (stop != null) {
            return stop;
        }
        CheckResult proceed = asked(
                "codedeploy:ContinueDeployment",
                () -> scene.codeDeploy()
                        .continueDeployment(
                                r -> r.deploymentId(ended).deploymentWaitType(DeploymentWaitType.READY_WAIT)));
        return proceed == null ? CheckResult.passed(Check.STOP, Text.of("preflight.stop", ended)) : proceed;
    }

    /** Asked immediately before: nothing that may still run is ever stopped, or continued. */
    private boolean hasEnded(String deploymentId) {
        try {
            return scene
                    .ask(
                            AwsService.CODEDEPLOY,
                            () -> scene.codeDeploy().batchGetDeployments(r -> r.deploymentIds(deploymentId)))
                    .deploymentsInfo()
                    .stream()
                    .anyMatch(info -> deploymentId.equals(info.deploymentId())
                            && ENDED.contains(String.valueOf(info.statusAsString())));
        } catch (SdkException e) {
            return false;
        }
    }

    /** Null where it may be done: only that the deployment is over is in the way. */
    @CheckForNull
    private CheckResult asked(String action, Supplier<?> call) {
        try {
            scene.ask(AwsService.CODEDEPLOY, call);
        } catch (SdkException e) {
            if (AwsErrors.isAccessDenied(e)) {
                return CheckResult.failed(Check.STOP, explain(action, e));
            }
            if (!TOO_LATE.contains(AwsErrors.code(e))) {
                return CheckResult.notProvable(Check.STOP, explain(action, e));
            }
        }
        return null;
    }

    @NonNull
    CheckResult create() {
        CheckResult without = without(Check.CREATE);
        if (without != null) {
            return without;
        }
        try {
            String config = config();
            scene.ask(
                    AwsService.CODEDEPLOY,
                    () -> scene.codeDeploy().getDeploymentConfig(r -> r.deploymentConfigName(config)));
        } catch (SdkException e) {
            return CheckResult.failed(Check.CREATE, explain("codedeploy:GetDeploymentConfig", e));
        }
        return onlyInDeployment(Check.CREATE, Text.of("preflight.create"), "codedeploy:CreateDeployment");
    }

    /** A predefined one where the group does not tell: to see whether any may be read. */
    @NonNull
    private String config() {
        String given = request.deploymentConfig();
        if (given != null) {
            return given;
        }
        try {
            return scene.group().deploymentConfigName();
        } catch (SdkException e) {
            return "CodeDeployDefault.OneAtATime";
        }
    }

    /** A deployment of the group that cannot change any more; null for none. */
    @CheckForNull
    private String ended() {
        try {
            return Stream.of(
                            scene.group().lastAttemptedDeployment(),
                            scene.group().lastSuccessfulDeployment())
                    .filter(Objects::nonNull)
                    .filter(last -> ENDED.contains(String.valueOf(last.statusAsString())))
                    .map(LastDeploymentInfo::deploymentId)
                    .findFirst()
                    .orElse(null);
        } catch (SdkException e) {
            return null;
        }
    }

    @CheckForNull
    private CheckResult without(Check check) {
        if (request.application() == null || request.deploymentGroup() == null) {
            return CheckResult.notChecked(check, Text.of("preflight.noGroup"));
        }
        return scene.isEntered() ? null : CheckResult.notPermitted(check, Text.of("preflight.notEntered"), null);
    }

    private CheckResult onlyInDeployment(Check check, Text finding, String action) {
        return CheckResult.onlyInDeployment(
                check, new Problem(finding, null, null, Advice.deployer(scene.known(), action)));
    }

    private Problem explain(String action, SdkException e) {
        return Refusals.explain(
                request.access(), scene.known(), action, request.application() + "/" + request.deploymentGroup(), e);
    }
}
