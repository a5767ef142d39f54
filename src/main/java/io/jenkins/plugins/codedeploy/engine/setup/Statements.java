package io.jenkins.plugins.codedeploy.engine.setup;

import com.fasterxml.jackson.databind.node.ObjectNode;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.facts.Arns;
import io.jenkins.plugins.codedeploy.engine.facts.SetupValues;
import io.jenkins.plugins.codedeploy.engine.facts.SetupValues.Field;
import java.util.ArrayList;
import java.util.List;

/**
 * Each grant that a deployment across accounts needs, no wider than it needs it.
 *
 * @see <a href="https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscodedeploy.html">CodeDeploy's
 *     actions</a>
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html#mpuAndPermissions">Rights for
 *     multipart uploads</a>
 */
public final class Statements {
    /** In the order in which AWS's reference has them; {@code TagSession} and source identity name a job in CloudTrail. */
    private static final List<String> ASSUME = List.of("sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity");

    /** AWS's documents contradict each other on their resource. */
    static final List<String> WITHOUT_RESOURCE_TYPE = List.of(
            "codedeploy:StopDeployment",
            "codedeploy:ContinueDeployment",
            "codedeploy:BatchGetDeploymentTargets",
            "codedeploy:ListDeploymentTargets");

    private Statements() {}

    /** Bucket policy: nobody uses the bucket without TLS, whatever else is allowed. */
    @NonNull
    static ObjectNode tlsIsRequired(@NonNull SetupValues values) {
        ObjectNode statement =
                PolicyJson.object().put("Sid", "DenyRequestsWithoutTls").put("Effect", "Deny");
        statement.put("Principal", "*").put("Action", "s3:*");
        statement.putArray("Resource").add(Arns.bucket(values)).add(Arns.bucket(values) + "/*");
        return PolicyJson.condition(statement, "Bool", "aws:SecureTransport", "false");
    }

    /** Bucket policy: the instances' role reads revisions. Their profile cannot be a principal. */
    @NonNull
    public static ObjectNode instancesRead(@NonNull SetupValues values) {
        return PolicyJson.allow(
                "InstancesReadRevisions",
                "AWS",
                List.of(values.show(Field.INSTANCE_ROLE)),
                List.of("s3:GetObject", "s3:GetObjectVersion"),
                List.of(Arns.objects(values)));
    }

    /** Trust policy: the source identity assumes the role, with the external ID unless somebody wants none. */
    @NonNull
    public static ObjectNode sourceIsTrusted(@NonNull SetupValues values) {
        ObjectNode statement =
                PolicyJson.allow("SourceAssumesRole", "AWS", List.of(values.show(Field.SOURCE)), ASSUME, List.of());
        return values.isWithoutExternalId()
                ? statement
                : PolicyJson.condition(statement, "StringEquals", "sts:ExternalId", values.show(Field.EXTERNAL_ID));
    }

    /**
     * Trust policy: the bearer of a token assumes the role, by issuer, audience and subject.
     *
     * @param provider ARN of the role's account's OpenID Connect provider
     * @param operator {@code StringEquals}, or {@code StringLike} for a subject with wildcards
     */
    @NonNull
    public static ObjectNode tokenIsTrusted(
            @NonNull String provider, @NonNull String operator, @NonNull String subject, @NonNull String audience) {
        String claims = provider.substring(provider.indexOf('/') + 1);
        ObjectNode statement = PolicyJson.allow(
                "TokenAssumesRole",
                "Federated",
                List.of(provider),
                List.of("sts:AssumeRoleWithWebIdentity"),
                List.of());
        PolicyJson.condition(statement, "StringEquals", claims + ":aud", audience);
        return PolicyJson.condition(statement, operator, claims + ":sub", subject);
    }

    /** The source identity's own policy. */
    @NonNull
    public static ObjectNode assumesRole(@NonNull SetupValues values) {
        return PolicyJson.allow("AssumeTargetRole", ASSUME, List.of(values.show(Field.ROLE)));
    }

    /** The uploader's own policy: objects below the prefix, a look at the bucket, and the key where there is one. */
    @NonNull
    public static List<ObjectNode> uploads(@NonNull SetupValues values) {
        List<ObjectNode> all = new ArrayList<>();
        all.add(PolicyJson.allow(
                "UploadRevisions",
                List.of("s3:PutObject", "s3:AbortMultipartUpload", "s3:GetObject", "s3:GetObjectVersion"),
                List.of(Arns.objects(values))));
        all.add(PolicyJson.allow(
                "CheckBucket",
                List.of(
                        "s3:GetBucketLocation",
                        "s3:GetBucketOwnershipControls",
                        "s3:GetBucketPolicy",
                        "s3:GetEncryptionConfiguration"),
                List.of(Arns.bucket(values))));
        if (values.has(Field.KMS_KEY)) {
            all.add(PolicyJson.allow(
                    "EncryptRevisions",
                    // A part of a multipart upload needs Decrypt as well.
                    List.of("kms:GenerateDataKey", "kms:Decrypt"),
                    List.of(values.show(Field.KMS_KEY))));
        }
        return all;
    }

