package io.jenkins.plugins.codedeploy.simulator.s3;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.simulator.http.AwsError;
import io.jenkins.plugins.codedeploy.simulator.http.AwsResponse;
import io.jenkins.plugins.codedeploy.simulator.http.Body;
import io.jenkins.plugins.codedeploy.simulator.http.Xml;
import io.jenkins.plugins.codedeploy.simulator.iam.IamIds;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.w3c.dom.Element;

/** Whole objects. */
final class ObjectOperations {
    private static final long LARGEST_PUT = 5L << 30;

    private final Access access;
    private final NewObjects newObjects;
    private final ObjectLookup lookup;
    private final Blobs blobs;

    ObjectOperations(Access access, NewObjects newObjects, ObjectLookup lookup, Blobs blobs) {
        this.access = access;
        this.newObjects = newObjects;
        this.lookup = lookup;
        this.blobs = blobs;
    }

    AwsResponse put(S3Call call) throws AwsError, IOException {
        Upload.NewObject made = newObjects.prepare(call);
        Body body = call.request().body();
        if (body.length() > LARGEST_PUT) {
            throw AwsError.badRequest("EntityTooLarge", "Your proposed upload exceeds the maximum allowed size")
                    .detail("ProposedSize", Long.toString(body.length()))
                    .detail("MaxSizeAllowed", Long.toString(LARGEST_PUT));
        }
        String md5 = Integrity.md5(call);
        ChecksumAlgorithm given = Integrity.given(call);
        ObjectChecksum checksum = Integrity.verified(call, given == null ? ChecksumAlgorithm.CRC64NVME : given);
        // Under KMS an eTag is no digest of the bytes.
        String eTag = made.encryption().key() == null ? md5 : opaqueETag();
        StoredObject stored;
        synchronized (call.bucket()) {
            Preconditions.forWrite(call);
            Blob content = new Blob(List.of(blobs.keep(body)));
            stored = store(call, made, content, eTag, checksum, false);
        }
        return describeNew(stored, call.bucket()).header(checksum.algorithm().header(), checksum.value());
    }

    static String opaqueETag() {
        return IamIds.hex(16);
    }

    /** Under the bucket's lock. */
    @NonNull
    StoredObject store(
            S3Call call, Upload.NewObject made, Blob content, String eTag, ObjectChecksum checksum, boolean multipart)
            throws IOException {
        StoredObject object = new StoredObject(
                call.key(),
                newVersionId(call.bucket()),
                content,
                eTag,
                Instant.now().truncatedTo(ChronoUnit.SECONDS),
                made.owner(),
                made.sharedWithBucketOwner(),
                made.headers(),
                new ConcurrentSkipListMap<>(made.tags()),
                made.encryption(),
                checksum,
                multipart);
        for (StoredObject displaced : call.bucket().add(object)) {
            blobs.delete(displaced);
        }
        return object;
    }

    private static String newVersionId(StoredBucket bucket) {
        return bucket.versioning() == StoredBucket.Versioning.Enabled
                ? IamIds.random(24).replace('-', '.')
                : "null";
    }

    static AwsResponse describeNew(StoredObject object, StoredBucket bucket) {
        AwsResponse answer = AwsResponse.empty(200).header("ETag", object.quotedETag());
        answer.header("x-amz-checksum-type", object.checksum().type().name());
        return object.encryption().describe(version(answer, object, bucket));
    }

    static AwsResponse version(AwsResponse answer, StoredObject object, StoredBucket bucket) {
        return bucket.versioning() == StoredBucket.Versioning.Unversioned
                ? answer
                : answer.header("x-amz-version-id", object.versionId());
    }

