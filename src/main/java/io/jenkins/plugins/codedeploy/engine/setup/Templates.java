package io.jenkins.plugins.codedeploy.engine.setup;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.facts.Arns;
import io.jenkins.plugins.codedeploy.engine.facts.SetupValues;
import io.jenkins.plugins.codedeploy.engine.facts.SetupValues.Field;
import io.jenkins.plugins.codedeploy.engine.setup.SetupDocument.Kind;
import java.util.List;

/**
 * The same setup as CloudFormation templates, one an account. A key's policy is not among them: CloudFormation changes
 * only keys that it made.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html">
 *     Resource types</a>
 */
public final class Templates {
    private static final String NEW_BUCKET = "BucketIsNew";
    private static final String NEW_PROVIDER = "IdentityProviderIsNew";
    private static final String BOUNDED = "HasBoundary";
    private static final String POLICY_NAME = "CrossAccountCodeDeploy";
    /** Characters, white space not counted, that all inline policies of a user may have. */
    private static final int LONGEST_OF_USER = 2048;

    private final SetupValues values;
    private final List<SetupDocument> documents;
    private final ObjectNode template = PolicyJson.object();
    private final ObjectNode resources;

    private Templates(List<SetupValues> all, Text description) {
        values = all.get(0);
        documents = Setup.documents(all);
        template.put("AWSTemplateFormatVersion", "2010-09-09").put("Description", description.toString());
        template.putObject("Parameters");
        template.putObject("Conditions");
        resources = template.putObject("Resources");
    }

    /** For the account of the stored credential: its policy, and the bucket where that is here. */
    @NonNull
    public static String source(@NonNull SetupValues values) {
        return source(List.of(values));
    }

    /** The same for several target accounts and applications. All values have the same source identity and bucket. */
    @NonNull
    public static String source(@NonNull List<SetupValues> all) {
        Templates made = new Templates(all, Text.of("setup.template.source"));
        if (!made.values.isBucketInTarget()) {
            made.bucket();
        }
        made.identityProvider(Kind.SOURCE_TRUST_POLICY);
        List<SetupDocument> trust = made.of(Kind.SOURCE_TRUST_POLICY);
        if (trust.isEmpty()) {
            made.inlinePolicy("SourcePolicy", Kind.SOURCE_POLICY);
        } else {
            made.boundary();
            made.role(
                    "SourceRole",
                    "SourceRoleArn",
                    trust.get(0),
                    made.of(Kind.SOURCE_POLICY).get(0));
        }
        return made.text();
    }

    /** For the account that is deployed into: the cross-account role, and what the instances' role needs. */
    @NonNull
    public static String target(@NonNull SetupValues values) {
        return target(List.of(values));
    }

    /** The same for several roles and applications of one target account. */
    @NonNull
    public static String target(@NonNull List<SetupValues> all) {
        return ofTarget(all, Text.of("setup.template.target")).text();
    }

    /**
     * The target account's template for a stack set: the account is that of each stack. Roles are
     * not regional, so each account needs one stack, in any one Region.
     *
     * @param all of one target account, with a bucket in the source account
     * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/what-is-cfnstacksets.html">Stack sets</a>
     */
    @NonNull
    public static String stackSet(@NonNull List<SetupValues> all) {
        Templates made = ofTarget(all, Text.of("setup.template.stackSet"));
        ObjectNode anywhere = (ObjectNode) StackSets.ofAnyAccount(made.template, Arns.targetAccount(made.values));
        return text(anywhere);
    }

    private static Templates ofTarget(List<SetupValues> all, Text description) {
        Templates made = new Templates(all, description);
        if (made.values.isBucketInTarget()) {
            made.bucket();
        }
        made.identityProvider(Kind.TRUST_POLICY);
        made.roles();
        made.inlinePolicy("InstanceRolePolicy", Kind.INSTANCE_ROLE_POLICY);
        return made;
    }

    private void bucket() {
        if (!values.has(Field.BUCKET)) {
            return;
        }
        ObjectNode create = parameter("CreateBucket", "Whether the bucket is to be made; false where it exists.");
        create.put("Default", "false");
        create.putArray("AllowedValues").add("true").add("false");
        condition(NEW_BUCKET, "CreateBucket", "true", false);
        ObjectNode bucket = resource("Bucket", "AWS::S3::Bucket");
        resources.withObject("/Bucket").put("Condition", NEW_BUCKET).put("DeletionPolicy", "Retain");
        resources.withObject("/Bucket").put("UpdateReplacePolicy", "Retain");
        bucket.put("BucketName", values.show(Field.BUCKET));
        bucket.putObject("VersioningConfiguration").put("Status", "Enabled");
        bucket.putObject("OwnershipControls")
                .putArray("Rules")
                .addObject()
                .put("ObjectOwnership", "BucketOwnerEnforced");
        bucket.putObject("PublicAccessBlockConfiguration")
                .put("BlockPublicAcls", true)
                .put("BlockPublicPolicy", true)
                .put("IgnorePublicAcls", true)
                .put("RestrictPublicBuckets", true);
        ObjectNode rule =
                bucket.putObject("LifecycleConfiguration").putArray("Rules").addObject();
        rule.put("Id", "AbortIncompleteRevisionUploads").put("Status", "Enabled");
        rule.put("Prefix", values.keysBeginWith());
        rule.putObject("AbortIncompleteMultipartUpload").put("DaysAfterInitiation", 7);
        if (values.has(Field.KMS_KEY)) {
            bucket.putObject("BucketEncryption")
                    .putArray("ServerSideEncryptionConfiguration")
                    .addObject()
                    .put("BucketKeyEnabled", true)
                    .putObject("ServerSideEncryptionByDefault")
                    .put("SSEAlgorithm", "aws:kms")
                    .put("KMSMasterKeyID", values.show(Field.KMS_KEY));
        }
        of(Kind.BUCKET_POLICY).forEach(d -> {
            ObjectNode policy = resource("BucketPolicy", "AWS::S3::BucketPolicy");
            // Whether there is such a resource depends on the parameter, so DependsOn cannot name it.
            policy.putObject("Bucket")
                    .putArray("Fn::If")
                    .add(NEW_BUCKET)
                    .add(PolicyJson.object().put("Ref", "Bucket"))
                    .add(values.show(Field.BUCKET));
            policy.set("PolicyDocument", d.document());
        });
    }

