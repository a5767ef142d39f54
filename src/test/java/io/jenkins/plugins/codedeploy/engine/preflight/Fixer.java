package io.jenkins.plugins.codedeploy.engine.preflight;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.codedeploy.engine.Remedy;
import io.jenkins.plugins.codedeploy.simulator.Accounts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/** Does what a remedy says, to the letter, as an administrator of the account would. */
final class Fixer {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

    private final BuiltAccounts accounts;
    private int policies;

    Fixer(BuiltAccounts accounts) {
        this.accounts = accounts;
    }

    void apply(Remedy remedy) throws Exception {
        String resource = remedy.resource();
        String content = remedy.content();
        switch (remedy.kind()) {
            case ADD_TO_BUCKET_POLICY -> putBucketPolicy(resource, added(bucketPolicy(resource), content));
            case ADD_TO_TRUST_POLICY -> accounts.aws.iam().trust(resource, added(trustPolicy(resource), content));
            case ADD_TO_KEY_POLICY ->
                accounts.keyPolicy(resource, added(accounts.keyPolicies.getOrDefault(resource, empty()), content));
            case ATTACH_POLICY -> accounts.aws.iam().putPolicy(resource, "Fix" + ++policies, content);
            case ADD_TO_BOUNDARY -> {
                String now = accounts.boundaries.get(resource);
                for (JsonNode statement : JSON.readTree(content).path("Statement")) {
                    now = added(now, statement.toString());
                }
                accounts.boundary(resource, now);
            }
            case REMOVE_DENIAL -> removeDenial(resource);
            case SETTING, ASK -> accounts.settings.set(resource, content);
            case GIVE -> give(resource);
            case ADD_PRINCIPAL -> accounts.aws.iam().trust(resource, trusting(trustPolicy(resource), content));
            case LIFT_CONDITION -> accounts.aws.iam().trust(resource, without(trustPolicy(resource), content));
            case TAG -> {
                String[] tag = content.split("[=,]");
                accounts.host.tag(tag[1], tag[3]);
            }
            case COMMAND -> run(content);
        }
    }

    /** As a person who looks the value up where it stands. */
    private void give(String field) throws Exception {
        switch (field) {
            case "externalId" -> {
                for (JsonNode statement :
                        JSON.readTree(trustPolicy(accounts.role)).path("Statement")) {
                    JsonNode wanted = statement.at("/Condition/StringEquals/sts:ExternalId");
                    accounts.settings.externalId =
                            wanted.isMissingNode() ? accounts.settings.externalId : wanted.asText();
                }
            }
            case "roleArn" -> accounts.settings.roleArn = accounts.role;
            case "instanceRole" -> accounts.settings.instanceRole = BuiltAccounts.INSTANCES;
            case "bucketAccount" -> accounts.settings.expectedOwner = owner();
            case "kmsKeyId" ->
                accounts.settings.kmsKeyId = accounts.keys.isEmpty() ? accounts.settings.kmsKeyId : accounts.keyArn();
            case "keyPrefix" -> accounts.settings.keyPrefix = allowedPrefix();
            case "revision" -> accounts.settings.eTag = null;
            default -> throw new AssertionError("no such field: " + field);
        }
    }

    private String allowedPrefix() throws Exception {
        String arn = "arn:aws:s3:::" + accounts.settings.bucket;
        for (JsonNode statement : JSON.readTree(bucketPolicy(arn)).path("Statement")) {
            if (statement.has("NotResource")) {
                return statement
                        .path("NotResource")
                        .asText()
                        .substring(arn.length() + 1)
                        .replace("/*", "");
            }
        }
        return accounts.settings.keyPrefix;
    }

    /** An id of somebody who is gone is replaced: AWS would not take it again. */
    private static String trusting(String policy, String principal) throws Exception {
        ObjectNode document = (ObjectNode) JSON.readTree(policy);
        for (JsonNode one : document.path("Statement")) {
            if (one.path("Effect").asText().equals("Allow")
                    && one.path("Principal").has("AWS")) {
                ArrayNode all = JSON.createArrayNode().add(principal);
                JsonNode now = one.path("Principal").path("AWS");
                for (JsonNode name :
                        now.isArray() ? now : JSON.createArrayNode().add(now)) {
                    if (!name.asText().matches("A(IDA|ROA)[A-Z0-9]+")) {
                        all.add(name);
                    }
                }
                ((ObjectNode) one.path("Principal")).set("AWS", all);
                return document.toString();
            }
        }
        throw new AssertionError("no statement trusts an account");
    }

    private static String without(String policy, String condition) throws Exception {
        ObjectNode document = (ObjectNode) JSON.readTree(policy);
        for (JsonNode one : document.path("Statement")) {
            for (JsonNode operator : one.path("Condition")) {
                ((ObjectNode) operator).remove(condition);
            }
        }
        return document.toString();
    }

