package io.jenkins.plugins.codedeploy.engine.facts;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.Inputs;
import io.jenkins.plugins.codedeploy.engine.InvalidInputException;
import io.jenkins.plugins.codedeploy.engine.RoleArn;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.revision.ObjectKeys;
import java.util.EnumMap;
import java.util.Map;

/** What is known of a setup; documents show a placeholder in capitals for what is not. Immutable. */
public final class SetupValues {
    /** One value. */
    public enum Field {
        /** ARN of the user or role whose credentials are stored; a session of a role counts as the role. */
        SOURCE("arn:%s:iam::SOURCE_ACCOUNT:user/SOURCE_USER"),
        /** URL of the issuer of ID tokens; absent where a key is stored. */
        ISSUER("https://ISSUER"),
        /** Of the tokens that are trusted; may have wildcards. */
        SUBJECT("SUBJECT"),
        /** Of the tokens. */
        AUDIENCE("sts.amazonaws.com"),
        /** ARN of the target account's role. */
        ROLE("arn:%s:iam::TARGET_ACCOUNT:role/CROSS_ACCOUNT_ROLE"),
        /** Absent where none is asked for, or where it is not known. */
        EXTERNAL_ID("EXTERNAL_ID"),
        APPLICATION("APPLICATION"),
        GROUP("DEPLOYMENT_GROUP"),
        BUCKET("BUCKET"),
        BUCKET_REGION("BUCKET_REGION"),
        /** Without a slash at its end; {@code /} for all of the bucket. */
        KEY_PREFIX(ObjectKeys.DEFAULT_ROOT),
        /** Of the revision. */
        KEY("KEY"),
        /** ARN of a customer managed key; absent where S3 encrypts with keys of its own. */
        KMS_KEY("KMS_KEY_ARN"),
        /** ARN of the role that instances have by their profile, or on-premises instances assume. */
        INSTANCE_ROLE("arn:%s:iam::TARGET_ACCOUNT:role/INSTANCE_ROLE"),
        /** ARN of the role that CodeDeploy has in the group. */
        SERVICE_ROLE("arn:%s:iam::TARGET_ACCOUNT:role/CODEDEPLOY_SERVICE_ROLE"),
        /** One tag that selects the group's instances, as {@code Key=…,Value=…}. */
        TAG("Key=TAG,Value=VALUE"),
        /** One tag that selects the group's on-premises instances, likewise. */
        ON_PREMISES_TAG("Key=TAG,Value=VALUE"),
        /** Name of an Auto Scaling group that the group deploys to. */
        SCALING_GROUP("AUTO_SCALING_GROUP"),
        /** The AWS managed key that the bucket encrypts with; absent where it does not, or that is not known. */
        MANAGED_KEY("aws/s3"),
        /** The bucket's policy as JSON; absent where it has none, or nobody here may read it. */
        BUCKET_POLICY("{}"),
        /** A name that exists and is like the one that was given. */
        NEAREST("NAME"),
        /** Names that exist, separated by commas. */
        EXISTING("NAMES"),
        /** Other Regions in which the identity creates deployments, separated by commas. */
        OTHER_REGIONS("REGIONS"),
        /** {@code Server}, {@code Lambda} or {@code ECS}. */
        PLATFORM("Server");

        private final String placeholder;

        Field(String placeholder) {
            this.placeholder = placeholder;
        }
    }

    private static final String ROOT = "/";
    private static final String TARGET_ACCOUNT = "TARGET_ACCOUNT";

    private final String partition;
    private final String region;
    private final boolean bucketInTarget;
    private final boolean withoutExternalId;
    private final Map<Field, String> values;

    private SetupValues(
            String partition,
            String region,
            boolean bucketInTarget,
            boolean withoutExternalId,
            Map<Field, String> values) {
        this.partition = partition;
        this.region = region;
        this.bucketInTarget = bucketInTarget;
        this.withoutExternalId = withoutExternalId;
        this.values = values;
    }

    /** @param region of the deployment group */
    @NonNull
    public static SetupValues of(@NonNull String partition, @NonNull String region) {
        return new SetupValues(partition, region, false, false, new EnumMap<>(Field.class));
    }

    /** @param value null or blank: not known */
    @NonNull
    public SetupValues with(@NonNull Field field, @CheckForNull String value) {
        Map<Field, String> changed = new EnumMap<>(Field.class);
        changed.putAll(values);
        if (value == null || value.isBlank()) {
            changed.remove(field);
        } else {
            changed.put(field, field == Field.SOURCE ? Arns.principal(value) : value);
        }
        return new SetupValues(partition, region, bucketInTarget, withoutExternalId, changed);
    }

