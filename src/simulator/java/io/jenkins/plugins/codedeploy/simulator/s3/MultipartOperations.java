package io.jenkins.plugins.codedeploy.simulator.s3;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.simulator.http.AwsError;
import io.jenkins.plugins.codedeploy.simulator.http.AwsResponse;
import io.jenkins.plugins.codedeploy.simulator.http.Xml;
import io.jenkins.plugins.codedeploy.simulator.iam.IamIds;
import io.jenkins.plugins.codedeploy.simulator.kms.Kms;
import io.jenkins.plugins.codedeploy.simulator.kms.KmsKey;
import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.w3c.dom.Element;

/** Uploads in parts. */
final class MultipartOperations {
    private final Access access;
    private final Kms kms;
    private final NewObjects newObjects;
    private final ObjectOperations objects;
    private final Blobs blobs;

    MultipartOperations(Access access, Kms kms, NewObjects newObjects, ObjectOperations objects, Blobs blobs) {
        this.access = access;
        this.kms = kms;
        this.newObjects = newObjects;
        this.objects = objects;
        this.blobs = blobs;
    }

    AwsResponse create(S3Call call) throws AwsError {
        ChecksumAlgorithm algorithm = algorithm(call.header("x-amz-checksum-algorithm"));
        Upload upload = new Upload(
                IamIds.random(48),
                call.key(),
                call.caller(),
                Instant.now(),
                newObjects.prepare(call),
                algorithm,
                type(call.header("x-amz-checksum-type"), algorithm),
                new ConcurrentSkipListMap<>());
        call.bucket().uploads().put(upload.id(), upload);
        byte[] xml = new Xml()
                .open("InitiateMultipartUploadResult", S3.NAMESPACE)
                .text("Bucket", call.bucket().name())
                .text("Key", call.key())
                .text("UploadId", upload.id())
                .close("InitiateMultipartUploadResult")
                .bytes();
        AwsResponse answer = AwsResponse.of(200, "application/xml", xml);
        if (algorithm != null) {
            answer.header("x-amz-checksum-algorithm", algorithm.name());
            answer.header("x-amz-checksum-type", upload.type().name());
        }
        return upload.object().encryption().describe(answer);
    }

    @CheckForNull
    private static ChecksumAlgorithm algorithm(@CheckForNull String name) throws AwsError {
        ChecksumAlgorithm algorithm = name == null ? null : ChecksumAlgorithm.named(name);
        if (name != null && algorithm == null) {
            throw AwsError.badRequest(
                    "InvalidRequest",
                    "Checksum algorithm provided is unsupported. Please try again with any of the valid types:"
                            + " [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]");
        }
        return algorithm;
    }

    private static ObjectChecksum.Type type(@CheckForNull String given, @CheckForNull ChecksumAlgorithm algorithm)
            throws AwsError {
        boolean onlyFull = algorithm == null || algorithm == ChecksumAlgorithm.CRC64NVME;
        ObjectChecksum.Type type;
        try {
            type = given == null
                    ? onlyFull ? ObjectChecksum.Type.FULL_OBJECT : ObjectChecksum.Type.COMPOSITE
                    : ObjectChecksum.Type.valueOf(given);
        } catch (IllegalArgumentException e) {
            throw AwsError.badRequest("InvalidRequest", "Value for x-amz-checksum-type header is invalid.");
        }
        boolean full = type == ObjectChecksum.Type.FULL_OBJECT;
        if (given != null && algorithm == null) {
            throw AwsError.badRequest(
                    "InvalidRequest",
                    "The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.");
        }
        if (algorithm != null && (full ? !algorithm.isCrc() : onlyFull)) {
            throw AwsError.badRequest(
                    "InvalidRequest",
                    "The " + type + " checksum type cannot be used with the " + lower(algorithm)
                            + " checksum algorithm.");
        }
        return type;
    }