    private void roles() {
        List<SetupDocument> trust = of(Kind.TRUST_POLICY);
        List<SetupDocument> rights = of(Kind.ROLE_POLICY);
        if (trust.isEmpty()) {
            return;
        }
        boundary();
        for (int i = 0; i < trust.size(); i++) {
            role(numbered("CrossAccountRole", i), numbered("RoleArn", i), trust.get(i), rights.get(i));
        }
    }

    /** Where the roles that tokens assume are in this template: with the provider of their tokens. */
    private void identityProvider(Kind trust) {
        boolean here = values.isTokenDirect() == (trust == Kind.TRUST_POLICY);
        if (!here || !values.has(Field.ISSUER)) {
            return;
        }
        parameter("CreateIdentityProvider", "Whether the identity provider is to be made; false where it exists.")
                .put("Default", "true")
                .putArray("AllowedValues")
                .add("true")
                .add("false");
        condition(NEW_PROVIDER, "CreateIdentityProvider", "true", false);
        ObjectNode provider = resource("IdentityProvider", "AWS::IAM::OIDCProvider");
        resources.withObject("/IdentityProvider").put("Condition", NEW_PROVIDER);
        provider.put("Url", values.show(Field.ISSUER));
        provider.putArray("ClientIdList").add(values.show(Field.AUDIENCE));
    }

    private void boundary() {
        parameter("PermissionsBoundary", "ARN of a policy that limits the role; empty for none.")
                .put("Default", "");
        condition(BOUNDED, "PermissionsBoundary", "", true);
    }

    private void role(String name, String output, SetupDocument trust, SetupDocument rights) {
        ObjectNode role = resource(name, "AWS::IAM::Role");
        role.put("RoleName", Arns.name(trust.resource()));
        String path = Arns.path(trust.resource());
        if (!path.equals("/")) {
            role.put("Path", path);
        }
        role.set("AssumeRolePolicyDocument", trust.document());
        role.putArray("Policies").addObject().put("PolicyName", POLICY_NAME).set("PolicyDocument", rights.document());
        ArrayNode either = role.putObject("PermissionsBoundary").putArray("Fn::If");
        either.add(BOUNDED).add(PolicyJson.object().put("Ref", "PermissionsBoundary"));
        either.add(PolicyJson.object().put("Ref", "AWS::NoValue"));
        template.withObject("/Outputs/" + output)
                .putObject("Value")
                .putArray("Fn::GetAtt")
                .add(name)
                .add("Arn");
    }

    private void inlinePolicy(String name, Kind kind) {
        List<SetupDocument> all = of(kind);
        for (int i = 0; i < all.size(); i++) {
            SetupDocument document = all.get(i);
            boolean ofRole = Arns.isRole(document.resource());
            String whose = Arns.name(document.resource());
            if (isTooLongForUser(document)) {
                ObjectNode policy = resource(numbered(name, i), "AWS::IAM::ManagedPolicy");
                policy.put("ManagedPolicyName", POLICY_NAME).putArray("Users").add(whose);
                policy.set("PolicyDocument", document.document());
            } else {
                ObjectNode policy =
                        resource(numbered(name, i), ofRole ? "AWS::IAM::RolePolicy" : "AWS::IAM::UserPolicy");
                policy.put("PolicyName", POLICY_NAME).put(ofRole ? "RoleName" : "UserName", whose);
                policy.set("PolicyDocument", document.document());
            }
        }
    }

    /**
     * Whether a user's inline policies may not be this long; a managed policy may.
     *
     * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html">Quotas of IAM</a>
     */
    static boolean isTooLongForUser(@NonNull SetupDocument document) {
        return !Arns.isRole(document.resource())
                && document.document().toString().length() > LONGEST_OF_USER;
    }

    private List<SetupDocument> of(Kind kind) {
        return documents.stream().filter(document -> document.kind() == kind).toList();
    }

    private static String numbered(String name, int index) {
        return index == 0 ? name : name + (index + 1);
    }

    private ObjectNode parameter(String name, String description) {
        return template.withObject("/Parameters/" + name).put("Type", "String").put("Description", description);
    }

    /** Holds where the parameter has the value; or, negated, where it has not. */
    private void condition(String name, String parameter, String value, boolean negated) {
        ObjectNode condition = template.withObject("/Conditions/" + name);
        ObjectNode equals = negated ? condition.putArray("Fn::Not").addObject() : condition;
        ArrayNode sides = equals.putArray("Fn::Equals");
        sides.addObject().put("Ref", parameter);
        sides.add(value);
    }

    private ObjectNode resource(String name, String type) {
        ObjectNode made = resources.withObject("/" + name).put("Type", type);
        return made.putObject("Properties");
    }

    private String text() {
        return text(template);
    }

    private static String text(ObjectNode template) {
        for (String optional : List.of("Parameters", "Conditions")) {
            if (template.path(optional).isEmpty()) {
                template.remove(optional);
            }
        }
        return PolicyJson.text(template);
    }
}
