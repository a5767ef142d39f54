package io.jenkins.plugins.codedeploy.engine;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * The rules of single fields, shared by requests and by form validation. Each answers the trimmed value or throws
 * {@link InvalidInputException}; an optional one answers null for blank.
 */
public final class Inputs {
    /** Of any value of a single field; the longest is a revision with its key, version and eTag. */
    private static final int LONGEST = 8192;

    /** @see <a href="https://openid.net/specs/openid-connect-discovery-1_0.html#IssuerDiscovery">Issuer</a> */
    private static final Pattern ISSUER =
            Pattern.compile("(?:https://[\\w.-]+|http://(?:127\\.0\\.0\\.1|localhost))(?::\\d+)?(?:/[\\w.~%/-]*)?");

    private static final Pattern REGION = Pattern.compile("[a-z]{2,4}(?:-[a-z]{1,20}){1,4}-\\d{1,2}");
    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
    private static final Pattern EXTERNAL_ID = Pattern.compile("[\\w+=,.@:/-]{2,1224}");
    private static final Pattern PRINCIPAL = Pattern.compile(
            "arn:aws[a-z-]*:iam::\\d{12}:(root|(user|role)/([\\x21-\\x7e&&[^*?$]]{1,510}/)?[\\w+=,.@-]{1,64})");
    private static final Pattern ROLE_SESSION = Pattern.compile("arn:aws[a-z-]*:sts::\\d{12}:assumed-role/.{1,200}");
    /** What IAM would take for more than the character itself, and what ends a part of an ARN. */
    private static final Pattern NOT_IN_POLICIES = Pattern.compile("[*?$\\p{Cntrl}]");

    private static final Pattern DEPLOYMENT_ID = Pattern.compile("d-[A-Z0-9]{9}");
    private static final Pattern KMS_KEY = Pattern.compile(
            "arn:aws[a-z-]*:kms:[a-z0-9-]{1,40}:\\d{12}:(key|alias)/[\\w/-]{1,256}|alias/[\\w/-]{1,256}|[\\w-]{36,46}");

    private static final int LONGEST_ARN = 2048;

    private Inputs() {}

    @CheckForNull
    public static String optional(@CheckForNull String value) {
        return value == null || value.isBlank() ? null : value.strip();
    }

    @NonNull
    public static String required(String field, @CheckForNull String value) {
        String given = optional(field, value);
        if (given == null) {
            throw new InvalidInputException(field, Text.of("engine.missing"));
        }
        return given;
    }

    /**
     * The same as {@link #optional(String)}, of a length that a pattern can be matched with.
     *
     * @throws InvalidInputException when the value is longer than any that AWS takes
     */
    @CheckForNull
    public static String optional(String field, @CheckForNull String value) {
        if (value != null && value.length() > LONGEST) {
            throw new InvalidInputException(field, Text.of("engine.tooLong", value.length(), LONGEST));
        }
        return optional(value);
    }

    /** A region's code such as {@code eu-central-1}; unknown ones pass, since AWS adds regions. */
    @NonNull
    public static String region(String field, @CheckForNull String value) {
        return matching(field, required(field, value), REGION, "engine.region");
    }

    /** @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html">Naming rules</a> */
    @NonNull
    public static String bucket(String field, @CheckForNull String value) {
        String name = required(field, value);
        if (name.startsWith("arn:") || name.startsWith("s3://") || name.contains("/")) {
            throw new InvalidInputException(field, Text.of("engine.bucket.nameOnly", name));
        }
        matching(field, name, BUCKET, "engine.bucket");
        if (name.contains("..") || name.matches("\\d+\\.\\d+\\.\\d+\\.\\d+")) {
            throw new InvalidInputException(field, Text.of("engine.bucket", name));
        }
        return name;
    }

    /** @see <a href="https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html">AssumeRole</a> */
    @CheckForNull
    public static String externalId(@CheckForNull String value) {
        String given = optional("externalId", value);
        return given == null ? null : matching("externalId", given, EXTERNAL_ID, "engine.externalId");
    }

    /** Validates the ARN of a principal of a policy: a user, a role, or an account's root. Returns null if blank. */
    @CheckForNull
    public static String principal(String field, @CheckForNull String value) {
        String given = optional(field, value);
        if (given != null
                && given.length() <= LONGEST_ARN
                && ROLE_SESSION.matcher(given).matches()) {
            throw new InvalidInputException(field, Text.of("engine.principal.session", given));
        }
        return given == null ? null : matching(field, given, PRINCIPAL, "engine.principal");
    }

    /** Validates a name or key prefix that contains no wildcard or variable of a policy. Returns null if blank. */
    @CheckForNull
    public static String inPolicy(String field, @CheckForNull String value) {
        String given = optional(value);
        if (given != null && NOT_IN_POLICIES.matcher(given).find()) {
            throw new InvalidInputException(field, Text.of("engine.wildcard", given));
        }
        return given;
    }

    /** Validates the URL of an issuer of ID tokens; on this machine, {@code http} serves too. */
    @NonNull
    public static String issuer(String field, @CheckForNull String url) {
        String given = required(field, url);
        if (!ISSUER.matcher(given).matches()) {
            throw new InvalidInputException(field, Text.of("setup.issuer", given));
        }
        return given;
    }

    /** Validates the subject of ID tokens that a role trusts: one with wildcards alone would be every job's. */
    @NonNull
    public static String subject(String field, @CheckForNull String subject) {
        String given = required(field, subject);
        if (given.replaceFirst("^https?://[^/]*", "")
                .replaceAll("[*?/]|\\bjob\\b", "")
                .isEmpty()) {
            throw new InvalidInputException(field, Text.of("setup.subject", given));
        }
        return given;
    }

    /** @param seconds 900 to 43200; what a role allows, or chaining caps, is known only to AWS */
    @NonNull
    public static Duration sessionDuration(long seconds) {
        if (seconds < 900 || seconds > 43_200) {
            throw new InvalidInputException("sessionDuration", Text.of("engine.sessionDuration", seconds));
        }
        return Duration.ofSeconds(seconds);
    }

    /** An application's or deployment group's name: 1 to 100 characters. */
    @NonNull
    public static String name(String field, @CheckForNull String value) {
        String name = required(field, value);
        if (name.length() > 100) {
            throw new InvalidInputException(field, Text.of("engine.nameTooLong", name.length()));
        }
        return name;
    }

    @NonNull
    public static String deploymentId(@CheckForNull String value) {
        return matching("deploymentId", required("deploymentId", value), DEPLOYMENT_ID, "engine.deploymentId");
    }

    /** A KMS key's ARN, id or alias; null means the bucket's own default encryption. */
    @CheckForNull
    public static String kmsKeyId(@CheckForNull String value) {
        String given = optional("kmsKeyId", value);
        if (given == null) {
            return null;
        }
        if (given.endsWith("alias/aws/s3")) {
            throw new InvalidInputException("kmsKeyId", Text.of("engine.kmsKeyId.managed"));
        }
        return matching("kmsKeyId", given, KMS_KEY, "engine.kmsKeyId");
    }

    private static String matching(String field, String value, Pattern form, String code) {
        if (!form.matcher(value).matches()) {
            throw new InvalidInputException(field, Text.of(code, value));
        }
        return value;
    }
}
