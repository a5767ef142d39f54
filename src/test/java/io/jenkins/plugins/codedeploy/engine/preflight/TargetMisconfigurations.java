package io.jenkins.plugins.codedeploy.engine.preflight;

import static io.jenkins.plugins.codedeploy.engine.preflight.BuiltAccounts.ROLE;
import static io.jenkins.plugins.codedeploy.engine.preflight.BuiltAccounts.SERVICE;
import static io.jenkins.plugins.codedeploy.engine.preflight.CheckResult.Status.FAILED;
import static io.jenkins.plugins.codedeploy.engine.preflight.CheckResult.Status.NOT_PROVABLE;

import io.jenkins.plugins.codedeploy.engine.setup.SetupDocument.Kind;
import java.util.List;

/** The target account: the role's rights, and what is deployed to. */
final class TargetMisconfigurations {
    private static final String IAM = "https://docs.aws.amazon.com/IAM/latest/UserGuide/";
    private static final String CD = "https://docs.aws.amazon.com/codedeploy/latest/userguide/";
    private static final String BOUNDARIES = IAM + "access_policies_boundaries.html";
    private static final String CD_RIGHTS =
            "https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscodedeploy.html";
    private static final String CD_ERRORS = CD + "error-codes.html";

    private TargetMisconfigurations() {}

    static List<Misconfiguration> target() {
        return List.of(
                Misconfiguration.of(
                        "the role may not create deployments",
                        3,
                        Check.CREATE,
                        NOT_PROVABLE,
                        CD_RIGHTS,
                        a -> roleWithout(a, "codedeploy:CreateDeployment"),
                        "not authorized to perform: codedeploy:CreateDeployment"),
                Misconfiguration.of(
                        "the role may not read deployment configurations",
                        3,
                        Check.CREATE,
                        FAILED,
                        CD_RIGHTS,
                        a -> roleWithout(a, "codedeploy:GetDeploymentConfig"),
                        "not authorized to perform: codedeploy:GetDeploymentConfig"),
                Misconfiguration.of(
                        "the role may not register revisions",
                        3,
                        Check.CREATE,
                        NOT_PROVABLE,
                        CD_RIGHTS,
                        a -> {
                            roleWithout(a, "codedeploy:RegisterApplicationRevision");
                            a.aws.iam()
                                    .putPolicy(
                                            ROLE,
                                            "Setup",
                                            a.document(Kind.ROLE_POLICY)
                                                    .replace(
                                                            "codedeploy:GetApplicationRevision",
                                                            "codedeploy:GetApplication")
                                                    .replace(
                                                            "codedeploy:RegisterApplicationRevision",
                                                            "codedeploy:GetApplication"));
                        },
                        "not authorized to perform: codedeploy:RegisterApplicationRevision"),
                Misconfiguration.of(
                        "the role's policy is for another application",
                        3,
                        Check.CREATE,
                        NOT_PROVABLE,
                        CD + "auth-and-access-control-iam-identity-based-access-control.html",
                        a -> a.aws.iam()
                                .putPolicy(
                                        ROLE,
                                        "Setup",
                                        a.document(Kind.ROLE_POLICY)
                                                .replace(":application:shop", ":application:Shop")
                                                .replace(":deploymentgroup:shop/", ":deploymentgroup:Shop/")),
                        "not authorized to perform: codedeploy:CreateDeployment"),
                Misconfiguration.of(
                        "a policy of the role denies",
                        3,
                        Check.CREATE,
                        FAILED,
                        IAM + "reference_policies_evaluation-logic.html",
                        a -> a.aws.iam()
                                .putPolicy(
                                        ROLE,
                                        "Denial",
                                        Policies.allow("codedeploy:*", "*").replace("Allow", "Deny")),
                        "not authorized to perform: codedeploy:",
                        "with an explicit deny in an identity-based policy"),
                Misconfiguration.of(
                        "a permissions boundary bounds the role",
                        3,
                        Check.CREATE,
                        FAILED,
                        BOUNDARIES,
                        a -> a.boundary(ROLE, Policies.allow("s3:*", "*")),
                        "because no permissions boundary allows the codedeploy:"),
                Misconfiguration.of(
                        "the application's name is misspelled",
                        3,
                        Check.APPLICATION,
                        FAILED,
                        CD_ERRORS,
                        a -> {
                            a.settings.application = "Shop";
                            a.aws.iam().putPolicy(ROLE, "Setup", Policies.allow("codedeploy:*", "*"));
                        },
                        "ApplicationDoesNotExistException",
                        "No application found for name"),
                Misconfiguration.of(
                        "the deployment group's name is misspelled",
                        3,
                        Check.DEPLOYMENT_GROUP,
                        FAILED,
                        CD_ERRORS,
                        a -> {
                            a.settings.group = "producton";
                            a.aws.iam().putPolicy(ROLE, "Setup", Policies.allow("codedeploy:*", "*"));
                        },
                        "DeploymentGroupDoesNotExistException",
                        "No Deployment Group found for name"),
                Misconfiguration.of(
                        "the deployment configuration does not exist",
                        3,
                        Check.CREATE,
                        FAILED,
                        CD + "deployment-configurations.html",
                        a -> a.settings.deploymentConfig = "CodeDeployDefault.AllAtTwice",
                        "DeploymentConfigDoesNotExistException"),
                Misconfiguration.of(
                        "the service role is gone",
                        3,
                        Check.SERVICE_ROLE,
                        NOT_PROVABLE,
                        CD_ERRORS,
                        a -> a.aws.iam().delete(SERVICE),
                        "IAM_ROLE_MISSING"),
                Misconfiguration.of(
                        "the service role does not trust CodeDeploy",
                        3,
                        Check.SERVICE_ROLE,
                        NOT_PROVABLE,
                        CD + "getting-started-create-service-role.html",
                        a -> a.aws.iam().trust(SERVICE, BuiltAccounts.trust("ec2.amazonaws.com")),
                        "IAM_ROLE_PERMISSIONS"),
                Misconfiguration.of(
                        "no instance has the group's tags",
                        3,
                        Check.TARGETS,
                        NOT_PROVABLE,
                        CD + "instances-tagging.html",
                        a -> a.host.tag("Role", "web"),
                        "NO_INSTANCES"));
    }

    private static void roleWithout(BuiltAccounts a, String action) throws Exception {
        a.aws.iam().putPolicy(ROLE, "Setup", a.document(Kind.ROLE_POLICY).replace(action, "codedeploy:GetApplication"));
    }
}
