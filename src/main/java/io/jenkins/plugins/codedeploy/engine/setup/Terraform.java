package io.jenkins.plugins.codedeploy.engine.setup;

import com.fasterxml.jackson.databind.node.ObjectNode;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.facts.Arns;
import io.jenkins.plugins.codedeploy.engine.facts.SetupValues;
import io.jenkins.plugins.codedeploy.engine.facts.SetupValues.Field;
import io.jenkins.plugins.codedeploy.engine.setup.SetupDocument.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The setup as Terraform configurations in its JSON syntax, one for each account. They contain the same policies as
 * {@link Templates}. A key's policy is not among them, since Terraform would replace it as a whole.
 *
 * @see <a href="https://developer.hashicorp.com/terraform/language/syntax/json">JSON configuration syntax</a>
 */
public final class Terraform {
    private static final String POLICY_NAME = "CrossAccountCodeDeploy";
    private static final String BUCKET = "${aws_s3_bucket.revisions[0].id}";

    private final SetupValues values;
    private final List<SetupDocument> documents;
    private final ObjectNode configuration = PolicyJson.object();
    /** How many resources there are of a type and name. */
    private final Map<String, Integer> names = new HashMap<>();

    private Terraform(List<SetupValues> all, String account) {
        values = all.get(0);
        documents = Setup.documents(all);
        ObjectNode terraform = configuration.putObject("terraform").put("required_version", ">= 1.3");
        terraform
                .putObject("required_providers")
                .putObject("aws")
                .put("source", "hashicorp/aws")
                .put("version", ">= 5.0");
        ObjectNode provider =
                configuration.putObject("provider").putObject("aws").put("region", values.region());
        if (account.matches("\\d{12}")) {
            provider.putArray("allowed_account_ids").add(account);
        }
    }

    /** For the account of the stored credential. All values have the same source identity and bucket. */
    @NonNull
    public static String source(@NonNull List<SetupValues> all) {
        Terraform made = new Terraform(all, Arns.sourceAccount(all.get(0)));
        if (!made.values.isBucketInTarget()) {
            made.bucket();
        }
        made.identityProvider(Kind.SOURCE_TRUST_POLICY);
        if (made.of(Kind.SOURCE_TRUST_POLICY).isEmpty()) {
            made.inlinePolicies("source", Kind.SOURCE_POLICY);
        } else {
            made.roles("source", Kind.SOURCE_TRUST_POLICY, Kind.SOURCE_POLICY);
        }
        return made.text();
    }

    /** For an account that is deployed to. All values have the same target account. */
    @NonNull
    public static String target(@NonNull List<SetupValues> all) {
        Terraform made = new Terraform(all, Arns.targetAccount(all.get(0)));
        if (made.values.isBucketInTarget()) {
            made.bucket();
        }
        made.identityProvider(Kind.TRUST_POLICY);
        made.roles("cross_account", Kind.TRUST_POLICY, Kind.ROLE_POLICY);
        made.inlinePolicies("instances", Kind.INSTANCE_ROLE_POLICY);
        return made.text();
    }

    private void bucket() {
        if (!values.has(Field.BUCKET)) {
            return;
        }
        configuration
                .withObject("/variable/create_bucket")
                .put("type", "bool")
                .put("default", false)
                .put("description", "Whether the bucket is created; false if it exists.");
        ObjectNode bucket = resource("aws_s3_bucket", "revisions").put("bucket", literal(values.show(Field.BUCKET)));
        bucket.put("count", "${var.create_bucket ? 1 : 0}")
                .putObject("lifecycle")
                .put("prevent_destroy", true);
        ofBucket("aws_s3_bucket_versioning")
                .putObject("versioning_configuration")
                .put("status", "Enabled");
        ofBucket("aws_s3_bucket_ownership_controls").putObject("rule").put("object_ownership", "BucketOwnerEnforced");
        ofBucket("aws_s3_bucket_public_access_block")
                .put("block_public_acls", true)
                .put("block_public_policy", true)
                .put("ignore_public_acls", true)
                .put("restrict_public_buckets", true);
        ObjectNode rule = ofBucket("aws_s3_bucket_lifecycle_configuration")
                .putObject("rule")
                .put("id", "AbortIncompleteRevisionUploads")
                .put("status", "Enabled");
        rule.putObject("filter").put("prefix", literal(values.keysBeginWith()));
        rule.putObject("abort_incomplete_multipart_upload").put("days_after_initiation", 7);
        if (values.has(Field.KMS_KEY)) {
            ofBucket("aws_s3_bucket_server_side_encryption_configuration")
                    .putObject("rule")
                    .put("bucket_key_enabled", true)
                    .putObject("apply_server_side_encryption_by_default")
                    .put("sse_algorithm", "aws:kms")
                    .put("kms_master_key_id", literal(values.show(Field.KMS_KEY)));
        }
        of(Kind.BUCKET_POLICY).forEach(document -> {
            ObjectNode policy = resource("aws_s3_bucket_policy", "revisions");
            policy.put("bucket", literal(values.show(Field.BUCKET))).put("policy", policy(document));
            policy.putArray("depends_on").add("aws_s3_bucket_public_access_block.revisions");
        });
    }

