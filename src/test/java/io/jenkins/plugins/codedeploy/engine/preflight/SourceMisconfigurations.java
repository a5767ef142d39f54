package io.jenkins.plugins.codedeploy.engine.preflight;

import static io.jenkins.plugins.codedeploy.engine.preflight.BuiltAccounts.BUCKET;
import static io.jenkins.plugins.codedeploy.engine.preflight.BuiltAccounts.ROLE;
import static io.jenkins.plugins.codedeploy.engine.preflight.BuiltAccounts.USER;
import static io.jenkins.plugins.codedeploy.engine.preflight.CheckResult.Status.FAILED;
import static io.jenkins.plugins.codedeploy.engine.preflight.CheckResult.Status.NOT_PROVABLE;

import io.jenkins.plugins.codedeploy.engine.setup.SetupDocument.Kind;
import io.jenkins.plugins.codedeploy.simulator.codedeploy.Behavior;
import java.time.Duration;
import java.util.List;

/** The source identity: uploading, assuming the role, and what shows only in a deployment. */
final class SourceMisconfigurations {
    private static final String IAM = "https://docs.aws.amazon.com/IAM/latest/UserGuide/";
    private static final String S3 = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/";
    private static final String CD = "https://docs.aws.amazon.com/codedeploy/latest/userguide/";
    private static final String ROLES = IAM + "troubleshoot_roles.html";
    private static final String DENIED = IAM + "troubleshoot_access-denied.html";
    private static final String BOUNDARIES = IAM + "access_policies_boundaries.html";
    private static final String PRINCIPAL = IAM + "reference_policies_elements_principal.html";
    private static final String S3_DENIED = S3 + "troubleshoot-403-errors.html";
    private static final String DOWNLOAD = CD + "troubleshooting-deployments.html";

    private SourceMisconfigurations() {}

    static List<Misconfiguration> uploading() {
        return List.of(
                Misconfiguration.of(
                        "the uploader may not put objects",
                        4,
                        Check.UPLOAD,
                        FAILED,
                        S3_DENIED,
                        a -> Policies.uploaderWithout(a, "UploadRevisions"),
                        "not authorized to perform: s3:PutObject",
                        "because no identity-based policy allows the s3:PutObject action"),
                Misconfiguration.of(
                        "the uploader's policy has another prefix",
                        4,
                        Check.UPLOAD,
                        FAILED,
                        S3 + "s3-arn-format.html",
                        a -> a.aws.iam()
                                .putPolicy(
                                        USER,
                                        "Setup",
                                        a.document(Kind.SOURCE_POLICY)
                                                .replace("/CodeDeploy/shop/*", "/CodeDeploy/Shop/*")),
                        "not authorized to perform: s3:PutObject",
                        "because no identity-based policy allows the s3:PutObject action"),
                Misconfiguration.of(
                                "the role may not upload to its own bucket",
                                4,
                                Check.UPLOAD,
                                FAILED,
                                S3_DENIED,
                                a -> a.aws.iam()
                                        .putPolicy(
                                                ROLE,
                                                "Setup",
                                                Policies.without(a.document(Kind.ROLE_POLICY), "UploadRevisions")),
                                "not authorized to perform: s3:PutObject",
                                "because no identity-based policy allows the s3:PutObject action")
                        .in(BuiltAccounts::bucketInTarget),
                Misconfiguration.of(
                        "the bucket policy denies uploads",
                        4,
                        Check.UPLOAD,
                        FAILED,
                        S3 + "UsingKMSEncryption.html",
                        a -> a.aws.s3().putPolicy(BUCKET, Policies.with(a.document(Kind.BUCKET_POLICY), """
                                {"Effect": "Deny", "Principal": "*", "Action": "s3:PutObject",
                                 "Resource": "arn:aws:s3:::acme-revisions/*",
                                 "Condition": {"StringNotEquals": {"s3:x-amz-server-side-encryption": "aws:kms"}}}""")),
                        "not authorized to perform: s3:PutObject",
                        "with an explicit deny in a resource-based policy"),
                Misconfiguration.of(
                        "a permissions boundary bounds the uploader",
                        4,
                        Check.UPLOAD,
                        FAILED,
                        BOUNDARIES,
                        a -> a.boundary(USER, Policies.allow("sts:*", "*")),
                        "because no permissions boundary allows the s3:PutObject action"));
    }

