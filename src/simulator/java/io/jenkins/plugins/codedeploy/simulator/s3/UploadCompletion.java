package io.jenkins.plugins.codedeploy.simulator.s3;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.simulator.http.AwsError;
import io.jenkins.plugins.codedeploy.simulator.http.Crypto;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.w3c.dom.Element;

/**
 * Makes one object of an upload's parts.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html">The API</a>
 */
final class UploadCompletion {
    private static final long SMALLEST_PART = 5L << 20;

    private final Upload upload;
    private final List<Upload.Part> parts = new ArrayList<>();

    /** @throws AwsError where the list does not fit the parts that arrived */
    UploadCompletion(Upload upload, Element list) throws AwsError {
        this.upload = upload;
        List<Element> named = XmlReader.children(list, "Part");
        if (named.isEmpty()) {
            throw XmlReader.malformed();
        }
        int before = 0;
        for (Element element : named) {
            int number = number(element);
            if (number <= before) {
                throw AwsError.badRequest(
                        "InvalidPartOrder",
                        "The list of parts was not in ascending order. Parts must be ordered by part number.");
            }
            before = number;
            parts.add(check(element, number));
        }
        for (Upload.Part part : parts.subList(0, parts.size() - 1)) {
            if (part.segment().length() < SMALLEST_PART) {
                throw AwsError.badRequest(
                                "EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size")
                        .detail("ProposedSize", Long.toString(part.segment().length()))
                        .detail("MinSizeAllowed", Long.toString(SMALLEST_PART))
                        .detail("PartNumber", Integer.toString(part.number()))
                        .detail("ETag", part.eTag());
            }
        }
    }

    private static int number(Element element) throws AwsError {
        String number = XmlReader.text(element, "PartNumber");
        if (number == null || !number.matches("\\d{1,5}")) {
            throw XmlReader.malformed();
        }
        return Integer.parseInt(number);
    }

    private Upload.Part check(Element element, int number) throws AwsError {
        Upload.Part part = upload.parts().get(number);
        String eTag = XmlReader.text(element, "ETag");
        if (part == null || eTag == null || !eTag.replace("\"", "").equals(part.eTag())) {
            throw invalidPart(number);
        }
        ChecksumAlgorithm algorithm = upload.algorithm();
        if (algorithm != null) {
            String checksum = XmlReader.text(element, algorithm.element());
            if (checksum == null && upload.type() == ObjectChecksum.Type.COMPOSITE) {
                throw AwsError.badRequest(
                        "InvalidRequest",
                        "The upload was created using a " + algorithm.name().toLowerCase(Locale.ROOT)
                                + " checksum. The complete request must include the checksum for each part. It was"
                                + " missing for part " + number + " in the request.");
            }
            if (checksum != null && !checksum.equals(part.checksum().value())) {
                throw invalidPart(number);
            }
        }
        return part;
    }

    private AwsError invalidPart(int number) {
        return AwsError.badRequest(
                        "InvalidPart",
                        "One or more of the specified parts could not be found.  The part may not have been uploaded,"
                                + " or the specified entity tag may not match the part's entity tag.")
                .detail("UploadId", upload.id())
                .detail("PartNumber", Integer.toString(number));
    }

    @NonNull
    Blob content() {
        return new Blob(parts.stream().map(Upload.Part::segment).toList());
    }

    /** Parts that arrived and were not named: their bytes go. */
    @NonNull
    List<Upload.Part> unused() {
        return upload.parts().values().stream()
                .filter(part -> !parts.contains(part))
                .toList();
    }

    /** MD5 of the parts' MD5s and their count; under KMS no digest at all. */
    @NonNull
    String eTag() {
        if (upload.object().encryption().key() != null) {
            return ObjectOperations.opaqueETag() + "-" + parts.size();
        }
        MessageDigest md5 = Crypto.digest("MD5");
        parts.forEach(part -> md5.update(HexFormat.of().parseHex(part.eTag())));
        return Crypto.hex(md5.digest()) + "-" + parts.size();
    }

    /** @throws AwsError {@code BadDigest} where the request gives another value for the whole */
    @NonNull
    ObjectChecksum checksum(S3Call call) throws AwsError, IOException {
        ChecksumAlgorithm algorithm = upload.effectiveAlgorithm();
        boolean composite = upload.type() == ObjectChecksum.Type.COMPOSITE;
        byte[] value = composite ? composite(algorithm) : whole(algorithm);
        String given = call.header(algorithm.header());
        if (given != null && !Arrays.equals(Integrity.value(given.replaceFirst("-\\d+$", ""), algorithm), value)) {
            throw Integrity.mismatch(algorithm);
        }
        String base64 = Base64.getEncoder().encodeToString(value);
        return new ObjectChecksum(
                algorithm, composite ? base64 + "-" + parts.size() : base64, upload.type(), upload.algorithm() != null);
    }

    private byte[] composite(ChecksumAlgorithm algorithm) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (Upload.Part part : parts) {
            all.writeBytes(raw(part));
        }
        return algorithm.of(new ByteArrayInputStream(all.toByteArray()));
    }

    private byte[] whole(ChecksumAlgorithm algorithm) {
        byte[] joined = null;
        for (Upload.Part part : parts) {
            joined = joined == null
                    ? raw(part)
                    : algorithm.join(joined, raw(part), part.segment().length());
        }
        return joined == null ? new byte[0] : joined;
    }

    private static byte[] raw(Upload.Part part) {
        return Base64.getDecoder().decode(part.checksum().value());
    }
}
