package io.jenkins.plugins.codedeploy.engine.preflight;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.codedeploy.simulator.SimulatedAws;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import software.amazon.awssdk.services.s3.S3Client;

/** As much of CloudFormation as the templates need; what it does not know is an error, never passed over. */
final class Stack {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SimulatedAws aws;
    private final String account;
    private final Function<String, S3Client> s3;
    private final Map<String, String> given;
    private JsonNode template;

    /**
     * @param s3 of an administrator, for a bucket
     * @param given values of parameters
     */
    Stack(SimulatedAws aws, String account, Function<String, S3Client> s3, Map<String, String> given) {
        this.aws = aws;
        this.account = account;
        this.s3 = s3;
        this.given = given;
    }

    void create(String text) throws Exception {
        template = JSON.readTree(text);
        only(
                template,
                Set.of("AWSTemplateFormatVersion", "Description", "Parameters", "Conditions", "Resources", "Outputs"));
        for (String name : given.keySet()) {
            require(template.path("Parameters").has(name), "no parameter " + name);
        }
        List<String> made = new ArrayList<>();
        for (Map.Entry<String, JsonNode> resource : template.path("Resources").properties()) {
            JsonNode body = resource.getValue();
            only(body, Set.of("Type", "Properties", "Condition", "DependsOn", "DeletionPolicy", "UpdateReplacePolicy"));
            if (body.has("Condition") && !holds(body.path("Condition").asText())) {
                continue;
            }
            String before = body.path("DependsOn").asText();
            require(
                    before.isEmpty() || made.contains(before) || isLeftOut(before),
                    resource.getKey() + " comes after " + before);
            make(body.path("Type").asText(), body.path("Properties"));
            made.add(resource.getKey());
        }
    }

    private boolean isLeftOut(String name) {
        JsonNode body = template.path("Resources").path(name);
        return body.has("Condition") && !holds(body.path("Condition").asText());
    }

    private void make(String type, JsonNode is) throws Exception {
        switch (type) {
            case "AWS::S3::Bucket" -> bucket(is);
            case "AWS::S3::BucketPolicy" -> {
                only(is, Set.of("Bucket", "PolicyDocument"));
                String name = value(is.path("Bucket"));
                s3.apply(name)
                        .putBucketPolicy(r ->
                                r.bucket(name).policy(is.path("PolicyDocument").toString()));
            }
            case "AWS::IAM::Role" -> role(is);
            case "AWS::IAM::RolePolicy" -> policy(is, "role", "RoleName");
            case "AWS::IAM::UserPolicy" -> policy(is, "user", "UserName");
            default -> throw new AssertionError("no such type: " + type);
        }
    }

    private void bucket(JsonNode is) throws Exception {
        only(
                is,
                Set.of(
                        "BucketName",
                        "VersioningConfiguration",
                        "OwnershipControls",
                        "PublicAccessBlockConfiguration",
                        "LifecycleConfiguration",
                        "BucketEncryption"));
        String name = is.path("BucketName").asText();
        aws.s3().createBucket(name, account, aws.region());
        S3Client client = s3.apply(name);
        client.putBucketVersioning(r -> r.bucket(name)
                .versioningConfiguration(
                        v -> v.status(is.at("/VersioningConfiguration/Status").asText())));
        client.putBucketOwnershipControls(r -> r.bucket(name)
                .ownershipControls(o -> o.rules(rule -> rule.objectOwnership(
                        is.at("/OwnershipControls/Rules/0/ObjectOwnership").asText()))));
        JsonNode rule = is.at("/LifecycleConfiguration/Rules/0");
        only(rule, Set.of("Id", "Status", "Prefix", "AbortIncompleteMultipartUpload"));
        lifecycle(
                client,
                name,
                rule.path("Id").asText(),
                rule.path("Status").asText(),
                rule.path("Prefix").asText(),
                rule.at("/AbortIncompleteMultipartUpload/DaysAfterInitiation").asInt());
        JsonNode key = is.at("/BucketEncryption/ServerSideEncryptionConfiguration/0/ServerSideEncryptionByDefault");
        if (!key.isMissingNode()) {
            require(key.path("SSEAlgorithm").asText().equals("aws:kms"), key.toString());
            aws.s3().bucket(name).encryptByKms(key.path("KMSMasterKeyID").asText());
        }
    }

