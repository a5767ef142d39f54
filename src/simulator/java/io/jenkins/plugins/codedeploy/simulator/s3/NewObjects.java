package io.jenkins.plugins.codedeploy.simulator.s3;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.simulator.http.AwsError;
import io.jenkins.plugins.codedeploy.simulator.http.Query;
import io.jenkins.plugins.codedeploy.simulator.kms.Kms;
import io.jenkins.plugins.codedeploy.simulator.kms.KmsKey;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Decides what an upload becomes, and whether its sender may. */
final class NewObjects {
    private static final Set<String> CANNED_ACLS = Set.of(
            "private",
            "public-read",
            "public-read-write",
            "authenticated-read",
            "aws-exec-read",
            "bucket-owner-read",
            "bucket-owner-full-control");
    private static final List<String> KEPT_HEADERS =
            List.of("Content-Type", "Content-Disposition", "Content-Language", "Cache-Control", "Expires");
    private static final String SSE = "x-amz-server-side-encryption";
    private static final String SSE_KEY = "x-amz-server-side-encryption-aws-kms-key-id";

    private final Access access;
    private final Kms kms;

    NewObjects(Access access, Kms kms) {
        this.access = access;
        this.kms = kms;
    }

    @NonNull
    Upload.NewObject prepare(S3Call call) throws AwsError {
        if (call.key().getBytes(StandardCharsets.UTF_8).length > 1024) {
            throw AwsError.badRequest("KeyTooLongError", "Your key is too long");
        }
        Map<String, String> tags = tags(call.header("x-amz-tagging"));
        String acl = call.header("x-amz-acl");
        Map<String, String> conditions = conditions(call, acl, tags);
        permit(call, acl, tags, conditions);
        String owner = owner(call, acl);
        boolean shared = "bucket-owner-full-control".equals(acl) || "bucket-owner-read".equals(acl);
        return new Upload.NewObject(owner, shared, headers(call), tags, encryption(call), conditions);
    }

    private static Map<String, String> conditions(S3Call call, @CheckForNull String acl, Map<String, String> tags) {
        Map<String, String> context = new HashMap<>();
        context.put("s3:x-amz-acl", acl);
        context.put("s3:" + SSE, call.header(SSE));
        context.put("s3:" + SSE_KEY, call.header(SSE_KEY));
        tags.forEach((key, value) -> context.put("s3:RequestObjectTag/" + key, value));
        return context;
    }

    private void permit(S3Call call, @CheckForNull String acl, Map<String, String> tags, Map<String, String> context)
            throws AwsError {
        access.requireKey(call.caller(), call.bucket(), call.key(), "s3:PutObject", context);
        if (acl != null) {
            access.requireKey(call.caller(), call.bucket(), call.key(), "s3:PutObjectAcl", context);
        }
        if (!tags.isEmpty()) {
            access.requireKey(call.caller(), call.bucket(), call.key(), "s3:PutObjectTagging", context);
        }
    }

    private static String owner(S3Call call, @CheckForNull String acl) throws AwsError {
        boolean grants = call.request().headers().names().stream().anyMatch(name -> name.startsWith("x-amz-grant-"));
        if (acl != null && !CANNED_ACLS.contains(acl)) {
            throw S3Call.invalid("", "x-amz-acl", acl);
        }
        if (call.bucket().ownership() == StoredBucket.Ownership.BucketOwnerEnforced) {
            if (grants || acl != null && !acl.equals("bucket-owner-full-control")) {
                throw AwsError.badRequest("AccessControlListNotSupported", "The bucket does not allow ACLs");
            }
            return call.bucket().accountId();
        }
        if (grants) {
            throw notImplemented();
        }
        boolean preferred = call.bucket().ownership() == StoredBucket.Ownership.BucketOwnerPreferred
                && "bucket-owner-full-control".equals(acl);
        return preferred ? call.bucket().accountId() : call.caller().accountId();
    }

    static AwsError notImplemented() {
        return new AwsError(
                501, "NotImplemented", "A header you provided implies functionality that is not implemented");
    }

    private Encryption encryption(S3Call call) throws AwsError {
        if (call.header("x-amz-server-side-encryption-customer-algorithm") != null) {
            throw notImplemented();
        }
        String algorithm = call.header(SSE);
        String keyId = call.header(SSE_KEY);
        String bucketKey = call.header("x-amz-server-side-encryption-bucket-key-enabled");
        boolean useBucketKey = Boolean.parseBoolean(bucketKey);
        StoredBucket.DefaultEncryption byDefault = call.bucket().encryption();
        if (keyId != null && (algorithm == null || algorithm.equals("AES256"))) {
            throw S3Call.invalid(
                    "Server Side Encryption with AWS KMS managed key requires HTTP header"
                            + " x-amz-server-side-encryption : aws:kms",
                    SSE,
                    String.valueOf(algorithm));
        }
        if (byDefault != null && (algorithm == null || keyId == null && algorithm.equals(byDefault.algorithm()))) {
            algorithm = byDefault.algorithm();
            keyId = byDefault.keyId();
            useBucketKey = bucketKey == null ? byDefault.bucketKey() : useBucketKey;
        }
        if (algorithm == null || algorithm.equals("AES256")) {
            return Encryption.SSE_S3;
        }
        if (!algorithm.equals("aws:kms") && !algorithm.equals("aws:kms:dsse")) {
            throw S3Call.invalid("The encryption method specified is not supported", SSE, algorithm);
        }
        // Key IDs and aliases mean a key of the caller's account, but the managed key is the bucket owner's.
        KmsKey key = keyId == null
                ? kms.managed(call.bucket().accountId(), call.bucket().region())
                : kms.find(keyId, call.caller().accountId(), call.bucket().region());
        kms.require(call.caller(), "kms:GenerateDataKey", key, call.arn());
        return new Encryption(algorithm, key, useBucketKey);
    }

    private static Map<String, String> headers(S3Call call) throws AwsError {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "binary/octet-stream");
        for (String name : KEPT_HEADERS) {
            String value = call.header(name);
            if (value != null) {
                headers.put(name, value);
            }
        }
        String encoding = call.request()
                .headers()
                .get("content-encoding", "")
                .replaceAll("(^|,)\\s*aws-chunked\\s*", "")
                .replaceFirst("^,", "")
                .strip();
        if (!encoding.isEmpty()) {
            headers.put("Content-Encoding", encoding);
        }
        headers.putAll(call.metadata());
        return headers;
    }

    private static Map<String, String> tags(@CheckForNull String header) throws AwsError {
        Map<String, String> tags = new TreeMap<>();
        for (Map.Entry<String, String> tag : Query.parse(header, true).all()) {
            tags.put(tag.getKey(), tag.getValue());
        }
        return checkTags(tags);
    }

    static Map<String, String> checkTags(Map<String, String> tags) throws AwsError {
        if (tags.size() > 10) {
            throw AwsError.badRequest("BadRequest", "Object tags cannot be greater than 10");
        }
        for (Map.Entry<String, String> tag : tags.entrySet()) {
            if (tag.getKey().isEmpty() || tag.getKey().length() > 128) {
                throw AwsError.badRequest("InvalidTag", "The TagKey you have provided is invalid");
            }
            if (tag.getValue().length() > 256) {
                throw AwsError.badRequest("InvalidTag", "The TagValue you have provided is invalid");
            }
        }
        return tags;
    }
}
