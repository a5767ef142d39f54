package io.jenkins.plugins.codedeploy.engine.setup;

import com.fasterxml.jackson.databind.node.ObjectNode;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.InvalidInputException;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.facts.Arns;
import io.jenkins.plugins.codedeploy.engine.facts.SetupValues;
import io.jenkins.plugins.codedeploy.engine.facts.SetupValues.Field;
import io.jenkins.plugins.codedeploy.engine.setup.SetupDocument.Kind;
import java.util.ArrayList;
import java.util.List;

/** The complete, least-privilege setup of both accounts. */
public final class Setup {
    private Setup() {}

    /**
     * Every document that these values need, in the order of the guide's steps.
     *
     * @throws InvalidInputException for a value that no policy should have
     */
    @NonNull
    public static List<SetupDocument> documents(@NonNull SetupValues values) {
        values.check();
        refuseRoot(values);
        List<SetupDocument> all = new ArrayList<>();
        if (values.has(Field.ISSUER)) {
            all.addAll(tokens(values));
        }
        if (values.has(Field.BUCKET)) {
            all.add(lifecycle(values));
            all.add(bucketPolicy(values));
            if (values.has(Field.KMS_KEY)) {
                all.add(keyPolicy(values));
            }
            all.add(instanceRolePolicy(values));
        }
        if (values.has(Field.ROLE)) {
            all.add(new SetupDocument(
                    Kind.TRUST_POLICY,
                    Arns.targetAccount(values),
                    values.show(Field.ROLE),
                    PolicyJson.document(List.of(
                            values.isTokenDirect()
                                    ? tokenIsTrusted(values, Arns.targetAccount(values))
                                    : Statements.sourceIsTrusted(values)))));
            all.add(rolePolicy(values));
        }
        if (!values.isTokenDirect()) {
            all.add(sourcePolicy(values));
        }
        return all;
    }

    /** The identity provider of the account whose role tokens assume, and the trust policy of the source account's role. */
    private static List<SetupDocument> tokens(SetupValues values) {
        String account = values.isTokenDirect() ? Arns.targetAccount(values) : Arns.sourceAccount(values);
        ObjectNode provider = PolicyJson.object().put("Url", values.show(Field.ISSUER));
        provider.putArray("ClientIDList").add(values.show(Field.AUDIENCE));
        List<SetupDocument> all = new ArrayList<>();
        all.add(new SetupDocument(Kind.IDENTITY_PROVIDER, account, providerArn(values, account), provider));
        if (!values.isTokenDirect()) {
            all.add(new SetupDocument(
                    Kind.SOURCE_TRUST_POLICY,
                    account,
                    values.show(Field.SOURCE),
                    PolicyJson.document(List.of(tokenIsTrusted(values, account)))));
        }
        return all;
    }

    private static ObjectNode tokenIsTrusted(SetupValues values, String account) {
        String subject = values.show(Field.SUBJECT);
        return Statements.tokenIsTrusted(
                providerArn(values, account),
                subject.matches(".*[*?].*") ? "StringLike" : "StringEquals",
                subject,
                values.show(Field.AUDIENCE));
    }

    private static String providerArn(SetupValues values, String account) {
        String name = values.show(Field.ISSUER).replaceFirst("^https?://", "");
        return Arns.provider(values.partition(), account, name);
    }

    /**
     * The documents of several target accounts, applications or groups that share a source identity and a bucket: one
     * for each resource, in the order of the guide's steps.
     *
     * @throws InvalidInputException for {@code sourceArn} if it is an account's root user
     */
    @NonNull
    public static List<SetupDocument> documents(@NonNull List<SetupValues> all) {
        if (all.size() == 1) {
            return documents(all.get(0));
        }
        MergedDocuments merged = new MergedDocuments();
        for (SetupValues values : all) {
            documents(values).forEach(document -> merged.add(document, Arns.targetAccount(values)));
        }
        return merged.documents();
    }

    /** What whoever deploys needs; with the upload, where that is theirs too. */
    @NonNull
    public static SetupDocument rolePolicy(@NonNull SetupValues values) {
        List<ObjectNode> statements = new ArrayList<>(Statements.deploys(values));
        if (values.isBucketInTarget() && values.has(Field.BUCKET)) {
            statements.addAll(Statements.uploads(values));
        }
        return new SetupDocument(
                Kind.ROLE_POLICY, Arns.targetAccount(values), values.show(Field.ROLE), PolicyJson.document(statements));
    }

    /** What the stored credential needs; without a role to assume, it deploys too. */
    @NonNull
    public static SetupDocument sourcePolicy(@NonNull SetupValues values) {
        List<ObjectNode> statements = new ArrayList<>();
        if (values.has(Field.ROLE)) {
            statements.add(Statements.assumesRole(values));
        } else {
            statements.addAll(Statements.deploys(values));
        }
        if (values.has(Field.BUCKET) && !(values.isBucketInTarget() && values.has(Field.ROLE))) {
            statements.addAll(Statements.uploads(values));
        }
        return new SetupDocument(
                Kind.SOURCE_POLICY,
                Arns.sourceAccount(values),
                values.show(Field.SOURCE),
                PolicyJson.document(statements));
    }

    @NonNull
    public static SetupDocument instanceRolePolicy(@NonNull SetupValues values) {
        return new SetupDocument(
                Kind.INSTANCE_ROLE_POLICY,
                Arns.targetAccount(values),
                values.show(Field.INSTANCE_ROLE),
                PolicyJson.document(Statements.reads(values)));
    }

    /** A policy cannot be attached to the root user, and a trust policy that names it trusts the whole account. */
    private static void refuseRoot(SetupValues values) {
        String source = values.show(Field.SOURCE);
        if (source.endsWith(":root")) {
            throw new InvalidInputException("sourceArn", Text.of("setup.root", source));
        }
    }

    /** Within one account the role's own policy lets the instances read. */
    private static SetupDocument bucketPolicy(SetupValues values) {
        List<ObjectNode> statements = new ArrayList<>();
        if (!values.isBucketInTarget()) {
            statements.add(Statements.instancesRead(values));
        }
        statements.add(Statements.tlsIsRequired(values));
        return new SetupDocument(
                Kind.BUCKET_POLICY, Arns.bucketAccount(values), Arns.bucket(values), PolicyJson.document(statements));
    }

    private static SetupDocument keyPolicy(SetupValues values) {
        return new SetupDocument(
                Kind.KEY_POLICY,
                Arns.account(values.show(Field.KMS_KEY), Arns.bucketAccount(values)),
                values.show(Field.KMS_KEY),
                PolicyJson.document(List.of(
                        Statements.accountManagesKey(values),
                        Statements.uploaderEncrypts(values),
                        Statements.instancesDecrypt(values))));
    }

    /** Never expires a revision: rollback and scale-out need old ones. */
    private static SetupDocument lifecycle(SetupValues values) {
        ObjectNode configuration = PolicyJson.object();
        ObjectNode rule = configuration
                .putArray("Rules")
                .addObject()
                .put("ID", "AbortIncompleteRevisionUploads")
                .put("Status", "Enabled");
        rule.putObject("Filter").put("Prefix", values.keysBeginWith());
        rule.putObject("AbortIncompleteMultipartUpload").put("DaysAfterInitiation", 7);
        return new SetupDocument(Kind.LIFECYCLE, Arns.bucketAccount(values), Arns.bucket(values), configuration);
    }
}
