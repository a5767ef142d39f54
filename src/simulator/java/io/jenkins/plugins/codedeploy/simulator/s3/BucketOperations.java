package io.jenkins.plugins.codedeploy.simulator.s3;

import io.jenkins.plugins.codedeploy.simulator.http.AwsError;
import io.jenkins.plugins.codedeploy.simulator.http.AwsResponse;
import io.jenkins.plugins.codedeploy.simulator.http.Xml;
import io.jenkins.plugins.codedeploy.simulator.iam.Iam;
import io.jenkins.plugins.codedeploy.simulator.iam.PolicyDocument;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.w3c.dom.Element;

/** What is set on a bucket itself. */
final class BucketOperations {
    private static final String SSE = "ApplyServerSideEncryptionByDefault";

    private final Access access;
    private final Iam iam;

    BucketOperations(Access access, Iam iam) {
        this.access = access;
        this.iam = iam;
    }

    AwsResponse head(S3Call call) throws AwsError {
        permit(call, "s3:ListBucket");
        return AwsResponse.empty(200)
                .header("x-amz-bucket-region", call.bucket().region());
    }

    AwsResponse location(S3Call call) throws AwsError {
        permit(call, "s3:GetBucketLocation");
        String region = call.bucket().region();
        return xml(new Xml()
                .open("LocationConstraint", S3.NAMESPACE)
                .content(region.equals("us-east-1") ? "" : region)
                .close("LocationConstraint"));
    }

    AwsResponse getPolicy(S3Call call) throws AwsError {
        ownPolicy(call, "s3:GetBucketPolicy");
        PolicyDocument policy = call.bucket().latestPolicy();
        if (policy == null) {
            throw new AwsError(404, "NoSuchBucketPolicy", "The bucket policy does not exist")
                    .detail("BucketName", call.bucket().name());
        }
        return AwsResponse.of(200, "application/json", iam.show(policy).getBytes(StandardCharsets.UTF_8));
    }

    AwsResponse putPolicy(S3Call call) throws AwsError, IOException {
        ownPolicy(call, "s3:PutBucketPolicy");
        Integrity.ofDocument(call);
        BucketPolicies.put(iam, call.bucket(), call.request().body().text());
        return AwsResponse.empty(204);
    }

    AwsResponse deletePolicy(S3Call call) throws AwsError {
        ownPolicy(call, "s3:DeleteBucketPolicy");
        call.bucket().policy(null, iam.delay());
        return AwsResponse.empty(204);
    }

    /** Only the owner's account may see or change a bucket's policy, whatever the policy says. */
    private void ownPolicy(S3Call call, String action) throws AwsError {
        permit(call, action);
        if (!call.caller().accountId().equals(call.bucket().accountId())) {
            throw new AwsError(405, "MethodNotAllowed", "The specified method is not allowed against this resource.");
        }
    }

    AwsResponse getVersioning(S3Call call) throws AwsError {
        permit(call, "s3:GetBucketVersioning");
        StoredBucket.Versioning state = call.bucket().versioning();
        return xml(new Xml()
                .open("VersioningConfiguration", S3.NAMESPACE)
                .text("Status", state == StoredBucket.Versioning.Unversioned ? null : state)
                .close("VersioningConfiguration"));
    }

    AwsResponse putVersioning(S3Call call) throws AwsError, IOException {
        permit(call, "s3:PutBucketVersioning");
        String status = XmlReader.text(document(call), "Status");
        if (!Set.of("Enabled", "Suspended").contains(String.valueOf(status))) {
            throw XmlReader.malformed();
        }
        call.bucket().versioning(StoredBucket.Versioning.valueOf(status));
        return AwsResponse.empty(200);
    }

    AwsResponse getOwnership(S3Call call) throws AwsError {
        permit(call, "s3:GetBucketOwnershipControls");
        return xml(new Xml()
                .open("OwnershipControls", S3.NAMESPACE)
                .open("Rule")
                .text("ObjectOwnership", call.bucket().ownership())
                .close("Rule")
                .close("OwnershipControls"));
    }

    AwsResponse putOwnership(S3Call call) throws AwsError, IOException {
        permit(call, "s3:PutBucketOwnershipControls");
        String rule = XmlReader.text(document(call), "Rule", "ObjectOwnership");
        try {
            call.bucket().ownership(StoredBucket.Ownership.valueOf(String.valueOf(rule)));
        } catch (IllegalArgumentException e) {
            throw XmlReader.malformed();
        }
        return AwsResponse.empty(200);
    }

    AwsResponse getEncryption(S3Call call) throws AwsError {
        permit(call, "s3:GetEncryptionConfiguration");
        StoredBucket.DefaultEncryption rule = call.bucket().encryption();
        return xml(new Xml()
                .open("ServerSideEncryptionConfiguration", S3.NAMESPACE)
                .open("Rule")
                .open(SSE)
                .text("SSEAlgorithm", rule == null ? "AES256" : rule.algorithm())
                .text("KMSMasterKeyID", rule == null ? null : rule.keyId())
                .close(SSE)
                .text("BucketKeyEnabled", rule != null && rule.bucketKey())
                .close("Rule")
                .close("ServerSideEncryptionConfiguration"));
    }

    AwsResponse putEncryption(S3Call call) throws AwsError, IOException {
        permit(call, "s3:PutEncryptionConfiguration");
        Element document = document(call);
        String algorithm = XmlReader.text(document, "Rule", SSE, "SSEAlgorithm");
        if (algorithm == null || !Set.of("AES256", "aws:kms", "aws:kms:dsse").contains(algorithm)) {
            throw XmlReader.malformed();
        }
        String keyId = XmlReader.text(document, "Rule", SSE, "KMSMasterKeyID");
        boolean bucketKey = "true".equals(XmlReader.text(document, "Rule", "BucketKeyEnabled"));
        call.bucket().encryption(new StoredBucket.DefaultEncryption(algorithm, keyId, bucketKey));
        return AwsResponse.empty(200);
    }

    AwsResponse getLifecycle(S3Call call) throws AwsError {
        permit(call, "s3:GetLifecycleConfiguration");
        String lifecycle = call.bucket().lifecycle();
        if (lifecycle == null) {
            throw new AwsError(404, "NoSuchLifecycleConfiguration", "The lifecycle configuration does not exist");
        }
        return AwsResponse.of(200, "application/xml", lifecycle.getBytes(StandardCharsets.UTF_8));
    }

    AwsResponse putLifecycle(S3Call call) throws AwsError, IOException {
        permit(call, "s3:PutLifecycleConfiguration");
        Element document = document(call);
        if (XmlReader.children(document, "Rule").isEmpty()) {
            throw XmlReader.malformed();
        }
        call.bucket().lifecycle(call.request().body().text());
        return AwsResponse.empty(200);
    }

    private static Element document(S3Call call) throws AwsError, IOException {
        Integrity.ofDocument(call);
        return XmlReader.read(call.request().body());
    }

    private void permit(S3Call call, String action) throws AwsError {
        access.requireBucket(call.caller(), call.bucket(), action, Map.of());
    }

    private static AwsResponse xml(Xml xml) {
        return AwsResponse.of(200, "application/xml", xml.bytes());
    }
}
