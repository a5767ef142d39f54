package io.jenkins.plugins.codedeploy.engine.preflight;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.Guidance;
import io.jenkins.plugins.codedeploy.engine.GuideStep;
import io.jenkins.plugins.codedeploy.engine.Problem;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.aws.AwsErrors;
import io.jenkins.plugins.codedeploy.engine.diagnosis.Advice;
import io.jenkins.plugins.codedeploy.engine.setup.SetupValues;
import io.jenkins.plugins.codedeploy.engine.setup.SetupValues.Field;
import io.jenkins.plugins.codedeploy.engine.upload.BucketTarget;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.codedeploy.model.DeploymentGroupInfo;

/** Whether the instances can read revisions, as far as it shows from outside. */
final class InstanceChecks {
    private static final List<String> READ = List.of("s3:GetObject", "s3:GetObjectVersion");

    private final Scene scene;

    InstanceChecks(Scene scene) {
        this.scene = scene;
    }

    @NonNull
    CheckResult bucketPolicy() {
        PreflightRequest request = scene.request();
        BucketTarget bucket = request.bucket();
        if (bucket == null) {
            return CheckResult.notApplicable(Check.BUCKET_POLICY, Text.of("preflight.noBucket"));
        }
        if (!scene.isAcrossAccounts()) {
            return CheckResult.notApplicable(Check.BUCKET_POLICY, Text.of("preflight.policy.same"));
        }
        SetupValues known = scene.known();
        String role = known.show(Field.INSTANCE_ROLE);
        if (role.contains(":instance-profile/")) {
            Text why = Text.of("preflight.policy.profile", role);
            return CheckResult.failed(
                    Check.BUCKET_POLICY,
                    new Problem(
                            why,
                            null,
                            null,
                            Guidance.of(
                                    GuideStep.BUCKET_PERMISSIONS,
                                    Guidance.cause(Text.of("preflight.policy.profile.why")))));
        }
        String policy;
        try {
            policy = scene.s3()
                    .getBucketPolicy(r -> r.bucket(bucket.bucket()).expectedBucketOwner(bucket.expectedOwner()))
                    .policy();
        } catch (SdkException e) {
            if (AwsErrors.code(e).equals("NoSuchBucketPolicy")) {
                return failed(known, Text.of("preflight.policy.none", bucket.bucket()));
            }
            return CheckResult.notPermitted(
                    Check.BUCKET_POLICY,
                    Text.of("preflight.mayNotLook", "s3:GetBucketPolicy"),
                    problem(known, Text.of("preflight.policy.needed", role)));
        }
        return judge(known, policy, role, bucket);
    }

    private CheckResult judge(SetupValues known, String policy, String role, BucketTarget bucket) {
        if (!known.has(Field.INSTANCE_ROLE)) {
            return CheckResult.notProvable(
                    Check.BUCKET_POLICY, problem(known, Text.of("preflight.policy.roleUnknown", bucket.bucket())));
        }
        PolicyReader reader =
                new PolicyReader(policy, role, bucket.arn(scene.request().sampleKey()));
        for (String action : READ) {
            PolicyReader.Finding finding = reader.read(action);
            switch (finding.verdict()) {
                case DENIED -> {
                    return CheckResult.failed(
                            Check.BUCKET_POLICY,
                            new Problem(
                                    Text.of("preflight.policy.denied", role, action),
                                    Text.of("preflight.policy.statement", finding.statement()),
                                    null,
                                    Advice.bucketPolicyDenies(
                                            known, Text.of("preflight.policy.denied", role, action), action)));
                }
                case NOT_ALLOWED -> {
                    return failed(known, finding.why());
                }
                case UNSURE -> {
                    return CheckResult.notProvable(
                            Check.BUCKET_POLICY,
                            new Problem(
                                    Text.of("preflight.policy.unsure", role, action),
                                    Text.of("preflight.policy.statement", finding.statement()),
                                    null,
                                    Advice.bucketPolicy(known, Text.of("preflight.policy.unsure", role, action))));
                }
                default -> {
                    // on to the next action
                }
            }
        }
        return CheckResult.passed(Check.BUCKET_POLICY, Text.of("preflight.policy", role, bucket.bucket()));
    }

    @NonNull
    CheckResult ownPolicy() {
        BucketTarget bucket = scene.request().bucket();
        if (bucket == null) {
            return CheckResult.notApplicable(Check.INSTANCE_ROLE, Text.of("preflight.noBucket"));
        }
        String proof = lastInstalledFrom(bucket.bucket());
        if (!proof.isEmpty()) {
            return CheckResult.passed(
                    Check.INSTANCE_ROLE, Text.of("preflight.instances.proven", proof, bucket.bucket()));
        }
        SetupValues known = scene.known();
        return CheckResult.notProvable(
                Check.INSTANCE_ROLE,
                new Problem(
                        Text.of("preflight.instances", known.show(Field.INSTANCE_ROLE)),
                        null,
                        null,
                        Advice.instances(known)));
    }

    /** The deployment that has installed a revision from there with success, as the group's last; empty for none. */
    private String lastInstalledFrom(String bucket) {
        if (scene.request().deploymentGroup() == null || !scene.isEntered()) {
            return "";
        }
        try {
            DeploymentGroupInfo group = scene.group();
            boolean same = group.targetRevision() != null
                    && group.targetRevision().s3Location() != null
                    && bucket.equals(group.targetRevision().s3Location().bucket());
            return same
                            && group.lastSuccessfulDeployment() != null
                            && group.lastAttemptedDeployment() != null
                            && group.lastSuccessfulDeployment()
                                    .deploymentId()
                                    .equals(group.lastAttemptedDeployment().deploymentId())
                    ? group.lastSuccessfulDeployment().deploymentId()
                    : "";
        } catch (SdkException e) {
            return "";
        }
    }

    private static CheckResult failed(SetupValues known, Text why) {
        return CheckResult.failed(Check.BUCKET_POLICY, problem(known, why));
    }

    private static Problem problem(SetupValues known, Text why) {
        return new Problem(why, null, null, Advice.bucketPolicy(known, why));
    }
}
