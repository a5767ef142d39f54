package io.jenkins.plugins.codedeploy.engine.diagnosis;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.Guidance;
import io.jenkins.plugins.codedeploy.engine.Guidance.Cause;
import io.jenkins.plugins.codedeploy.engine.GuideStep;
import io.jenkins.plugins.codedeploy.engine.Remedy;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.facts.Arns;
import io.jenkins.plugins.codedeploy.engine.facts.PolicyReader;
import io.jenkins.plugins.codedeploy.engine.facts.SetupValues;
import io.jenkins.plugins.codedeploy.engine.facts.SetupValues.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Why an instance did not get its revision: what the agent says is S3's message, without its code.
 *
 * @see <a href="https://docs.aws.amazon.com/codedeploy/latest/userguide/troubleshooting-deployments.html">
 *     Troubleshooting DownloadBundle</a>
 */
final class DownloadDiagnosis {
    private static final String READ = "s3:GetObject";

    private DownloadDiagnosis() {}

    @NonNull
    static Guidance of(@NonNull SetupValues given, @NonNull String message) {
        SetupValues known = UploadDiagnosis.withKey(given, message);
        String said = message.toLowerCase(Locale.ROOT);
        Denial denial = Denial.read(message);
        known = Verdict.learn(known, Field.INSTANCE_ROLE, denial.principal());
        if (said.contains("kms:") || said.contains("ciphertext") || message.contains(":kms:")) {
            return key(known, message, denial);
        }
        if (said.contains("etag")) {
            return Guidance.ofCauses(
                    Guidance.cause(Text.of("diagnosis.eTag", Arns.bucket(known)), Remedies.give("revision")));
        }
        if (said.contains("specified endpoint") || said.contains("region") && said.contains("wrong")) {
            return elsewhere(known);
        }
        if (said.contains("bucket does not exist")) {
            return Guidance.of(
                    GuideStep.BUCKET, Guidance.cause(Text.of("diagnosis.noBucket", known.show(Field.BUCKET))));
        }
        if (said.contains("storage class")) {
            return Guidance.ofCauses(
                    Guidance.cause(Text.of("diagnosis.archived", Arns.bucket(known)), Remedies.give("revision")));
        }
        if (said.contains("key does not exist") || said.contains("version does not exist")) {
            return DeploymentDiagnosis.revisionGone(known);
        }
        if (said.contains("credentials")) {
            return Guidance.of(GuideStep.TARGET_ACCOUNT, Guidance.cause(Text.of("diagnosis.noProfile")));
        }
        if ("s3:ListBucket".equals(denial.action())) {
            // AWS asks for it only where there is no such object
            return DeploymentDiagnosis.revisionGone(known);
        }
        if (said.contains("denied") || said.contains("not authorized") || said.contains("forbidden")) {
            return withObject(known, read(known, denial));
        }
        return Guidance.ofCauses();
    }

    /** Who may not list the bucket is not told that an object is missing. */
    private static Guidance withObject(SetupValues known, Guidance denied) {
        if (!known.has(Field.KEY)) {
            return denied;
        }
        List<Cause> causes = new ArrayList<>(denied.causes());
        causes.add(Guidance.cause(Text.of("diagnosis.noObject", known.show(Field.KEY), known.show(Field.BUCKET))));
        return new Guidance(denied.step(), causes);
    }

    /** What the instances' role needs, whoever asks; where the bucket's policy is known, no more than it lacks. */
    @NonNull
    static Guidance read(@NonNull SetupValues known, @NonNull Denial denial) {
        String policy = known.get(Field.BUCKET_POLICY);
        PolicyReader.Finding found = policy == null || !known.has(Field.INSTANCE_ROLE) || !known.has(Field.KEY)
                ? null
                : new PolicyReader(policy, known.show(Field.INSTANCE_ROLE), object(known)).read(READ);
        boolean granted = known.isBucketInTarget() || found != null && found.verdict() == PolicyReader.Verdict.ALLOWED;
        boolean denied = found != null && found.isDenial();
        Verdict verdict =
                new Verdict(denial, READ, Verdict.name(known, Field.INSTANCE_ROLE), Arns.bucket(known), known.region());
        List<Cause> causes = new ArrayList<>(denied ? Conditions.ofDenials(known, found.statement(), READ) : List.of());
        causes.addAll(verdict.causes(
                Remedies.instancePolicy(known),
                granted || denied ? null : Remedies.bucketPolicy(known),
                found != null,
                List.of()));
        return new Guidance(verdict.step(GuideStep.BUCKET_PERMISSIONS), causes);
    }

    private static String object(SetupValues known) {
        return Arns.bucket(known) + "/" + known.show(Field.KEY);
    }

    private static Guidance key(SetupValues known, String message, Denial denial) {
        String key = Verdict.name(known, Field.KMS_KEY);
        Cause state = UploadDiagnosis.keyState(key, "", message);
        if (state != null) {
            return Guidance.of(GuideStep.BUCKET, state);
        }
        if (known.has(Field.MANAGED_KEY)) {
            return Guidance.of(GuideStep.BUCKET, managedKey(known));
        }
        Verdict verdict =
                new Verdict(denial, "kms:Decrypt", Verdict.name(known, Field.INSTANCE_ROLE), key, known.region());
        List<Cause> causes =
                new ArrayList<>(verdict.causes(Remedies.instancePolicy(known), Remedies.keyForInstances(known)));
        if (denial.by() == Denial.By.RESOURCE || denial.by() == Denial.By.UNSAID) {
            causes.add(managedKey(known));
        }
        return new Guidance(verdict.step(GuideStep.BUCKET_PERMISSIONS), causes);
    }

    @NonNull
    static Cause managedKey(@NonNull SetupValues known) {
        return Guidance.cause(
                Text.of("diagnosis.managedKey", known.show(Field.BUCKET)), Remedies.plainEncryption(known));
    }

    /** The agent asks in its own region: a bucket there is the only fix. */
    @NonNull
    static Guidance elsewhere(@NonNull SetupValues known) {
        return elsewhere(known, known.get(Field.BUCKET_REGION));
    }

    /** @param actual the bucket's Region; null, or the instances' own, where it is not known */
    @NonNull
    static Guidance elsewhere(@NonNull SetupValues known, @CheckForNull String actual) {
        String name = known.show(Field.BUCKET) + "-" + known.region();
        SetupValues there = known.with(Field.BUCKET, name)
                .with(Field.BUCKET_REGION, known.region())
                .with(Field.KMS_KEY, null);
        List<Remedy> remedies = new ArrayList<>();
        remedies.add(Remedies.createBucket(there, name, known.region()));
        if (!known.isBucketInTarget()) {
            remedies.add(Remedies.bucketPolicy(there));
        }
        remedies.add(Remedies.uploaderPolicy(there));
        remedies.add(Remedies.instancePolicy(there));
        remedies.add(Remedies.setting("bucket", name));
        if (!known.region().equals(known.get(Field.BUCKET_REGION))) {
            remedies.add(Remedies.setting("bucketRegion", known.region()));
        }
        return new Guidance(
                GuideStep.BUCKET,
                List.of(new Cause(
                        actual == null || actual.equals(known.region())
                                ? Text.of("diagnosis.otherRegion", known.show(Field.BUCKET), known.region())
                                : Text.of(
                                        "diagnosis.otherRegion.known",
                                        known.show(Field.BUCKET),
                                        known.region(),
                                        actual),
                        remedies)));
    }
}
