package io.jenkins.plugins.codedeploy.engine.preflight;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.Guidance;
import io.jenkins.plugins.codedeploy.engine.GuideStep;
import io.jenkins.plugins.codedeploy.engine.Problem;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.aws.AwsErrors;
import io.jenkins.plugins.codedeploy.engine.aws.AwsService;
import io.jenkins.plugins.codedeploy.engine.diagnosis.Advice;
import io.jenkins.plugins.codedeploy.engine.facts.PolicyReader;
import io.jenkins.plugins.codedeploy.engine.facts.SetupValues;
import io.jenkins.plugins.codedeploy.engine.facts.SetupValues.Field;
import io.jenkins.plugins.codedeploy.engine.upload.BucketTarget;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkException;

/** Whether the instances can read revisions, as far as it shows from outside. */
final class InstanceChecks {
    private static final List<String> READ = List.of("s3:GetObject", "s3:GetObjectVersion");

    private final PreflightContext scene;

    InstanceChecks(PreflightContext scene) {
        this.scene = scene;
    }

    @NonNull
    CheckResult bucketPolicy() {
        PreflightRequest request = scene.request();
        BucketTarget bucket = request.bucket();
        if (bucket == null) {
            return scene.withoutBucket(Check.BUCKET_POLICY);
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
            policy = scene.ask(
                            AwsService.S3,
                            () -> scene.s3()
                                    .getBucketPolicy(r -> r.bucket(bucket.bucket())
                                            .expectedBucketOwner(scene.bucket().expectedOwner())))
                    .policy();
        } catch (SdkException e) {
            return unread(known, e);
        }
        return scene.isAcrossAccounts() ? judge(known, policy, role, bucket) : within(known, policy, role, bucket);
    }

    private CheckResult unread(SetupValues known, SdkException e) {
        if (!scene.isAcrossAccounts()) {
            return CheckResult.notApplicable(Check.BUCKET_POLICY, Text.of("preflight.policy.same"));
        }
        if (AwsErrors.code(e).equals("NoSuchBucketPolicy")) {
            return failed(known, Text.of("preflight.policy.none", known.show(Field.BUCKET)));
        }
        // To whom is not of the owner's account S3 says MethodNotAllowed.
        boolean refused = AwsErrors.isAccessDenied(e) || AwsErrors.code(e).equals("MethodNotAllowed");
        return CheckResult.notPermitted(
                Check.BUCKET_POLICY,
                refused ? Text.of("preflight.mayNotLook", "s3:GetBucketPolicy") : BucketFacts.said(e),
                refused ? problem(known, Text.of("preflight.policy.needed", known.show(Field.INSTANCE_ROLE))) : null);
    }

    /** There the role's own policy is enough, unless the bucket's denies. */
    private CheckResult within(SetupValues known, String policy, String role, BucketTarget bucket) {
        if (known.has(Field.INSTANCE_ROLE)) {
            PolicyReader reader =
                    new PolicyReader(policy, role, bucket.arn(scene.request().sampleKey()));
            for (String action : READ) {
                PolicyReader.Finding finding = reader.read(action);
                if (finding.verdict() == PolicyReader.Verdict.DENIED) {
                    return denied(known, role, action, finding);
                }
            }
        }
        return CheckResult.notApplicable(Check.BUCKET_POLICY, Text.of("preflight.policy.same"));
    }

    private static CheckResult denied(SetupValues known, String role, String action, PolicyReader.Finding finding) {
        Text why = Text.of("preflight.policy.denied", role, action);
        return CheckResult.failed(
                Check.BUCKET_POLICY,
                new Problem(
                        why,
                        Text.of("preflight.policy.statement", finding.statement()),
                        null,
                        Advice.bucketPolicyDenies(known, why, action)));
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
                    return denied(known, role, action, finding);
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
            return scene.withoutBucket(Check.INSTANCE_ROLE);
        }
        String proof = scene.lastInstalled();
        if (!proof.isEmpty()) {
            return CheckResult.passed(
                    Check.INSTANCE_ROLE, Text.of("preflight.instances.proven", proof, bucket.bucket()));
        }
        SetupValues known = scene.known();
        return CheckResult.onlyInDeployment(
                Check.INSTANCE_ROLE,
                new Problem(
                        Text.of("preflight.instances", known.show(Field.INSTANCE_ROLE)),
                        null,
                        null,
                        Advice.instances(known)));
    }

    private static CheckResult failed(SetupValues known, Text why) {
        return CheckResult.failed(Check.BUCKET_POLICY, problem(known, why));
    }

    private static Problem problem(SetupValues known, Text why) {
        return new Problem(why, null, null, Advice.bucketPolicy(known, why));
    }
}