    AwsResponse part(S3Call call) throws AwsError, IOException {
        Upload upload = upload(call);
        access.requireKey(
                call.caller(),
                call.bucket(),
                call.key(),
                "s3:PutObject",
                upload.object().conditions());
        decryptable(call, upload, "kms:GenerateDataKey");
        decryptable(call, upload, "kms:Decrypt");
        String number = call.query("partNumber");
        if (number == null || !number.matches("\\d{1,5}") || !inRange(Integer.parseInt(number))) {
            throw S3Call.invalid(
                    "Part number must be an integer between 1 and 10000, inclusive",
                    "partNumber",
                    String.valueOf(number));
        }
        if (call.request().body().length() > 5L << 30) {
            throw AwsError.badRequest("EntityTooLarge", "Your proposed upload exceeds the maximum allowed size");
        }
        String eTag = Integrity.md5(call);
        ObjectChecksum checksum = checksum(call, upload);
        Blob.Segment segment = blobs.keep(call.request().body());
        Upload.Part part = new Upload.Part(Integer.parseInt(number), segment, eTag, checksum, Instant.now());
        synchronized (call.bucket()) {
            if (!call.bucket().uploads().containsKey(upload.id())) {
                blobs.delete(segment);
                throw noSuchUpload();
            }
            Upload.Part before = upload.parts().put(part.number(), part);
            if (before != null) {
                blobs.delete(before.segment());
            }
        }
        AwsResponse answer = AwsResponse.empty(200).header("ETag", "\"" + eTag + "\"");
        ChecksumAlgorithm given = Integrity.given(call);
        if (given == null) {
            answer.header(checksum.algorithm().header(), checksum.value());
        } else {
            answer.header(given.header(), String.valueOf(call.header(given.header())));
        }
        return upload.object().encryption().describe(answer);
    }

    private static boolean inRange(int number) {
        return number >= 1 && number <= 10_000;
    }

    private static ObjectChecksum checksum(S3Call call, Upload upload) throws AwsError, IOException {
        ChecksumAlgorithm given = Integrity.given(call);
        if (upload.algorithm() == null) {
            // Current clients send a checksum with each part, also of an upload that named no algorithm.
            if (given != null) {
                Integrity.verified(call, given);
            }
            return Integrity.verified(call, upload.effectiveAlgorithm());
        }
        boolean needed = upload.type() == ObjectChecksum.Type.COMPOSITE;
        if (given != upload.algorithm() && (given != null || needed)) {
            throw AwsError.badRequest(
                    "InvalidRequest",
                    "Checksum Type mismatch occurred, expected checksum Type: " + lower(upload.algorithm())
                            + ", actual checksum Type: " + lower(given));
        }
        return Integrity.verified(call, upload.effectiveAlgorithm());
    }

    private static String lower(@CheckForNull ChecksumAlgorithm algorithm) {
        return algorithm == null ? "null" : algorithm.name().toLowerCase(Locale.ROOT);
    }

    private void decryptable(S3Call call, Upload upload, String action) throws AwsError {
        KmsKey key = upload.object().encryption().key();
        if (key != null) {
            kms.require(call.caller(), action, key, call.arn());
        }
    }

    AwsResponse complete(S3Call call) throws AwsError, IOException {
        Element list = XmlReader.read(call.request().body());
        StoredObject before = completedBefore(call);
        if (before != null) {
            access.requireKey(call.caller(), call.bucket(), call.key(), "s3:PutObject", Map.of());
            return completed(call, before);
        }
        Upload upload = upload(call);
        access.requireKey(
                call.caller(),
                call.bucket(),
                call.key(),
                "s3:PutObject",
                upload.object().conditions());
        decryptable(call, upload, "kms:Decrypt");
        synchronized (call.bucket()) {
            UploadCompletion completion = new UploadCompletion(upload(call), list);
            Preconditions.forWrite(call);
            Blob content = completion.content();
            String size = call.header("x-amz-mp-object-size");
            if (size != null && !size.equals(Long.toString(content.length()))) {
                throw AwsError.badRequest(
                        "InvalidRequest",
                        "The provided 'x-amz-mp-object-size' header value " + size
                                + " does not match what was computed: " + content.length());
            }
            ObjectChecksum checksum = completion.checksum(call);
            call.bucket().uploads().remove(upload.id());
            for (Upload.Part part : completion.unused()) {
                blobs.delete(part.segment());
            }
            StoredObject stored = objects.store(call, upload.object(), content, completion.eTag(), checksum, true);
            call.bucket().completed().put(upload.id(), stored);
            return completed(call, stored);
        }
    }

    /** Said again, a completion that was carried out is answered as before: its first answer may have been lost. */
    @CheckForNull
    private static StoredObject completedBefore(S3Call call) throws AwsError {
        synchronized (call.bucket()) {
            StoredObject before = call.bucket().completed().get(String.valueOf(call.query("uploadId")));
            if (before == null || call.bucket().find(call.key(), before.versionId()) != before) {
                return null;
            }
            Preconditions.forWrite(call);
            return before;
        }
    }

