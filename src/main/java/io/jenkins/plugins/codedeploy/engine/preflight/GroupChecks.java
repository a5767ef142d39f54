package io.jenkins.plugins.codedeploy.engine.preflight;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.Problem;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.aws.AwsErrors;
import io.jenkins.plugins.codedeploy.engine.aws.AwsService;
import io.jenkins.plugins.codedeploy.engine.diagnosis.DeploymentDiagnosis;
import io.jenkins.plugins.codedeploy.engine.diagnosis.Groups;
import io.jenkins.plugins.codedeploy.engine.diagnosis.Refusals;
import io.jenkins.plugins.codedeploy.engine.facts.SetupValues.Field;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.codedeploy.model.ComputePlatform;
import software.amazon.awssdk.services.codedeploy.model.DeploymentGroupInfo;
import software.amazon.awssdk.services.codedeploy.model.LastDeploymentInfo;

/** What is there to deploy to. */
final class GroupChecks {
    private final PreflightContext scene;
    private final PreflightRequest request;

    GroupChecks(PreflightContext scene) {
        this.scene = scene;
        request = scene.request();
    }

    @NonNull
    CheckResult application() {
        CheckResult without = without(Check.APPLICATION, request.application());
        if (without != null) {
            return without;
        }
        try {
            scene.ask(
                    AwsService.CODEDEPLOY,
                    () -> scene.codeDeploy().getApplication(r -> r.applicationName(request.application())));
            return CheckResult.passed(Check.APPLICATION, Text.of("preflight.application", request.application()));
        } catch (SdkException e) {
            return refused(Check.APPLICATION, "codedeploy:GetApplication", e);
        }
    }

    @NonNull
    CheckResult group() {
        CheckResult without = without(Check.DEPLOYMENT_GROUP, request.deploymentGroup());
        if (without != null) {
            return without;
        }
        try {
            DeploymentGroupInfo group = scene.group();
            return CheckResult.passed(
                    Check.DEPLOYMENT_GROUP,
                    group.computePlatformAsString() == null
                            ? Text.of(
                                    "preflight.group.noPlatform",
                                    request.deploymentGroup(),
                                    group.deploymentConfigName())
                            : Text.of(
                                    "preflight.group",
                                    request.deploymentGroup(),
                                    group.computePlatformAsString(),
                                    group.deploymentConfigName()));
        } catch (SdkException e) {
            if (AwsErrors.code(e).equals("ApplicationDoesNotExistException")) {
                return CheckResult.notApplicable(
                        Check.DEPLOYMENT_GROUP, Text.of("preflight.group.noApplication", request.application()));
            }
            return refused(Check.DEPLOYMENT_GROUP, "codedeploy:GetDeploymentGroup", e);
        }
    }

    @NonNull
    CheckResult targets() {
        CheckResult without = unseen(Check.TARGETS);
        if (without != null) {
            return without;
        }
        DeploymentGroupInfo group = scene.group();
        ComputePlatform platform = group.computePlatform();
        if (platform == ComputePlatform.LAMBDA || platform == ComputePlatform.ECS) {
            return CheckResult.passed(Check.TARGETS, Text.of("preflight.targets.service", platform));
        }
        // A group that selects instances deploys to instances, even where its platform is not told.
        if (platform != ComputePlatform.SERVER && !Groups.selects(group)) {
            return CheckResult.unknown(Check.TARGETS, Text.of("preflight.platform", request.deploymentGroup()));
        }
        if (!Groups.selects(group)) {
            return CheckResult.failed(
                    Check.TARGETS,
                    new Problem(
                            Text.of("preflight.targets.none", request.deploymentGroup()),
                            null,
                            null,
                            DeploymentDiagnosis.noInstances(scene.knownOfGroup())));
        }
        String proof = worked(group);
        return proof == null
                ? CheckResult.onlyInDeployment(
                        Check.TARGETS,
                        new Problem(
                                Text.of("preflight.targets.some", request.deploymentGroup()),
                                null,
                                null,
                                DeploymentDiagnosis.instances(scene.knownOfGroup())))
                : CheckResult.passed(Check.TARGETS, Text.of("preflight.targets.proven", proof));
    }

    @NonNull
    CheckResult serviceRole() {
        CheckResult without = unseen(Check.SERVICE_ROLE);
        if (without != null) {
            return without;
        }
        DeploymentGroupInfo group = scene.group();
        String proof = worked(group);
        if (proof != null) {
            return CheckResult.passed(
                    Check.SERVICE_ROLE, Text.of("preflight.serviceRole.proven", group.serviceRoleArn(), proof));
        }
        return CheckResult.onlyInDeployment(
                Check.SERVICE_ROLE,
                new Problem(
                        Text.of("preflight.serviceRole", scene.knownOfGroup().show(Field.SERVICE_ROLE)),
                        null,
                        null,
                        DeploymentDiagnosis.serviceRole(scene.knownOfGroup())));
    }

    /** The group's last deployment, if it succeeded; null else. */
    @CheckForNull
    private static String worked(DeploymentGroupInfo group) {
        LastDeploymentInfo last = group.lastAttemptedDeployment();
        return last != null && "Succeeded".equals(last.statusAsString()) ? last.deploymentId() : null;
    }

    @CheckForNull
    private CheckResult without(Check check, @CheckForNull String name) {
        if (name == null || request.application() == null) {
            return CheckResult.notChecked(check, Text.of("preflight.noGroup"));
        }
        return scene.isEntered() ? null : CheckResult.notPermitted(check, Text.of("preflight.notEntered"), null);
    }

    @CheckForNull
    private CheckResult unseen(Check check) {
        CheckResult without = without(check, request.deploymentGroup());
        if (without != null) {
            return without;
        }
        if (scene.isGroupMissing()) {
            return CheckResult.notApplicable(check, Text.of("preflight.group.none"));
        }
        try {
            scene.group();
            return null;
        } catch (SdkException e) {
            Text unseen = Text.of("preflight.group.unseen");
            return AwsErrors.isAccessDenied(e)
                    ? CheckResult.notPermitted(check, unseen, null)
                    : CheckResult.unknown(check, unseen);
        }
    }

    private CheckResult refused(Check check, String action, SdkException e) {
        Problem problem = Refusals.explain(
                request.access(),
                Groups.nearest(scene.codeDeploy(), scene.known(), scene.otherRegions(), e),
                action,
                request.application() + "/" + request.deploymentGroup(),
                e);
        // To see it is not needed for a deployment.
        return AwsErrors.isAccessDenied(e)
                ? CheckResult.notPermitted(check, Text.of("preflight.mayNotLook", action), problem)
                : CheckResult.failed(check, problem);
    }
}
