package io.jenkins.plugins.codedeploy.engine.aws;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.RoleArn;
import io.jenkins.plugins.codedeploy.engine.facts.Arns;
import java.util.List;

/**
 * Inline session policies: a session can do what its role allows <em>and</em> what stands here, so that a leaked one
 * reaches no other application.
 *
 * @see <a href="https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscodedeploy.html">Actions and
 *     resources of CodeDeploy</a>
 */
public final class SessionPolicy {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static final List<String> LOOK = List.of("codedeploy:BatchGet*", "codedeploy:Get*", "codedeploy:List*");
    private static final List<String> FOLLOW = List.of(
            "codedeploy:BatchGet*",
            "codedeploy:Get*",
            "codedeploy:List*",
            "codedeploy:StopDeployment",
            "codedeploy:ContinueDeployment");

    private final ArrayNode statements = JSON.arrayNode();

    private SessionPolicy() {}

    /** Nothing but looking: what the shared observer needs. */
    @NonNull
    public static String observer() {
        return new SessionPolicy().allow(LOOK, List.of("*")).toJson();
    }

    /** Looking at a deployment of which only the id is known, stopping it and rerouting its traffic. */
    @NonNull
    public static String follower() {
        return new SessionPolicy().allow(FOLLOW, List.of("*")).toJson();
    }

    /**
     * Deploying one application to one group.
     *
     * @param bucket null where the target account does not own the bucket
     * @param prefix of the keys in that bucket
     */
    @NonNull
    public static String deployer(
            TargetAccess access, String application, String group, @CheckForNull String bucket, String prefix) {
        RoleArn role = access.role();
        String here = "arn:" + access.partition() + ":codedeploy:" + access.region() + ":"
                + (role == null ? "*" : role.accountId()) + ":";
        SessionPolicy policy = new SessionPolicy()
                .allow(
                        List.of(
                                "codedeploy:CreateDeployment",
                                "codedeploy:GetApplicationRevision",
                                "codedeploy:RegisterApplicationRevision",
                                "codedeploy:GetDeploymentConfig"),
                        List.of(
                                here + "application:" + Arns.literal(application),
                                here + "deploymentgroup:" + Arns.literal(application) + "/" + Arns.literal(group),
                                here + "deploymentconfig:*"))
                // these have no resource level in every version of AWS's reference
                .allow(FOLLOW, List.of("*"));
        if (bucket != null) {
            policy.allowBucket(access, bucket, prefix);
        }
        return policy.toJson();
    }

    /**
     * Uploading to some keys of one bucket, and looking at how that bucket is set up.
     *
     * @param keys as a policy's resource names them
     * @param kmsKeyId null where the bucket's own default encrypts
     */
    @NonNull
    public static String uploader(
            TargetAccess access, @NonNull String bucket, @NonNull String keys, @CheckForNull String kmsKeyId) {
        String arn = "arn:" + access.partition() + ":s3:::" + bucket;
        // an alias is no resource of these actions
        String key = kmsKeyId != null && kmsKeyId.startsWith("arn:") && kmsKeyId.contains(":key/") ? kmsKeyId : "*";
        return new SessionPolicy()
                .allow(
                        List.of("s3:PutObject", "s3:GetObject", "s3:GetObjectVersion", "s3:AbortMultipartUpload"),
                        List.of(arn + "/" + keys))
                .allow(
                        List.of(
                                "s3:ListBucket",
                                "s3:GetBucketLocation",
                                "s3:GetBucketPolicy",
                                "s3:GetBucketOwnershipControls",
                                "s3:GetEncryptionConfiguration"),
                        List.of(arn))
                .allow(List.of("kms:GenerateDataKey", "kms:Decrypt"), List.of(key))
                .toJson();
    }

    /** Reading one object, whatever its version. */
    @NonNull
    public static String reader(TargetAccess access, String bucket, String key) {
        String arn = "arn:" + access.partition() + ":s3:::" + bucket;
        return new SessionPolicy()
                .allow(List.of("s3:GetObject", "s3:GetObjectVersion"), List.of(arn + "/" + Arns.literal(key)))
                .allow(List.of("s3:ListBucket", "s3:GetBucketPolicy"), List.of(arn))
                .allow(List.of("kms:Decrypt"), List.of("*"))
                .toJson();
    }

    private SessionPolicy allowBucket(TargetAccess access, String bucket, String prefix) {
        String arn = "arn:" + access.partition() + ":s3:::" + bucket;
        return allow(List.of("s3:*"), List.of(arn, arn + "/" + Arns.literal(prefix) + "*"))
                .allow(List.of("kms:GenerateDataKey", "kms:Decrypt"), List.of("*"));
    }

    private SessionPolicy allow(List<String> actions, List<String> resources) {
        ObjectNode statement = statements.addObject();
        statement.put("Effect", "Allow");
        actions.forEach(statement.putArray("Action")::add);
        resources.forEach(statement.putArray("Resource")::add);
        return this;
    }

    private String toJson() {
        ObjectNode document = JSON.objectNode();
        document.put("Version", "2012-10-17");
        document.set("Statement", statements);
        return MAPPER.valueToTree(document).toString();
    }
}