    /** Where the roles that tokens assume are in this configuration: with the provider of their tokens. */
    private void identityProvider(Kind trust) {
        boolean here = values.isTokenDirect() == (trust == Kind.TRUST_POLICY);
        if (!here || !values.has(Field.ISSUER)) {
            return;
        }
        configuration
                .withObject("/variable/create_identity_provider")
                .put("type", "bool")
                .put("default", true)
                .put("description", "Whether the identity provider is created; false if it exists.");
        resource("aws_iam_openid_connect_provider", "jenkins")
                .put("count", "${var.create_identity_provider ? 1 : 0}")
                .put("url", literal(values.show(Field.ISSUER)))
                .putArray("client_id_list")
                .add(literal(values.show(Field.AUDIENCE)));
    }

    private void roles(String base, Kind trusts, Kind policies) {
        List<SetupDocument> trust = of(trusts);
        List<SetupDocument> rights = of(policies);
        if (trust.isEmpty()) {
            return;
        }
        configuration
                .withObject("/variable/permissions_boundary")
                .put("type", "string")
                .put("default", "")
                .put("description", "ARN of a policy that limits the roles; empty for none.");
        for (int i = 0; i < trust.size(); i++) {
            String arn = trust.get(i).resource();
            String name = name(base);
            ObjectNode role = resource("aws_iam_role", name)
                    .put("name", literal(Arns.name(arn)))
                    .put("path", literal(Arns.path(arn)))
                    .put("assume_role_policy", policy(trust.get(i)))
                    .put(
                            "permissions_boundary",
                            "${var.permissions_boundary == \"\" ? null : var.permissions_boundary}");
            role.put("max_session_duration", 3600);
            resource("aws_iam_role_policy", name)
                    .put("name", POLICY_NAME)
                    .put("role", "${aws_iam_role." + name + ".id}")
                    .put("policy", policy(rights.get(i)));
            configuration.withObject("/output/" + name + "_role_arn").put("value", "${aws_iam_role." + name + ".arn}");
        }
    }

    private void inlinePolicies(String base, Kind kind) {
        for (SetupDocument document : of(kind)) {
            String name = name(base);
            boolean ofRole = Arns.isRole(document.resource());
            String whose = literal(Arns.name(document.resource()));
            if (Templates.isTooLongForUser(document)) {
                resource("aws_iam_policy", name).put("name", POLICY_NAME).put("policy", policy(document));
                resource("aws_iam_user_policy_attachment", name)
                        .put("user", whose)
                        .put("policy_arn", "${aws_iam_policy." + name + ".arn}");
            } else {
                resource(ofRole ? "aws_iam_role_policy" : "aws_iam_user_policy", name)
                        .put("name", POLICY_NAME)
                        .put(ofRole ? "role" : "user", whose)
                        .put("policy", policy(document));
            }
        }
    }

    private List<SetupDocument> of(Kind kind) {
        List<SetupDocument> all = new ArrayList<>(documents);
        all.removeIf(document -> document.kind() != kind);
        return all;
    }

    private String name(String base) {
        int number = names.merge(base, 1, Integer::sum);
        return number == 1 ? base : base + "_" + number;
    }

    private ObjectNode ofBucket(String type) {
        return resource(type, "revisions")
                .put("count", "${var.create_bucket ? 1 : 0}")
                .put("bucket", BUCKET);
    }

    private ObjectNode resource(String type, String name) {
        return configuration.withObject("/resource/" + type + "/" + name);
    }

    private static String policy(SetupDocument document) {
        return literal(document.document().toString());
    }

    /** Every string of the JSON syntax is a template; policies have variables of their own. */
    private static String literal(String text) {
        return text.replace("${", "$${").replace("%{", "%%{");
    }

    private String text() {
        return PolicyJson.text(configuration);
    }
}
