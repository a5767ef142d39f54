package io.jenkins.plugins.codedeploy.engine.diagnosis;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.Guidance;
import io.jenkins.plugins.codedeploy.engine.Guidance.Cause;
import io.jenkins.plugins.codedeploy.engine.GuideStep;
import io.jenkins.plugins.codedeploy.engine.Remedy;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.facts.Arns;
import io.jenkins.plugins.codedeploy.engine.facts.SetupValues;
import io.jenkins.plugins.codedeploy.engine.facts.SetupValues.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Why S3 did not take a revision, or tell of its bucket.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/troubleshoot-403-errors.html">Access denied in S3</a>
 */
public final class UploadDiagnosis {
    private static final Pattern KEY =
            Pattern.compile("arn:aws[a-z-]*:kms:[a-z0-9-]{1,40}:\\d{12}:(?:key|alias)/[\\w/-]{1,256}");

    private static final Pattern BARE =
            Pattern.compile("\\s*+(?:Access Denied|Forbidden)?+[^\\w(]*+(?:\\(.*+)?+", Pattern.DOTALL);

    private final SetupValues known;
    private final String code;
    private final String message;

    private UploadDiagnosis(SetupValues known, String code, String message) {
        this.known = withKey(known, message);
        this.code = code;
        this.message = message;
    }

    /**
     * @param action as IAM spells it
     * @param elsewhere the region that S3 says the bucket is in; null where it does not say
     * @param expectedOwner the account that the request named; null where it named none
     */
    @NonNull
    public static Guidance of(
            @NonNull SetupValues known,
            @NonNull String action,
            boolean denied,
            @NonNull String code,
            @NonNull String message,
            @CheckForNull String elsewhere,
            @CheckForNull String expectedOwner) {
        return of(known, action, denied, code, message, elsewhere, expectedOwner, null);
    }

    /** @param policy of the bucket; null where it has none or may not be read */
    @NonNull
    public static Guidance of(
            @NonNull SetupValues known,
            @NonNull String action,
            boolean denied,
            @NonNull String code,
            @NonNull String message,
            @CheckForNull String elsewhere,
            @CheckForNull String expectedOwner,
            @CheckForNull String policy) {
        UploadDiagnosis diagnosis = new UploadDiagnosis(known, code, message);
        if (code.startsWith("KMS.")) {
            return diagnosis.key();
        }
        if (code.equals("NoSuchBucket")) {
            return diagnosis.noBucket();
        }
        if (elsewhere != null && !elsewhere.equals(known.get(Field.BUCKET_REGION))) {
            if (!elsewhere.equals(known.region())) {
                // Uploading there would help nobody: instances look in the deployment's region.
                return DownloadDiagnosis.elsewhere(known, elsewhere);
            }
            return Guidance.of(
                    GuideStep.BUCKET,
                    Guidance.cause(
                            Text.of("diagnosis.bucketRegion", known.show(Field.BUCKET), elsewhere),
                            Remedies.setting("bucketRegion", elsewhere)));
        }
        if (denied) {
            return diagnosis.denied(action, expectedOwner, policy);
        }
        return Guidance.of(GuideStep.UPLOAD);
    }

    /** Whoever uploads may write a key, but not read what is there. */
    @NonNull
    public static Guidance mayNotRead(@NonNull SetupValues known) {
        return Guidance.of(
                GuideStep.UPLOAD,
                Guidance.cause(
                        Text.of("diagnosis.identity", Verdict.uploader(known), "s3:GetObject"),
                        Remedies.uploaderPolicy(known)));
    }

    /** The key that AWS's words name. */
    @NonNull
    static SetupValues withKey(@NonNull SetupValues known, @NonNull String message) {
        Matcher m = KEY.matcher(message);
        return m.find() ? known.with(Field.KMS_KEY, m.group()) : known;
    }

    private Guidance key() {
        String key = Verdict.name(known, Field.KMS_KEY);
        Guidance.Cause state = keyState(key, code, message);
        if (state != null) {
            return Guidance.of(GuideStep.BUCKET, state);
        }
        return Guidance.of(
                GuideStep.BUCKET,
                Guidance.cause(
                        Text.of("diagnosis.noKey", key, known.show(Field.BUCKET_REGION)), Remedies.give("kmsKeyId")),
                Guidance.cause(Text.of("diagnosis.noKey.own"), Remedies.setting("kmsKeyId", "")));
    }