    @SuppressWarnings("unchecked")
    static void lifecycle(S3Client client, String bucket, String id, String status, String prefix, int days) {
        client.putBucketLifecycleConfiguration(r -> r.bucket(bucket)
                .lifecycleConfiguration(l -> l.rules(rule -> rule.id(id)
                        .status(status)
                        .filter(f -> f.prefix(prefix))
                        .abortIncompleteMultipartUpload(a -> a.daysAfterInitiation(days)))));
    }

    private void role(JsonNode is) throws Exception {
        only(is, Set.of("RoleName", "Path", "AssumeRolePolicyDocument", "Policies", "PermissionsBoundary"));
        String name =
                is.path("Path").asText("/").substring(1) + is.path("RoleName").asText();
        String arn = aws.iam()
                .createRole(account, name, is.path("AssumeRolePolicyDocument").toString())
                .arn();
        for (JsonNode policy : is.path("Policies")) {
            aws.iam()
                    .putPolicy(
                            arn,
                            policy.path("PolicyName").asText(),
                            policy.path("PolicyDocument").toString());
        }
        // CloudFormation is given the ARN of a managed policy, which here stands for itself
        String boundary = value(is.path("PermissionsBoundary"));
        if (boundary != null) {
            aws.iam().boundary(arn, boundary);
        }
    }

    private void policy(JsonNode is, String kind, String whose) throws Exception {
        only(is, Set.of("PolicyName", "PolicyDocument", whose));
        aws.iam()
                .putPolicy(
                        arn(kind, is.path(whose).asText()),
                        is.path("PolicyName").asText(),
                        is.path("PolicyDocument").toString());
    }

    /** IAM finds a role by its name alone: names are unique in an account, whatever the path. */
    private String arn(String kind, String name) {
        return Stream.of(BuiltAccounts.ROLE, BuiltAccounts.INSTANCES)
                .filter(role -> kind.equals("role") && role.endsWith("/" + name))
                .findFirst()
                .orElse("arn:aws:iam::" + account + ":" + kind + "/" + name);
    }

    /** Null for a property that is left out. */
    private String value(JsonNode node) {
        if (node.isMissingNode()) {
            return null;
        }
        if (node.has("Fn::If")) {
            JsonNode either = node.path("Fn::If");
            return value(either.get(holds(either.get(0).asText()) ? 1 : 2));
        }
        if (node.has("Ref")) {
            String name = node.path("Ref").asText();
            JsonNode bucket = template.at("/Resources/" + name + "/Properties/BucketName");
            return name.equals("AWS::NoValue") ? null : bucket.isTextual() ? bucket.asText() : parameter(name);
        }
        require(node.isTextual(), node.toString());
        return node.asText();
    }

    private boolean holds(String condition) {
        return holds(template.path("Conditions").path(condition));
    }

    private boolean holds(JsonNode condition) {
        if (condition.has("Fn::Not")) {
            return !holds(condition.path("Fn::Not").get(0));
        }
        JsonNode sides = condition.path("Fn::Equals");
        require(sides.size() == 2, condition.toString());
        return value(sides.get(0)).equals(value(sides.get(1)));
    }

    private String parameter(String name) {
        JsonNode parameter = template.path("Parameters").path(name);
        require(parameter.has("Default"), "no parameter " + name);
        String value = given.getOrDefault(name, parameter.path("Default").asText());
        JsonNode allowed = parameter.path("AllowedValues");
        require(allowed.isMissingNode() || allowed.toString().contains('"' + value + '"'), name + " is " + value);
        return value;
    }

    private static void only(JsonNode node, Set<String> known) {
        node.fieldNames().forEachRemaining(name -> require(known.contains(name), "unknown: " + name));
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new AssertionError(message);
        }
    }
}
