package io.jenkins.plugins.codedeploy.simulator.s3;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.simulator.http.AwsError;
import io.jenkins.plugins.codedeploy.simulator.http.Headers;
import io.jenkins.plugins.codedeploy.simulator.http.Query;
import java.util.Map;

/** Names S3's operations from method, path and sub-resource. */
final class S3Operations {
    private static final Map<String, String> BUCKET = Map.ofEntries(
            Map.entry("PUT policy", "PutBucketPolicy"),
            Map.entry("GET policy", "GetBucketPolicy"),
            Map.entry("DELETE policy", "DeleteBucketPolicy"),
            Map.entry("GET location", "GetBucketLocation"),
            Map.entry("PUT versioning", "PutBucketVersioning"),
            Map.entry("GET versioning", "GetBucketVersioning"),
            Map.entry("PUT ownershipControls", "PutBucketOwnershipControls"),
            Map.entry("GET ownershipControls", "GetBucketOwnershipControls"),
            Map.entry("PUT encryption", "PutBucketEncryption"),
            Map.entry("GET encryption", "GetBucketEncryption"),
            Map.entry("PUT lifecycle", "PutBucketLifecycleConfiguration"),
            Map.entry("GET lifecycle", "GetBucketLifecycleConfiguration"),
            Map.entry("GET uploads", "ListMultipartUploads"),
            Map.entry("GET versions", "ListObjectVersions"));
    private static final Map<String, String> OBJECT = Map.of(
            "POST uploads", "CreateMultipartUpload",
            "PUT uploadId", "UploadPart",
            "GET uploadId", "ListParts",
            "POST uploadId", "CompleteMultipartUpload",
            "DELETE uploadId", "AbortMultipartUpload",
            "PUT tagging", "PutObjectTagging",
            "GET tagging", "GetObjectTagging");
    private static final Map<String, String> PLAIN_BUCKET =
            Map.of("PUT", "CreateBucket", "DELETE", "DeleteBucket", "HEAD", "HeadBucket", "GET", "ListObjects");
    private static final Map<String, String> PLAIN_OBJECT =
            Map.of("PUT", "PutObject", "GET", "GetObject", "HEAD", "HeadObject", "DELETE", "DeleteObject");

    private S3Operations() {}

    @NonNull
    static String name(String method, String path, Query query, Headers headers) throws AwsError {
        int slash = path.indexOf('/', 1);
        boolean object = slash >= 0 && slash < path.length() - 1;
        if (path.equals("/")) {
            return method.equals("GET") ? "ListBuckets" : unsupported();
        }
        for (Map.Entry<String, String> known : (object ? OBJECT : BUCKET).entrySet()) {
            String[] parts = known.getKey().split(" ");
            if (method.equals(parts[0]) && query.has(parts[1])) {
                return known.getValue();
            }
        }
        if (object && method.equals("PUT") && headers.get("x-amz-copy-source") != null) {
            return "CopyObject";
        }
        if (!object && method.equals("GET") && query.get("list-type", "").equals("2")) {
            return "ListObjectsV2";
        }
        String plain = (object ? PLAIN_OBJECT : PLAIN_BUCKET).get(method);
        return plain == null ? unsupported() : plain;
    }

    private static String unsupported() throws AwsError {
        throw new AwsError(405, "MethodNotAllowed", "The specified method is not allowed against this resource.");
    }
}