    private static AwsResponse completed(S3Call call, StoredObject stored) {
        byte[] xml = new Xml()
                .open("CompleteMultipartUploadResult", S3.NAMESPACE)
                .text(
                        "Location",
                        "http://" + call.header("host") + "/" + call.bucket().name() + "/" + call.key())
                .text("Bucket", call.bucket().name())
                .text("Key", call.key())
                .text("ETag", stored.quotedETag())
                .text(stored.checksum().algorithm().element(), stored.checksum().value())
                .text("ChecksumType", stored.checksum().type())
                .close("CompleteMultipartUploadResult")
                .bytes();
        AwsResponse answer = AwsResponse.of(200, "application/xml", xml);
        return stored.encryption().describe(ObjectOperations.version(answer, stored, call.bucket()));
    }

    AwsResponse abort(S3Call call) throws AwsError, IOException {
        access.requireKey(call.caller(), call.bucket(), call.key(), "s3:AbortMultipartUpload", Map.of());
        synchronized (call.bucket()) {
            Upload upload = upload(call);
            call.bucket().uploads().remove(upload.id());
            for (Upload.Part part : upload.parts().values()) {
                blobs.delete(part.segment());
            }
        }
        return AwsResponse.empty(204);
    }

    AwsResponse listParts(S3Call call) throws AwsError {
        access.requireKey(call.caller(), call.bucket(), call.key(), "s3:ListMultipartUploadParts", Map.of());
        Upload upload = upload(call);
        int most = call.number("max-parts", 1000, 1000);
        int marker = call.number("part-number-marker", 0, 10_000);
        Xml xml = new Xml()
                .open("ListPartsResult", S3.NAMESPACE)
                .text("Bucket", call.bucket().name())
                .text("Key", call.key())
                .text("UploadId", upload.id());
        int listed = 0;
        int last = marker;
        for (Upload.Part part : upload.parts().tailMap(marker, false).values()) {
            if (listed++ < most) {
                last = part.number();
                xml.open("Part")
                        .text("PartNumber", part.number())
                        .text("LastModified", part.lastModified())
                        .text("ETag", "\"" + part.eTag() + "\"")
                        .text("Size", part.segment().length())
                        .text(
                                part.checksum().algorithm().element(),
                                part.checksum().value())
                        .close("Part");
            }
        }
        xml.text("PartNumberMarker", marker).text("NextPartNumberMarker", last).text("MaxParts", most);
        xml.text("IsTruncated", listed > most).text("StorageClass", "STANDARD");
        xml.text("ChecksumAlgorithm", upload.algorithm()).text("ChecksumType", upload.type());
        return AwsResponse.of(
                200, "application/xml", xml.close("ListPartsResult").bytes());
    }

    AwsResponse listUploads(S3Call call) throws AwsError {
        access.requireBucket(call.caller(), call.bucket(), "s3:ListBucketMultipartUploads", Map.of());
        String prefix = call.request().query().get("prefix", "");
        Xml xml = new Xml()
                .open("ListMultipartUploadsResult", S3.NAMESPACE)
                .text("Bucket", call.bucket().name())
                .text("Prefix", prefix)
                .text("MaxUploads", 1000)
                .text("IsTruncated", false);
        call.bucket().uploads().values().stream()
                .filter(upload -> upload.key().startsWith(prefix))
                .sorted(Comparator.comparing(Upload::key).thenComparing(Upload::initiated))
                .limit(1000)
                .forEach(upload -> xml.open("Upload")
                        .text("Key", upload.key())
                        .text("UploadId", upload.id())
                        .open("Initiator")
                        .text("ID", upload.initiator().arn())
                        .close("Initiator")
                        .text("StorageClass", "STANDARD")
                        .text("Initiated", upload.initiated())
                        .text("ChecksumAlgorithm", upload.algorithm())
                        .close("Upload"));
        return AwsResponse.of(
                200, "application/xml", xml.close("ListMultipartUploadsResult").bytes());
    }

    @NonNull
    private static Upload upload(S3Call call) throws AwsError {
        Upload upload = call.bucket().uploads().get(String.valueOf(call.query("uploadId")));
        if (upload == null || !upload.key().equals(call.key())) {
            throw noSuchUpload();
        }
        return upload;
    }

    private static AwsError noSuchUpload() {
        return new AwsError(
                404,
                "NoSuchUpload",
                "The specified upload does not exist. The upload ID may be invalid, or the upload may have been"
                        + " aborted or completed.");
    }
}
