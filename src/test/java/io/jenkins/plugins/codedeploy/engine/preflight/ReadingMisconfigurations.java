package io.jenkins.plugins.codedeploy.engine.preflight;

import static io.jenkins.plugins.codedeploy.engine.preflight.BuiltAccounts.BUCKET;
import static io.jenkins.plugins.codedeploy.engine.preflight.BuiltAccounts.INSTANCES;
import static io.jenkins.plugins.codedeploy.engine.preflight.CheckResult.Status.FAILED;
import static io.jenkins.plugins.codedeploy.engine.preflight.CheckResult.Status.NOT_PROVABLE;

import io.jenkins.plugins.codedeploy.engine.setup.SetupDocument.Kind;
import io.jenkins.plugins.codedeploy.simulator.Accounts;
import java.util.List;

/** What keeps instances from reading. */
final class ReadingMisconfigurations {
    private static final String IAM = "https://docs.aws.amazon.com/IAM/latest/UserGuide/";
    private static final String S3 = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/";
    private static final String CD = "https://docs.aws.amazon.com/codedeploy/latest/userguide/";
    private static final String PRINCIPAL = IAM + "reference_policies_elements_principal.html";

    private ReadingMisconfigurations() {}

    static List<Misconfiguration> reading() {
        return List.of(
                Misconfiguration.of(
                        "the bucket has no policy",
                        2,
                        Check.BUCKET_POLICY,
                        FAILED,
                        CD + "deployments-cross-account.html",
                        a -> a.aws.s3().deletePolicy(BUCKET),
                        "DownloadBundle",
                        "Access Denied"),
                Misconfiguration.of(
                        "the bucket policy names the bucket, not its objects",
                        2,
                        Check.BUCKET_POLICY,
                        FAILED,
                        S3 + "s3-arn-format.html",
                        a -> a.aws.s3().putPolicy(BUCKET, Policies.reads(INSTANCES, "s3:Get*", "")),
                        "DownloadBundle",
                        "Access Denied"),
                Misconfiguration.of(
                        "the bucket policy has another prefix",
                        2,
                        Check.BUCKET_POLICY,
                        FAILED,
                        S3 + "s3-arn-format.html",
                        a -> a.aws.s3().putPolicy(BUCKET, Policies.reads(INSTANCES, "s3:Get*", "/releases/*")),
                        "DownloadBundle",
                        "Access Denied"),
                Misconfiguration.of(
                        "the bucket policy leaves pinned versions out",
                        2,
                        Check.BUCKET_POLICY,
                        FAILED,
                        S3 + "using-with-s3-policy-actions.html",
                        ReadingMisconfigurations::versionsLeftOut,
                        "DownloadBundle",
                        "Access Denied"),
                Misconfiguration.of(
                        "the bucket policy names a role that has the profile's name",
                        2,
                        Check.BUCKET_POLICY,
                        FAILED,
                        IAM + "id_roles_use_switch-role-ec2_instance-profiles.html",
                        ReadingMisconfigurations::profileNamed,
                        "DownloadBundle",
                        "Access Denied"),
                Misconfiguration.of(
                        "the instances' role was deleted and re-created",
                        2,
                        Check.BUCKET_POLICY,
                        FAILED,
                        PRINCIPAL,
                        ReadingMisconfigurations::instanceRoleRecreated,
                        "DownloadBundle",
                        "Access Denied"),
                Misconfiguration.of(
                        "the bucket policy denies",
                        2,
                        Check.BUCKET_POLICY,
                        FAILED,
                        IAM + "reference_policies_evaluation-logic.html",
                        a -> a.aws.s3().putPolicy(BUCKET, Policies.with(a.document(Kind.BUCKET_POLICY), """
                                {"Effect": "Deny", "Principal": "*", "Action": "s3:GetObject*",
                                 "Resource": "arn:aws:s3:::acme-revisions/*",
                                 "Condition": {"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::111111111111:*"}}}""")),
                        "DownloadBundle",
                        "Access Denied"),
                Misconfiguration.of(
                                "the bucket policy denies, within one account",
                                2,
                                Check.BUCKET_POLICY,
                                FAILED,
                                IAM + "reference_policies_evaluation-logic.html",
                                a -> a.aws.s3().putPolicy(BUCKET, """
                                        {"Version": "2012-10-17", "Statement": [
                                          {"Effect": "Deny", "Principal": {"AWS": "%s"}, "Action": "s3:GetObject",
                                           "Resource": "arn:aws:s3:::acme-revisions/*"}]}""".formatted(INSTANCES)),
                                "DownloadBundle",
                                "not authorized to perform: s3:GetObject",
                                "with an explicit deny in a resource-based policy")
                        .in(BuiltAccounts::bucketInTarget),
                Misconfiguration.of(
                        "the bucket policy wants a condition",
                        2,
                        Check.BUCKET_POLICY,
                        NOT_PROVABLE,
                        IAM + "reference_policies_condition-keys.html",
                        a -> a.aws.s3()
                                .putPolicy(
                                        BUCKET,
                                        Policies.reads(INSTANCES, "s3:Get*", "/*")
                                                .replace(
                                                        "\"Effect\"",
                                                        "\"Condition\": {\"StringEquals\": {\"aws:SourceVpce\": \"vpce-1a2b3c4d\"}}, \"Effect\"")),
                        "DownloadBundle",
                        "Access Denied"),
                Misconfiguration.of(
                        "the instances' role may not read by its own policy",
                        2,
                        Check.INSTANCE_ROLE,
                        NOT_PROVABLE,
                        CD + "getting-started-create-iam-instance-profile.html",
                        a -> a.aws.iam().deletePolicy(INSTANCES, "Setup"),
                        "DownloadBundle",
                        "Access Denied"));
    }

    private static void versionsLeftOut(BuiltAccounts a) throws Exception {
        a.aws.s3()
                .bucket(BUCKET)
                .versioning(io.jenkins.plugins.codedeploy.simulator.s3.StoredBucket.Versioning.Enabled);
        a.aws.s3().putPolicy(BUCKET, Policies.reads(INSTANCES, "s3:GetObject", "/*"));
    }

    /** The guide says "the name of the IAM instance profile"; here a role of that name exists beside the right one. */
    private static void profileNamed(BuiltAccounts a) throws Exception {
        a.aws.iam()
                .createRole(
                        Accounts.TARGET,
                        BuiltAccounts.name(INSTANCES) + "Profile",
                        BuiltAccounts.trust("ec2.amazonaws.com"));
        a.aws.iam().createInstanceProfile(Accounts.TARGET, "AppServersProfile", INSTANCES);
        a.aws.s3().putPolicy(BUCKET, Policies.reads(INSTANCES + "Profile", "s3:Get*", "/*"));
    }

    private static void instanceRoleRecreated(BuiltAccounts a) throws Exception {
        a.aws.iam().delete(INSTANCES);
        a.aws.iam()
                .createRole(
                        Accounts.TARGET,
                        BuiltAccounts.name(BuiltAccounts.INSTANCES),
                        BuiltAccounts.trust("ec2.amazonaws.com"));
        a.aws.iam().putPolicy(INSTANCES, "Setup", a.document(Kind.INSTANCE_ROLE_POLICY));
    }
}
