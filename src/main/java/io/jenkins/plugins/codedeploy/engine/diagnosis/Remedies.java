package io.jenkins.plugins.codedeploy.engine.diagnosis;

import com.fasterxml.jackson.databind.node.ObjectNode;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.Remedy;
import io.jenkins.plugins.codedeploy.engine.Remedy.Kind;
import io.jenkins.plugins.codedeploy.engine.RoleArn;
import io.jenkins.plugins.codedeploy.engine.aws.TokenClaims;
import io.jenkins.plugins.codedeploy.engine.aws.WebIdentity;
import io.jenkins.plugins.codedeploy.engine.facts.Arns;
import io.jenkins.plugins.codedeploy.engine.facts.SetupValues;
import io.jenkins.plugins.codedeploy.engine.facts.SetupValues.Field;
import io.jenkins.plugins.codedeploy.engine.setup.PolicyJson;
import io.jenkins.plugins.codedeploy.engine.setup.Setup;
import io.jenkins.plugins.codedeploy.engine.setup.SetupDocument;
import io.jenkins.plugins.codedeploy.engine.setup.Statements;
import java.util.List;
import java.util.regex.Pattern;

/** The things that a person can do, each with the setup's own statements. */
public final class Remedies {
    private static final Pattern URL = Pattern.compile("https?://[\\w.:/%~-]+");
    private static final Pattern WORD = Pattern.compile("[\\w.:/][\\w.:/-]*");

    private Remedies() {}

    @NonNull
    public static Remedy setting(@NonNull String field, @NonNull String value) {
        return new Remedy(Kind.SETTING, field, value);
    }

    /** Whether a field was meant to have a value that exists. */
    @NonNull
    public static Remedy ask(@NonNull String field, @NonNull String value) {
        return new Remedy(Kind.ASK, field, value);
    }

    /** A field whose value only a person can know. */
    @NonNull
    public static Remedy give(@NonNull String field) {
        return new Remedy(Kind.GIVE, field, "");
    }

    /** The source identity among those that a statement, with its conditions, already trusts. */
    @NonNull
    public static Remedy principal(@NonNull String role, @NonNull String source) {
        return new Remedy(Kind.ADD_PRINCIPAL, role, source);
    }

    /** Stands last among all remedies. */
    @NonNull
    static Remedy lift(@NonNull String resource, @NonNull String conditionKey) {
        return new Remedy(Kind.LIFT_CONDITION, resource, conditionKey);
    }

    /** @param instances {@code Key=…,Value=…} is what they lack */
    @NonNull
    static Remedy tag(@NonNull String instances, @NonNull String tag) {
        return new Remedy(Kind.TAG, instances, tag);
    }

    @NonNull
    public static Remedy command(@NonNull String resource, @NonNull String line) {
        return new Remedy(Kind.COMMAND, resource, line);
    }

    @NonNull
    public static Remedy removeDenial(@NonNull String resource, @NonNull String action) {
        return new Remedy(Kind.REMOVE_DENIAL, resource, action);
    }

    @NonNull
    public static Remedy bucketPolicy(@NonNull SetupValues known) {
        return new Remedy(Kind.ADD_TO_BUCKET_POLICY, Arns.bucket(known), json(Statements.instancesRead(known)));
    }

    @NonNull
    public static Remedy serviceTrust(@NonNull SetupValues known) {
        return new Remedy(
                Kind.ADD_TO_TRUST_POLICY, known.show(Field.SERVICE_ROLE), json(Statements.codeDeployIsTrusted(known)));
    }

    @NonNull
    public static Remedy keyForInstances(@NonNull SetupValues known) {
        return new Remedy(Kind.ADD_TO_KEY_POLICY, known.show(Field.KMS_KEY), json(Statements.instancesDecrypt(known)));
    }

    @NonNull
    public static Remedy keyForUploader(@NonNull SetupValues known) {
        return new Remedy(Kind.ADD_TO_KEY_POLICY, known.show(Field.KMS_KEY), json(Statements.uploaderEncrypts(known)));
    }

    /** Lets the source identity assume the role, and nothing else. */
    @NonNull
    public static Remedy sourcePolicy(@NonNull SetupValues known) {
        return attach(known.show(Field.SOURCE), List.of(Statements.assumesRole(known)));
    }