    /**
     * The role's own policy: one application and group, with what CreateDeployment depends on.
     *
     * <p>Following and stopping a deployment needs a statement for all resources. The Service Authorization Reference
     * lists no resource type for these actions, so only {@code *} allows them; CodeDeploy's own guide gives them the
     * deployment group's ARN, which {@code *} includes. The ID of a deployment is no secret, but has no meaning in
     * another account.
     *
     * @see <a href="https://docs.aws.amazon.com/codedeploy/latest/userguide/auth-and-access-control-permissions-reference.html">
     *     CodeDeploy permissions reference</a>
     */
    @NonNull
    public static List<ObjectNode> deploys(@NonNull SetupValues values) {
        String application = Arns.literal(values.show(Field.APPLICATION));
        String group = "deploymentgroup:" + application + "/";
        return List.of(
                PolicyJson.allow(
                        "Deploy",
                        List.of(
                                "codedeploy:CreateDeployment",
                                "codedeploy:BatchGetDeployments",
                                "codedeploy:ListDeployments",
                                "codedeploy:GetDeploymentGroup"),
                        List.of(Arns.codeDeploy(values, group + Arns.literal(values.show(Field.GROUP))))),
                PolicyJson.allow("FollowDeployments", WITHOUT_RESOURCE_TYPE, List.of("*")),
                PolicyJson.allow(
                        "UseRevisions",
                        List.of(
                                "codedeploy:GetApplication",
                                "codedeploy:GetApplicationRevision",
                                "codedeploy:RegisterApplicationRevision"),
                        List.of(Arns.codeDeploy(values, "application:" + application))),
                PolicyJson.allow(
                        "UseDeploymentConfigs",
                        List.of("codedeploy:GetDeploymentConfig"),
                        List.of(Arns.codeDeploy(values, "deploymentconfig:*"))),
                PolicyJson.allow(
                        "FindNames",
                        List.of("codedeploy:ListApplications", "codedeploy:ListDeploymentGroups"),
                        List.of(
                                Arns.codeDeploy(values, "application:*"),
                                Arns.codeDeploy(values, "deploymentgroup:*"))));
    }

    /** The instances' role's own policy; the agent's updates come from a bucket of AWS. */
    @NonNull
    static List<ObjectNode> reads(@NonNull SetupValues values) {
        List<ObjectNode> all = new ArrayList<>();
        all.add(PolicyJson.allow(
                "ReadRevisions",
                List.of("s3:GetObject", "s3:GetObjectVersion"),
                List.of(
                        Arns.objects(values),
                        "arn:" + values.partition() + ":s3:::aws-codedeploy-" + values.region() + "/*")));
        if (values.has(Field.KMS_KEY)) {
            all.add(PolicyJson.allow("DecryptRevisions", List.of("kms:Decrypt"), List.of(values.show(Field.KMS_KEY))));
        }
        return all;
    }

    /** Key policy: without this statement nobody could change the policy again. */
    @NonNull
    static ObjectNode accountManagesKey(@NonNull SetupValues values) {
        String account = Arns.account(values.show(Field.KMS_KEY), Arns.bucketAccount(values));
        return PolicyJson.allow(
                "AccountManagesKey",
                "AWS",
                List.of("arn:" + values.partition() + ":iam::" + account + ":root"),
                List.of("kms:*"),
                List.of("*"));
    }

    /** Key policy: whoever uploads encrypts, by way of S3. */
    @NonNull
    public static ObjectNode uploaderEncrypts(@NonNull SetupValues values) {
        return PolicyJson.condition(
                PolicyJson.allow(
                        "UploaderEncrypts",
                        "AWS",
                        List.of(values.uploader()),
                        List.of("kms:GenerateDataKey", "kms:Decrypt"),
                        List.of("*")),
                "StringEquals",
                "kms:ViaService",
                Arns.s3Service(values));
    }

    /** Key policy: the instances' role decrypts, by way of S3. */
    @NonNull
    public static ObjectNode instancesDecrypt(@NonNull SetupValues values) {
        return PolicyJson.condition(
                PolicyJson.allow(
                        "InstancesDecrypt",
                        "AWS",
                        List.of(values.show(Field.INSTANCE_ROLE)),
                        List.of("kms:Decrypt"),
                        List.of("*")),
                "StringEquals",
                "kms:ViaService",
                Arns.s3Service(values));
    }

    /** Trust policy of the role that CodeDeploy itself has. */
    @NonNull
    public static ObjectNode codeDeployIsTrusted(@NonNull SetupValues values) {
        return PolicyJson.allow(
                "CodeDeployAssumesRole",
                "Service",
                Arns.codeDeployPrincipals(values),
                List.of("sts:AssumeRole"),
                List.of());
    }
}