    static List<Misconfiguration> assuming() {
        return List.of(
                Misconfiguration.of(
                        "the source identity may not assume the role",
                        5,
                        Check.ASSUME_ROLE,
                        FAILED,
                        ROLES,
                        a -> Policies.uploaderWithout(a, "AssumeTargetRole"),
                        "not authorized to perform: sts:AssumeRole",
                        "because no identity-based policy allows the sts:AssumeRole action"),
                Misconfiguration.of(
                        "a permissions boundary bounds the source identity",
                        5,
                        Check.ASSUME_ROLE,
                        FAILED,
                        BOUNDARIES,
                        a -> a.boundary(USER, Policies.allow("s3:*", "*")),
                        "because no permissions boundary allows the sts:AssumeRole action"),
                Misconfiguration.of(
                        "a policy of the source identity denies",
                        5,
                        Check.ASSUME_ROLE,
                        FAILED,
                        DENIED,
                        a -> a.aws.iam()
                                .putPolicy(
                                        USER,
                                        "Denial",
                                        Policies.allow("sts:AssumeRole", "*").replace("Allow", "Deny")),
                        "sts:AssumeRole",
                        "with an explicit deny in an identity-based policy"),
                Misconfiguration.of(
                        "the trust policy names another user",
                        3,
                        Check.ASSUME_ROLE,
                        FAILED,
                        ROLES,
                        a -> a.aws.iam()
                                .trust(
                                        ROLE,
                                        a.document(Kind.TRUST_POLICY).replace("user/builder", "user/administrator")),
                        "not authorized to perform: sts:AssumeRole"),
                Misconfiguration.of(
                        "the trust policy asks for another external ID",
                        3,
                        Check.ASSUME_ROLE,
                        FAILED,
                        IAM + "id_roles_common-scenarios_third-party.html",
                        a -> a.aws.iam()
                                .trust(ROLE, a.document(Kind.TRUST_POLICY).replace("acme-7f3a", "acme-1111")),
                        "not authorized to perform: sts:AssumeRole"),
                Misconfiguration.of(
                        "the trust policy asks for an external ID, and none is given",
                        3,
                        Check.ASSUME_ROLE,
                        FAILED,
                        IAM + "id_roles_common-scenarios_third-party.html",
                        a -> a.settings.externalId = null,
                        "not authorized to perform: sts:AssumeRole"),
                Misconfiguration.of(
                        "the trusted user was deleted and re-created",
                        3,
                        Check.ASSUME_ROLE,
                        FAILED,
                        PRINCIPAL,
                        a -> a.recreateUser(a.document(Kind.SOURCE_POLICY)),
                        "not authorized to perform: sts:AssumeRole"),
                Misconfiguration.of(
                        "the account's quota of deployments is exhausted",
                        0,
                        Check.CREATE,
                        NOT_PROVABLE,
                        "https://docs.aws.amazon.com/codedeploy/latest/userguide/limits.html",
                        a -> a.codeDeploy.limits().concurrentDeployments(0),
                        "DeploymentLimitExceededException",
                        "concurrent deployments"),
                Misconfiguration.of(
                        "the agent does not run",
                        3,
                        Check.TARGETS,
                        NOT_PROVABLE,
                        DOWNLOAD,
                        a -> {
                            a.host.on("ApplicationStop", Behavior.hang());
                            a.production.commandTimeout(Duration.ofMinutes(5));
                        },
                        "CodeDeploy agent was not able to receive the lifecycle event"),
                Misconfiguration.of(
                        "the object is not the one that was meant",
                        0,
                        Check.CREATE,
                        NOT_PROVABLE,
                        "https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_S3Location.html",
                        a -> a.settings.eTag = "0123456789abcdef0123456789abcdef-1",
                        "the ETag of"));
    }
}