    private void removeDenial(String resource) throws Exception {
        if (resource.contains(":s3:::")) {
            putBucketPolicy(resource, withoutDenials(bucketPolicy(resource)));
        } else {
            accounts.aws.iam().deletePolicy(resource, "Denial");
            if (accounts.aws.iam().entity(resource).isRole()) {
                accounts.aws.iam().trust(resource, withoutDenials(trustPolicy(resource)));
            }
        }
    }

    private String trustPolicy(String role) throws Exception {
        return accounts.aws.iam().show(accounts.aws.iam().entity(role).trustPolicy());
    }

    private String bucketPolicy(String arn) {
        String name = arn.substring(arn.lastIndexOf(':') + 1);
        try {
            return accounts.s3(name).getBucketPolicy(r -> r.bucket(name)).policy();
        } catch (S3Exception e) {
            return empty();
        }
    }

    /** S3 takes no policy without a statement: when its last one is removed, it is deleted. */
    private void putBucketPolicy(String arn, String policy) throws Exception {
        String name = arn.substring(arn.lastIndexOf(':') + 1);
        if (JSON.readTree(policy).path("Statement").isEmpty()) {
            accounts.s3(name).deleteBucketPolicy(r -> r.bucket(name));
            return;
        }
        accounts.s3(name).putBucketPolicy(r -> r.bucket(name).policy(policy));
    }

    private static String empty() {
        return "{\"Version\": \"2012-10-17\", \"Statement\": []}";
    }

    /** Drops what names somebody who is gone: AWS would not take such a policy again. */
    private static String added(String policy, String statement) throws Exception {
        ObjectNode document = (ObjectNode) JSON.readTree(policy);
        ArrayNode kept = JSON.createArrayNode();
        for (JsonNode one : document.path("Statement")) {
            if (!one.path("Principal").path("AWS").asText().matches("A(IDA|ROA)[A-Z0-9]+")) {
                kept.add(one);
            }
        }
        kept.add(JSON.readTree(statement));
        document.set("Statement", kept);
        return document.toString();
    }

    private static String withoutDenials(String policy) throws Exception {
        ObjectNode document = (ObjectNode) JSON.readTree(policy);
        ArrayNode kept = JSON.createArrayNode();
        for (JsonNode one : document.path("Statement")) {
            if (!one.path("Effect").asText().equals("Deny")) {
                kept.add(one);
            }
        }
        document.set("Statement", kept);
        return document.toString();
    }

    private void run(String line) throws Exception {
        List<String> words = new ArrayList<>();
        Matcher m = WORD.matcher(line);
        while (m.find()) {
            words.add(m.group(1) == null ? m.group(2) : m.group(1));
        }
        switch (words.get(0).equals("aws") ? words.get(1) + " " + words.get(2) : words.get(0)) {
            case "s3api create-bucket" ->
                accounts.aws.s3().createBucket(option(words, "--bucket"), owner(), option(words, "--region"));
            case "s3api put-bucket-encryption" ->
                accounts.s3(option(words, "--bucket"))
                        .putBucketEncryption(r -> r.bucket(option(words, "--bucket"))
                                .serverSideEncryptionConfiguration(
                                        c -> c.rules(rule -> rule.applyServerSideEncryptionByDefault(
                                                d -> d.sseAlgorithm(ServerSideEncryption.AES256)))));
            case "kms cancel-key-deletion" ->
                accounts.keys.get(option(words, "--key-id")).pendingDeletion(false);
            case "kms enable-key" ->
                accounts.keys.get(option(words, "--key-id")).enabled(true);
            case "iam create-role" ->
                accounts.aws
                        .iam()
                        .createRole(
                                Accounts.TARGET,
                                option(words, "--role-name"),
                                option(words, "--assume-role-policy-document"));
            case "iam attach-role-policy" ->
                accounts.aws
                        .iam()
                        .attach(
                                "arn:aws:iam::" + Accounts.TARGET + ":role/" + option(words, "--role-name"),
                                option(words, "--policy-arn"));
            case "service-quotas list-service-quotas" ->
                accounts.codeDeploy.limits().concurrentDeployments(10);
            case "sudo" -> {
                accounts.host.asUsual();
                accounts.production.commandTimeout(Duration.ofHours(1));
            }
            default -> throw new AssertionError("no such command: " + line);
        }
    }

    private String owner() {
        return accounts.settings.bucketOwner.name().equals("SOURCE") ? Accounts.SOURCE : Accounts.TARGET;
    }

    private static String option(List<String> words, String name) {
        return words.get(words.indexOf(name) + 1);
    }
}