    /** All that deploying needs. */
    @NonNull
    public static Remedy deployerPolicy(@NonNull SetupValues known) {
        return attach(known.show(known.has(Field.ROLE) ? Field.ROLE : Field.SOURCE), Statements.deploys(known));
    }

    /** All that uploading needs. */
    @NonNull
    public static Remedy uploaderPolicy(@NonNull SetupValues known) {
        return attach(known.uploader(), Statements.uploads(known));
    }

    @NonNull
    public static Remedy instancePolicy(@NonNull SetupValues known) {
        return attach(Setup.instanceRolePolicy(known));
    }

    /** The same grants, where a boundary stands in the way of them. */
    @NonNull
    public static Remedy boundary(@NonNull Remedy attach) {
        return new Remedy(Kind.ADD_TO_BOUNDARY, attach.resource(), attach.content());
    }

    @NonNull
    public static Remedy createBucket(@NonNull SetupValues known, @NonNull String bucket, @NonNull String region) {
        String where = region.equals("us-east-1") ? "" : " --create-bucket-configuration LocationConstraint=" + region;
        return command(
                "arn:" + known.partition() + ":s3:::" + bucket,
                "aws s3api create-bucket --bucket " + bucket + " --region " + region + where);
    }

    /** S3's own keys, which need no policy. */
    @NonNull
    public static Remedy plainEncryption(@NonNull SetupValues known) {
        return command(
                Arns.bucket(known),
                "aws s3api put-bucket-encryption --bucket " + known.show(Field.BUCKET)
                        + " --server-side-encryption-configuration"
                        + " '{\"Rules\":[{\"ApplyServerSideEncryptionByDefault\":{\"SSEAlgorithm\":\"AES256\"}}]}'");
    }

    /** Lets the bearers of tokens for one subject assume a role. */
    @NonNull
    static Remedy tokenTrust(@NonNull RoleArn role, @NonNull TokenClaims claims) {
        String audience = claims.audience().isEmpty()
                ? WebIdentity.AUDIENCE
                : claims.audience().get(0);
        return new Remedy(
                Kind.ADD_TO_TRUST_POLICY,
                role.toString(),
                json(Statements.tokenIsTrusted(
                        Arns.provider(role.partition(), role.accountId(), claims.providerName()),
                        "StringEquals",
                        claims.subject(),
                        audience)));
    }

    /** Null where the claims cannot stand in a command. */
    @CheckForNull
    static Remedy createProvider(@NonNull RoleArn role, @NonNull TokenClaims claims) {
        String line = "aws iam create-open-id-connect-provider --url " + claims.issuer() + " --client-id-list "
                + String.join(" ", claims.audience());
        return isPlain(claims) ? command("account " + role.accountId(), line) : null;
    }

    /** Null where the claims cannot stand in a command. */
    @CheckForNull
    static Remedy addClientId(@NonNull RoleArn role, @NonNull TokenClaims claims) {
        String provider = Arns.provider(role.partition(), role.accountId(), claims.providerName());
        return isPlain(claims)
                ? command(
                        provider,
                        "aws iam add-client-id-to-open-id-connect-provider --open-id-connect-provider-arn " + provider
                                + " --client-id " + claims.audience().get(0))
                : null;
    }

    /** Null where the claims cannot stand in a command. */
    @CheckForNull
    static Remedy readDiscovery(@NonNull TokenClaims claims) {
        return isPlain(claims)
                ? command(claims.issuer(), "curl -fsS " + claims.issuer() + "/.well-known/openid-configuration")
                : null;
    }

    /** Whoever issues tokens writes the claims: nothing of them may be more than one word to a shell. */
    private static boolean isPlain(TokenClaims claims) {
        return !claims.audience().isEmpty()
                && URL.matcher(claims.issuer()).matches()
                && claims.audience().stream()
                        .allMatch(audience -> WORD.matcher(audience).matches());
    }

    private static Remedy attach(SetupDocument document) {
        return new Remedy(Kind.ATTACH_POLICY, document.resource(), document.json());
    }

    private static Remedy attach(String principal, List<ObjectNode> statements) {
        return new Remedy(Kind.ATTACH_POLICY, principal, PolicyJson.text(PolicyJson.document(statements)));
    }

    private static String json(ObjectNode statement) {
        return PolicyJson.text(statement);
    }
}
