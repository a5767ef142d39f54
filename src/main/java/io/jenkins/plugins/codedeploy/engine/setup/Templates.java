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
 * The same set-up as CloudFormation templates, one an account. A key's policy is not among them: CloudFormation changes
 * only keys that it made.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html">
 *     Resource types</a>
 */
public final class Templates {
    private static final String NEW_BUCKET = "BucketIsNew";
    private static final String BOUNDED = "HasBoundary";
    private static final String POLICY_NAME = "CrossAccountCodeDeploy";

    private final SetupValues values;
    private final List<SetupDocument> documents;
    private final ObjectNode template = PolicyJson.object();
    private final ObjectNode resources;

    private Templates(SetupValues values, Text description) {
        this.values = values;
        documents = Setup.documents(values);
        template.put("AWSTemplateFormatVersion", "2010-09-09").put("Description", description.toString());
        template.putObject("Parameters");
        template.putObject("Conditions");
        resources = template.putObject("Resources");
    }

    /** For the account of the stored credential: its policy, and the bucket where that is here. */
    @NonNull
    public static String source(@NonNull SetupValues values) {
        Templates made = new Templates(values, Text.of("setup.template.source"));
        if (!values.isBucketInTarget()) {
            made.bucket();
        }
        made.inlinePolicy("SourcePolicy", Kind.SOURCE_POLICY);
        return made.text();
    }

    /** For the account that is deployed into: the cross-account role, and what the instances' role needs. */
    @NonNull
    public static String target(@NonNull SetupValues values) {
        Templates made = new Templates(values, Text.of("setup.template.target"));
        if (values.isBucketInTarget()) {
            made.bucket();
        }
        made.role();
        made.inlinePolicy("InstanceRolePolicy", Kind.INSTANCE_ROLE_POLICY);
        return made.text();
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
        documents.stream().filter(d -> d.kind() == Kind.BUCKET_POLICY).forEach(d -> {
            ObjectNode policy = resource("BucketPolicy", "AWS::S3::BucketPolicy");
            resources.withObject("/BucketPolicy").put("DependsOn", "Bucket");
            policy.put("Bucket", values.show(Field.BUCKET)).set("PolicyDocument", d.document());
        });
    }

    private void role() {
        if (!values.has(Field.ROLE)) {
            return;
        }
        parameter("PermissionsBoundary", "ARN of a policy that bounds the role; empty for none.")
                .put("Default", "");
        condition(BOUNDED, "PermissionsBoundary", "", true);
        String arn = values.show(Field.ROLE);
        ObjectNode role = resource("CrossAccountRole", "AWS::IAM::Role");
        role.put("RoleName", Arns.name(arn));
        String path = arn.substring(arn.indexOf(":role") + 5, arn.lastIndexOf('/') + 1);
        if (!path.equals("/")) {
            role.put("Path", path);
        }
        documents.forEach(d -> {
            if (d.kind() == Kind.TRUST_POLICY) {
                role.set("AssumeRolePolicyDocument", d.document());
            } else if (d.kind() == Kind.ROLE_POLICY) {
                role.putArray("Policies")
                        .addObject()
                        .put("PolicyName", POLICY_NAME)
                        .set("PolicyDocument", d.document());
            }
        });
        ArrayNode either = role.putObject("PermissionsBoundary").putArray("Fn::If");
        either.add(BOUNDED).add(PolicyJson.object().put("Ref", "PermissionsBoundary"));
        either.add(PolicyJson.object().put("Ref", "AWS::NoValue"));
        template.withObject("/Outputs/RoleArn")
                .putObject("Value")
                .putArray("Fn::GetAtt")
                .add("CrossAccountRole")
                .add("Arn");
    }

    private void inlinePolicy(String name, Kind kind) {
        documents.stream().filter(d -> d.kind() == kind).forEach(d -> {
            boolean ofRole = Arns.isRole(d.resource());
            ObjectNode policy = resource(name, ofRole ? "AWS::IAM::RolePolicy" : "AWS::IAM::UserPolicy");
            policy.put("PolicyName", POLICY_NAME).put(ofRole ? "RoleName" : "UserName", Arns.name(d.resource()));
            policy.set("PolicyDocument", d.document());
        });
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
        for (String optional : List.of("Parameters", "Conditions")) {
            if (template.path(optional).isEmpty()) {
                template.remove(optional);
            }
        }
        return PolicyJson.text(template);
    }
}