    /**
     * The cause if the key exists, but its state does not allow its use; null otherwise.
     *
     * @see <a href="https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html">Key states</a>
     */
    @CheckForNull
    static Guidance.Cause keyState(String key, String code, String message) {
        String region = key.startsWith("arn:") ? key.split(":")[3] : "REGION";
        String which = " --key-id " + key + " --region " + region;
        Remedy enable = Remedies.command(key, "aws kms enable-key" + which);
        if (message.contains("pending deletion")) {
            return Guidance.cause(
                    Text.of("diagnosis.keyDeleted", key),
                    Remedies.command(key, "aws kms cancel-key-deletion" + which),
                    enable);
        }
        if (code.contains("Disabled") || message.contains("is disabled")) {
            return Guidance.cause(Text.of("diagnosis.keyDisabled", key), enable);
        }
        return code.contains("InvalidState") ? Guidance.cause(Text.of("diagnosis.keyState", key)) : null;
    }

    private Guidance noBucket() {
        List<Remedy> remedies = new ArrayList<>();
        String region = known.has(Field.BUCKET_REGION) ? known.show(Field.BUCKET_REGION) : known.region();
        remedies.add(Remedies.createBucket(known, known.show(Field.BUCKET), region));
        if (!known.isBucketInTarget()) {
            remedies.add(Remedies.bucketPolicy(known));
        }
        return new Guidance(
                GuideStep.BUCKET,
                List.of(
                        Guidance.cause(Text.of("diagnosis.noBucket", known.show(Field.BUCKET))),
                        new Cause(Text.of("diagnosis.newBucket", known.show(Field.BUCKET)), remedies)));
    }

    private Guidance denied(String action, @CheckForNull String expectedOwner, @CheckForNull String policy) {
        Denial denial = Denial.read(message);
        SetupValues named = known.isBucketInTarget() ? known : Verdict.learn(known, Field.SOURCE, denial.principal());
        if (String.valueOf(denial.action()).startsWith("kms:")) {
            Verdict verdict = new Verdict(
                    denial, action, Verdict.uploader(named), Verdict.name(named, Field.KMS_KEY), region(named));
            return new Guidance(
                    verdict.step(GuideStep.UPLOAD),
                    verdict.causes(Remedies.uploaderPolicy(named), Remedies.keyForUploader(named)));
        }
        if (denial.isBare()) {
            // Others with this code speak of the request itself, such as one that has expired.
            return BARE.matcher(message).matches()
                    ? acrossAccounts(named, action, expectedOwner)
                    : Guidance.of(GuideStep.UPLOAD);
        }
        Verdict verdict = new Verdict(denial, action, Verdict.uploader(named), Arns.bucket(named), region(named));
        return new Guidance(
                verdict.step(GuideStep.UPLOAD),
                verdict.causes(
                        Remedies.uploaderPolicy(named), null, false, Conditions.ofDenials(named, policy, action)));
    }

    private static String region(SetupValues known) {
        String bucketRegion = known.get(Field.BUCKET_REGION);
        return bucketRegion == null ? known.region() : bucketRegion;
    }

    /** Within an account S3 names the principal: where it does not, the bucket is another account's. */
    private Guidance acrossAccounts(SetupValues named, String action, @CheckForNull String expectedOwner) {
        List<Cause> causes = new ArrayList<>();
        if (expectedOwner == null) {
            causes.add(
                    Guidance.cause(Text.of("diagnosis.bucketName", named.show(Field.BUCKET), Verdict.uploader(named))));
        } else if (expectedOwner.equals(Arns.account(Verdict.uploader(named), ""))) {
            // what is expected where nothing is given
            causes.add(Guidance.cause(Text.of("diagnosis.expectedOwner.own", named.show(Field.BUCKET), expectedOwner)));
        } else {
            causes.add(Guidance.cause(
                    Text.of("diagnosis.expectedOwner", named.show(Field.BUCKET), expectedOwner),
                    Remedies.give("bucketAccount")));
        }
        if (named.has(Field.ROLE)) {
            causes.add(Guidance.cause(
                    Text.of("diagnosis.bucketOwner", named.show(Field.BUCKET), Verdict.uploader(named)),
                    Remedies.setting("bucketOwner", named.isBucketInTarget() ? "SOURCE" : "TARGET")));
        }
        causes.add(Guidance.cause(
                Text.of("diagnosis.identity.check", Verdict.uploader(named), action), Remedies.uploaderPolicy(named)));
        causes.add(Guidance.cause(Text.of("diagnosis.organization.check", action, region(named))));
        return new Guidance(GuideStep.BUCKET, causes);
    }
}