    /** The prefix that a revision's key has. */
    @NonNull
    public SetupValues withKey(@NonNull String key) {
        int slash = key.lastIndexOf('/');
        return with(Field.KEY_PREFIX, slash <= 0 ? ROOT : key.substring(0, slash));
    }

    /** What every key begins with: a prefix that ends with a slash, or nothing. */
    @NonNull
    public String keysBeginWith() {
        String prefix = show(Field.KEY_PREFIX);
        return prefix.equals(ROOT) ? "" : prefix + "/";
    }

    /** Whether the bucket belongs to the account that is deployed into. */
    @NonNull
    public SetupValues withBucketInTarget(boolean inTarget) {
        return new SetupValues(partition, region, inTarget, withoutExternalId, values);
    }

    /** Whether the trust policy is to ask for no external ID; meaningless where one is known. */
    @NonNull
    public SetupValues withoutExternalId(boolean without) {
        return new SetupValues(partition, region, bucketInTarget, without, values);
    }

    public boolean isWithoutExternalId() {
        return withoutExternalId && !has(Field.EXTERNAL_ID);
    }

    /** Whether an ID token assumes the target's role itself: then there is no source identity. */
    public boolean isTokenDirect() {
        return has(Field.ISSUER) && !has(Field.SOURCE);
    }

    /**
     * What the documents are made of must mean itself alone: IAM would take a wildcard, or a principal that is none, as
     * it is.
     *
     * @throws io.jenkins.plugins.codedeploy.engine.InvalidInputException for the first that does not
     */
    public void check() {
        Inputs.principal("sourceArn", get(Field.SOURCE));
        checkRole("roleArn", Field.ROLE);
        checkRole("instanceRole", Field.INSTANCE_ROLE);
        Inputs.externalId(get(Field.EXTERNAL_ID));
        Inputs.inPolicy("application", get(Field.APPLICATION));
        Inputs.inPolicy("deploymentGroup", get(Field.GROUP));
        Inputs.inPolicy("keyPrefix", get(Field.KEY_PREFIX));
        if (has(Field.BUCKET)) {
            Inputs.bucket("bucket", get(Field.BUCKET));
        }
        Inputs.kmsKeyId(get(Field.KMS_KEY));
        checkToken();
    }

    private void checkToken() {
        if (!has(Field.ISSUER)) {
            return;
        }
        Inputs.issuer("oidcIssuer", show(Field.ISSUER));
        if (has(Field.SUBJECT)) {
            Inputs.subject("oidcSubject", get(Field.SUBJECT));
        }
        Inputs.inPolicy("oidcAudience", get(Field.AUDIENCE));
        if (has(Field.SOURCE) && !Arns.isRole(show(Field.SOURCE))) {
            throw new InvalidInputException("sourceArn", Text.of("setup.tokenRole", show(Field.SOURCE)));
        }
        if (!has(Field.SOURCE) && has(Field.EXTERNAL_ID)) {
            throw new InvalidInputException("externalId", Text.of("aws.webIdentity.externalId"));
        }
    }

    private void checkRole(String name, Field field) {
        if (has(field)) {
            RoleArn.parse(name, get(field));
        }
    }

    @NonNull
    public String partition() {
        return partition;
    }

    @NonNull
    public String region() {
        return region;
    }

    public boolean isBucketInTarget() {
        return bucketInTarget;
    }

    public boolean has(@NonNull Field field) {
        return values.containsKey(field);
    }

    /** Null where it is not known. */
    @CheckForNull
    public String get(@NonNull Field field) {
        return values.get(field);
    }

    /** The value, or its placeholder. */
    @NonNull
    public String show(@NonNull Field field) {
        String value = values.get(field);
        return value == null ? placeholder(field) : value;
    }

    /** With what of it is known. */
    private String placeholder(Field field) {
        String words = String.format(field.placeholder, partition);
        return field == Field.ROLE || field == Field.SOURCE
                ? words
                : words.replace(
                        TARGET_ACCOUNT,
                        Arns.account(show(has(Field.ROLE) ? Field.ROLE : Field.SOURCE), TARGET_ACCOUNT));
    }

    /** Of whoever uploads: ARN of the source identity, or of the role where the bucket is the target account's. */
    @NonNull
    public String uploader() {
        return show(bucketInTarget && has(Field.ROLE) ? Field.ROLE : Field.SOURCE);
    }
}
