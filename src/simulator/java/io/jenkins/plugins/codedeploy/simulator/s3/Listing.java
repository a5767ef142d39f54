package io.jenkins.plugins.codedeploy.simulator.s3;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.codedeploy.simulator.http.AwsError;
import io.jenkins.plugins.codedeploy.simulator.http.AwsResponse;
import io.jenkins.plugins.codedeploy.simulator.http.UriCode;
import io.jenkins.plugins.codedeploy.simulator.http.Xml;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** ListObjectsV2, its predecessor and ListObjectVersions. */
final class Listing {
    private final Access access;

    Listing(Access access) {
        this.access = access;
    }

    AwsResponse objects(S3Call call) throws AwsError {
        permit(call, "s3:ListBucket");
        boolean v2 = call.query("list-type") != null;
        int most = call.number("max-keys", 1000, 1000);
        String prefix = call.request().query().get("prefix", "");
        String delimiter = call.request().query().get("delimiter", "");
        String token = call.query(v2 ? "continuation-token" : "marker");
        String after = v2
                ? token == null ? call.request().query().get("start-after", "") : decode(token)
                : String.valueOf(token == null ? "" : token);
        Xml entries = new Xml();
        Set<String> common = new LinkedHashSet<>();
        int listed = 0;
        String last = null;
        boolean more = false;
        for (StoredObject object : call.bucket().list()) {
            String key = object.key();
            if (!key.startsWith(prefix) || key.compareTo(after) <= 0) {
                continue;
            }
            String group = group(key, prefix, delimiter);
            if (group != null && (common.contains(group) || after.startsWith(group))) {
                continue;
            }
            if (listed == most) {
                more = true;
                break;
            }
            listed++;
            last = group == null ? key : group + Character.MAX_VALUE;
            if (group == null) {
                entry(entries, call, object);
            } else {
                common.add(group);
            }
        }
        Xml xml = new Xml().open("ListBucketResult", S3.NAMESPACE);
        xml.text("Name", call.bucket().name()).text("Prefix", name(call, prefix));
        xml.text("Delimiter", delimiter.isEmpty() ? null : name(call, delimiter))
                .text("MaxKeys", most);
        xml.text("EncodingType", call.query("encoding-type")).text("IsTruncated", more);
        if (v2) {
            xml.text("KeyCount", listed).text("ContinuationToken", token);
            xml.text("NextContinuationToken", more ? encode(String.valueOf(last)) : null);
        } else {
            xml.text("Marker", name(call, after)).text("NextMarker", more ? name(call, String.valueOf(last)) : null);
        }
        xml.include(entries);
        for (String group : common) {
            xml.open("CommonPrefixes").text("Prefix", name(call, group)).close("CommonPrefixes");
        }
        return AwsResponse.of(
                200, "application/xml", xml.close("ListBucketResult").bytes());
    }

    AwsResponse versions(S3Call call) throws AwsError {
        permit(call, "s3:ListBucketVersions");
        String prefix = call.request().query().get("prefix", "");
        Xml xml = new Xml()
                .open("ListVersionsResult", S3.NAMESPACE)
                .text("Name", call.bucket().name())
                .text("Prefix", name(call, prefix))
                .text("MaxKeys", 1000)
                .text("EncodingType", call.query("encoding-type"))
                .text("IsTruncated", false);
        call.bucket().listVersions().stream()
                .filter(object -> object.key().startsWith(prefix))
                .limit(1000)
                .forEach(object -> {
                    String element = object.deleteMarker() ? "DeleteMarker" : "Version";
                    xml.open(element)
                            .text("Key", name(call, object.key()))
                            .text("VersionId", object.versionId())
                            .text("IsLatest", object == call.bucket().newest(object.key()))
                            .text("LastModified", object.lastModified());
                    if (!object.deleteMarker()) {
                        xml.text("ETag", object.quotedETag()).text("Size", object.size());
                    }
                    xml.close(element);
                });
        return AwsResponse.of(
                200, "application/xml", xml.close("ListVersionsResult").bytes());
    }

    private void permit(S3Call call, String action) throws AwsError {
        Map<String, String> context = new HashMap<>();
        context.put("s3:prefix", call.request().query().get("prefix", ""));
        context.put("s3:delimiter", call.query("delimiter"));
        context.put("s3:max-keys", call.query("max-keys"));
        access.requireBucket(call.caller(), call.bucket(), action, context);
    }

    private static void entry(Xml xml, S3Call call, StoredObject object) {
        xml.open("Contents")
                .text("Key", name(call, object.key()))
                .text("LastModified", object.lastModified())
                .text("ETag", object.quotedETag())
                .text("ChecksumAlgorithm", object.checksum().algorithm())
                .text("ChecksumType", object.checksum().type())
                .text("Size", object.size())
                .text("StorageClass", "STANDARD")
                .close("Contents");
    }

    @CheckForNull
    private static String group(String key, String prefix, String delimiter) {
        int end = delimiter.isEmpty() ? -1 : key.indexOf(delimiter, prefix.length());
        return end < 0 ? null : key.substring(0, end + delimiter.length());
    }

    private static String name(S3Call call, String name) {
        return "url".equals(call.query("encoding-type")) ? UriCode.encode(name, true) : name;
    }

    private static String encode(String key) {
        return Base64.getUrlEncoder().encodeToString(key.getBytes(StandardCharsets.UTF_8));
    }

    private static String decode(String token) throws AwsError {
        try {
            return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw AwsError.badRequest("InvalidArgument", "The continuation token provided is incorrect");
        }
    }
}
