package io.jenkins.plugins.codedeploy.engine.diagnosis;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.Guidance;
import io.jenkins.plugins.codedeploy.engine.Guidance.Cause;
import io.jenkins.plugins.codedeploy.engine.GuideStep;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.facts.SetupValues;
import io.jenkins.plugins.codedeploy.engine.facts.SetupValues.Field;
import java.util.ArrayList;
import java.util.List;

/** What preflight says of its findings, in the words and with the remedies that a real run would have. */
public final class Advice {
    private Advice() {}

    /** The bucket is not in the deployment's region. */
    @NonNull
    public static Guidance otherRegion(@NonNull SetupValues known) {
        return DownloadDiagnosis.elsewhere(known);
    }

    /** The bucket encrypts with the AWS managed key. */
    @NonNull
    public static Guidance managedKey(@NonNull SetupValues known) {
        return Guidance.of(GuideStep.BUCKET, DownloadDiagnosis.managedKey(known));
    }

    /** The bucket's policy does not let the instances' role read. */
    @NonNull
    public static Guidance bucketPolicy(@NonNull SetupValues known, @NonNull Text why) {
        return Guidance.of(GuideStep.BUCKET_PERMISSIONS, Guidance.cause(why, Remedies.bucketPolicy(known)));
    }

    /** A statement of the bucket's policy denies it. */
    @NonNull
    public static Guidance bucketPolicyDenies(@NonNull SetupValues known, @NonNull Text why, @NonNull String action) {
        return Guidance.of(
                GuideStep.BUCKET_PERMISSIONS,
                Guidance.cause(
                        why,
                        Remedies.removeDenial(io.jenkins.plugins.codedeploy.engine.facts.Arns.bucket(known), action)));
    }

    /** What cannot be looked at: the instances' role's own policy, and the key's. */
    @NonNull
    public static Guidance instances(@NonNull SetupValues known) {
        List<Cause> causes = new ArrayList<>();
        causes.add(Guidance.cause(
                Text.of("diagnosis.identity.check", Verdict.name(known, Field.INSTANCE_ROLE), "s3:GetObject"),
                Remedies.instancePolicy(known)));
        if (known.has(Field.KMS_KEY)) {
            causes.add(keyPolicy(known));
        }
        return new Guidance(GuideStep.BUCKET_PERMISSIONS, causes);
    }

    /** What instances in another account than the key's need of its policy. */
    @NonNull
    public static Guidance key(@NonNull SetupValues known) {
        return Guidance.of(GuideStep.BUCKET_PERMISSIONS, keyPolicy(known));
    }

    private static Cause keyPolicy(SetupValues known) {
        return Guidance.cause(
                Text.of(
                        "diagnosis.resource.check",
                        Verdict.name(known, Field.KMS_KEY),
                        "kms:Decrypt",
                        Verdict.name(known, Field.INSTANCE_ROLE)),
                Remedies.keyForInstances(known));
    }

    /** What whoever deploys needs. */
    @NonNull
    public static Guidance deployer(@NonNull SetupValues known, @NonNull String action) {
        String principal = Verdict.name(known, known.has(Field.ROLE) ? Field.ROLE : Field.SOURCE);
        return Guidance.of(
                GuideStep.TARGET_ACCOUNT,
                Guidance.cause(Text.of("diagnosis.identity.check", principal, action), Remedies.deployerPolicy(known)));
    }
}