    AwsResponse get(S3Call call) throws AwsError {
        StoredObject object = lookup.readable(call.caller(), call.bucket(), call.key(), call.query("versionId"));
        int instead = Preconditions.forRead(call.header("if-match"), call.header("if-none-match"), object);
        if (instead != 0) {
            return AwsResponse.empty(instead).header("ETag", object.quotedETag());
        }
        Blob content = object.content();
        Range range = call.query("partNumber") != null && content != null
                ? part(call, content)
                : Range.parse(call.header("range"), object.size());
        long count = range == null ? object.size() : range.count();
        long offset = range == null ? 0 : range.offset();
        AwsResponse answer = new AwsResponse(
                range == null ? 200 : 206,
                new TreeMap<>(object.headers()),
                count,
                content == null ? null : out -> content.copy(offset, count, out));
        answer.header("ETag", object.quotedETag()).header("Accept-Ranges", "bytes");
        answer.header(
                "Last-Modified",
                DateTimeFormatter.RFC_1123_DATE_TIME.format(
                        object.lastModified().atZone(ZoneOffset.UTC)));
        if (object == call.bucket().newest(object.key())) {
            String expiration = LifecycleRules.expiration(call.bucket().lifecycle(), object);
            if (expiration != null) {
                answer.header("x-amz-expiration", expiration);
            }
        }
        if (range != null) {
            answer.header("Content-Range", "bytes " + offset + "-" + (offset + count - 1) + "/" + object.size());
        }
        if (call.query("partNumber") != null && object.multipart() && content != null) {
            answer.header(
                    "x-amz-mp-parts-count", Integer.toString(content.segments().size()));
        }
        if (!object.tags().isEmpty()) {
            answer.header("x-amz-tagging-count", Integer.toString(object.tags().size()));
        }
        if (range == null
                && object.checksum().kept()
                && "ENABLED".equalsIgnoreCase(call.header("x-amz-checksum-mode"))) {
            answer.header(
                    object.checksum().algorithm().header(), object.checksum().value());
            answer.header("x-amz-checksum-type", object.checksum().type().name());
        }
        for (Map.Entry<String, String> parameter : call.request().query().all()) {
            if (parameter.getKey().startsWith("response-")) {
                answer.header(parameter.getKey().substring("response-".length()), parameter.getValue());
            }
        }
        return object.encryption().describe(version(answer, object, call.bucket()));
    }

    private static Range part(S3Call call, Blob content) throws AwsError {
        int number = call.number("partNumber", 1, 10_000);
        if (number < 1 || number > content.segments().size()) {
            throw new AwsError(416, "InvalidPartNumber", "The requested partnumber is not satisfiable");
        }
        long offset = content.segments().stream()
                .limit(number - 1)
                .mapToLong(Blob.Segment::length)
                .sum();
        return new Range(offset, content.segments().get(number - 1).length());
    }

    AwsResponse delete(S3Call call) throws AwsError, IOException {
        String versionId = call.query("versionId");
        String action = versionId == null ? "s3:DeleteObject" : "s3:DeleteObjectVersion";
        access.requireKey(call.caller(), call.bucket(), call.key(), action, Map.of());
        AwsResponse answer = AwsResponse.empty(204);
        synchronized (call.bucket()) {
            boolean marks = versionId == null && call.bucket().versioning() != StoredBucket.Versioning.Unversioned;
            if (marks) {
                StoredObject marker = store(
                        call,
                        new Upload.NewObject(
                                call.bucket().accountId(), false, Map.of(), Map.of(), Encryption.SSE_S3, Map.of()),
                        null,
                        "",
                        new ObjectChecksum(ChecksumAlgorithm.CRC64NVME, "", ObjectChecksum.Type.FULL_OBJECT, false),
                        false);
                return answer.header("x-amz-delete-marker", "true").header("x-amz-version-id", marker.versionId());
            }
            StoredObject object = call.bucket().find(call.key(), versionId);
            if (object != null) {
                call.bucket().remove(object);
                blobs.delete(object);
                if (object.deleteMarker()) {
                    answer.header("x-amz-delete-marker", "true");
                }
            }
        }
        return answer.header("x-amz-version-id", versionId);
    }

    AwsResponse getTagging(S3Call call) throws AwsError {
        StoredObject object =
                lookup.find(call.caller(), call.bucket(), call.key(), call.query("versionId"), "s3:GetObjectTagging");
        Xml xml = new Xml().open("Tagging", S3.NAMESPACE).open("TagSet");
        object.tags()
                .forEach((key, value) ->
                        xml.open("Tag").text("Key", key).text("Value", value).close("Tag"));
        xml.close("TagSet").close("Tagging");
        return version(AwsResponse.of(200, "application/xml", xml.bytes()), object, call.bucket());
    }

    AwsResponse putTagging(S3Call call) throws AwsError, IOException {
        StoredObject object =
                lookup.find(call.caller(), call.bucket(), call.key(), call.query("versionId"), "s3:PutObjectTagging");
        Map<String, String> tags = new TreeMap<>();
        for (Element set : XmlReader.children(XmlReader.read(call.request().body()), "TagSet")) {
            for (Element tag : XmlReader.children(set, "Tag")) {
                tags.put(String.valueOf(XmlReader.text(tag, "Key")), String.valueOf(XmlReader.text(tag, "Value")));
            }
        }
        NewObjects.checkTags(tags);
        synchronized (call.bucket()) {
            object.tags().clear();
            object.tags().putAll(tags);
        }
        return version(AwsResponse.empty(200), object, call.bucket());
    }
}
