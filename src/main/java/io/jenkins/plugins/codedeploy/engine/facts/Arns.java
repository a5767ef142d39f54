package io.jenkins.plugins.codedeploy.engine.facts;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.facts.SetupValues.Field;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of AWS's resources. */
public final class Arns {
    private static final Pattern SESSION =
            Pattern.compile("arn:(aws[a-z-]*):sts::(\\d{12}):assumed-role/([\\w+=,.@-]{1,64})/[\\w+=,.@-]{2,64}");
    /** @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html">Special characters</a> */
    private static final Pattern WILD = Pattern.compile("[*?$]");
    /** What the roles of IAM Identity Center begin with; they have a path, always. */
    private static final String IDENTITY_CENTER = "AWSReservedSSO_";

    private static final String ROLE_PATH = "ROLE_PATH";
    private static final Pattern ACCOUNT = Pattern.compile("arn:[^:]*:[^:]*:[^:]*:(\\d{12}):.*", Pattern.DOTALL);

    private Arns() {}

    /**
     * Returns the principal that policies name: for a role session, the role.
     *
     * <p>A session's ARN leaves out the role's path. Where the role surely has one, a placeholder stands for it;
     * otherwise the role is named without, which IAM refuses in a trust policy if it has one.
     */
    @NonNull
    public static String principal(@NonNull String arn) {
        Matcher m = SESSION.matcher(arn);
        if (!m.matches()) {
            return arn;
        }
        String path = m.group(3).startsWith(IDENTITY_CENTER) ? ROLE_PATH + "/" : "";
        return "arn:" + m.group(1) + ":iam::" + m.group(2) + ":role/" + path + m.group(3);
    }

    /** Whether it is a session's, of which {@link #principal} has to guess the role's path. */
    public static boolean isSession(@NonNull String arn) {
        return SESSION.matcher(arn).matches();
    }

    /** A name in an ARN as itself, whatever characters it has. */
    @NonNull
    public static String literal(@NonNull String name) {
        return WILD.matcher(name).replaceAll("\\${$0}");
    }

    /** The account in an ARN, or the given words where it has none. */
    @NonNull
    public static String account(@NonNull String arn, @NonNull String otherwise) {
        Matcher m = ACCOUNT.matcher(arn);
        return m.matches() ? m.group(1) : otherwise;
    }

    @NonNull
    public static String name(@NonNull String arn) {
        return arn.substring(arn.lastIndexOf('/') + 1);
    }

    /** Path of a user or role, such as {@code /ci/}; {@code /} for none. */
    @NonNull
    public static String path(@NonNull String arn) {
        return arn.substring(arn.indexOf('/'), arn.lastIndexOf('/') + 1);
    }

    public static boolean isRole(@NonNull String arn) {
        return arn.contains(":role/");
    }

    /** An account's OpenID Connect provider. */
    @NonNull
    public static String provider(@NonNull String partition, @NonNull String account, @NonNull String name) {
        return "arn:" + partition + ":iam::" + account + ":oidc-provider/" + name;
    }

    @NonNull
    public static String bucket(@NonNull SetupValues values) {
        return "arn:" + values.partition() + ":s3:::" + values.show(Field.BUCKET);
    }

    /** Every revision. */
    @NonNull
    public static String objects(@NonNull SetupValues values) {
        return bucket(values) + "/" + literal(values.keysBeginWith()) + "*";
    }

    @NonNull
    public static String codeDeploy(@NonNull SetupValues values, @NonNull String resource) {
        return "arn:" + values.partition() + ":codedeploy:" + values.region() + ":" + targetAccount(values) + ":"
                + resource;
    }

    /** Where applications and instances are: without a role to assume, the source account itself. */
    @NonNull
    public static String targetAccount(@NonNull SetupValues values) {
        return values.has(Field.ROLE)
                ? account(values.show(Field.ROLE), "TARGET_ACCOUNT")
                : account(values.show(Field.SOURCE), "ACCOUNT");
    }

    @NonNull
    public static String sourceAccount(@NonNull SetupValues values) {
        return account(values.show(Field.SOURCE), "SOURCE_ACCOUNT");
    }

    @NonNull
    public static String bucketAccount(@NonNull SetupValues values) {
        return values.isBucketInTarget() ? targetAccount(values) : sourceAccount(values);
    }

    /** CodeDeploy as the principal of its service role's trust policy. */
    @NonNull
    public static List<String> codeDeployPrincipals(@NonNull SetupValues values) {
        return values.partition().equals("aws-cn")
                ? List.of("codedeploy." + values.region() + ".amazonaws.com.cn")
                : List.of("codedeploy.amazonaws.com");
    }

    /** S3 as a key's policy names the way that a request came. */
    @NonNull
    public static String s3Service(@NonNull SetupValues values) {
        String suffix = values.partition().equals("aws-cn") ? ".amazonaws.com.cn" : ".amazonaws.com";
        String region = values.has(Field.BUCKET_REGION) ? values.show(Field.BUCKET_REGION) : values.region();
        return "s3." + region + suffix;
    }
}
