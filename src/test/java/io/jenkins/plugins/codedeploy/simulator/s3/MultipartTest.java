package io.jenkins.plugins.codedeploy.simulator.s3;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.simulator.http.Fault;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListPartsResponse;
import software.amazon.awssdk.services.s3.model.Part;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

class MultipartTest extends S3Fixture {
    private static final int FULL = 5 << 20;

    private String begin(Consumer<CreateMultipartUploadRequest.Builder> more) {
        CreateMultipartUploadRequest.Builder request =
                CreateMultipartUploadRequest.builder().bucket(seed.bucket()).key(KEY);
        more.accept(request);
        return jenkins.createMultipartUpload(request.build()).uploadId();
    }

    private CompletedPart part(String upload, int number, byte[] bytes, String algorithm) {
        return part(upload, number, bytes, r -> r.checksumAlgorithm(algorithm));
    }

    private CompletedPart part(String upload, int number, byte[] bytes, Consumer<UploadPartRequest.Builder> more) {
        UploadPartRequest.Builder request = UploadPartRequest.builder()
                .bucket(seed.bucket())
                .key(KEY)
                .uploadId(upload)
                .partNumber(number);
        more.accept(request);
        UploadPartResponse answer = jenkins.uploadPart(request.build(), RequestBody.fromBytes(bytes));
        return CompletedPart.builder()
                .partNumber(number)
                .eTag(answer.eTag())
                .checksumCRC32(answer.checksumCRC32())
                .checksumCRC32C(answer.checksumCRC32C())
                .checksumSHA1(answer.checksumSHA1())
                .checksumSHA256(answer.checksumSHA256())
                .checksumCRC64NVME(answer.checksumCRC64NVME())
                .build();
    }

    private CompleteMultipartUploadResponse complete(
            String upload, List<CompletedPart> parts, Consumer<CompleteMultipartUploadRequest.Builder> more) {
        CompleteMultipartUploadRequest.Builder request = CompleteMultipartUploadRequest.builder()
                .bucket(seed.bucket())
                .key(KEY)
                .uploadId(upload)
                .multipartUpload(m -> m.parts(parts));
        more.accept(request);
        return jenkins.completeMultipartUpload(request.build());
    }

    private CompleteMultipartUploadResponse complete(String upload, CompletedPart... parts) {
        return complete(upload, List.of(parts), r -> {});
    }

    private HeadObjectResponse head() {
        return jenkins.headObject(r -> r.bucket(seed.bucket()).key(KEY).checksumMode(ChecksumMode.ENABLED));
    }

    private long files() throws Exception {
        try (Stream<Path> files = Files.list(aws.folder().resolve("s3"))) {
            return files.count();
        }
    }

    @Test
    void makesOneObjectOfItsParts() throws Exception {
        byte[] first = random(FULL);
        byte[] second = random(FULL + 1);
        byte[] third = random(10);
        String upload = begin(r ->
                r.checksumAlgorithm("SHA256").contentType("application/zip").metadata(Map.of("build", "7")));
        CompletedPart three = part(upload, 3, third, "SHA256");
        CompletedPart one = part(upload, 1, first, "SHA256");
        CompletedPart two = part(upload, 2, second, "SHA256");
        CompleteMultipartUploadResponse answer = complete(upload, one, two, three);
        MessageDigest md5 = MessageDigest.getInstance("MD5");
        for (byte[] bytes : List.of(first, second, third)) {
            md5.update(MessageDigest.getInstance("MD5").digest(bytes));
        }
        assertEquals("\"" + HexFormat.of().formatHex(md5.digest()) + "-3\"", answer.eTag());
        assertEquals(answer.versionId(), head().versionId());
        assertEquals("7", head().metadata().get("build"));
        assertEquals("application/zip", head().contentType());
        byte[] read = jenkins.getObjectAsBytes(
                        r -> r.bucket(seed.bucket()).key(KEY).range("bytes=" + (FULL - 2) + "-" + (FULL + 1)))
                .asByteArray();
        assertArrayEquals(new byte[] {first[FULL - 2], first[FULL - 1], second[0], second[1]}, read);
        assertArrayEquals(
                third,
                jenkins.getObjectAsBytes(r -> r.bucket(seed.bucket()).key(KEY).partNumber(3))
                        .asByteArray());
        assertEquals(0, aws.s3().bucket(seed.bucket()).unfinishedUploads());
    }

    @ParameterizedTest
    @CsvSource({
        "CRC32,     COMPOSITE,   true",
        "CRC32,     FULL_OBJECT, true",
        "CRC32C,    COMPOSITE,   true",
        "CRC32C,    FULL_OBJECT, true",
        "CRC64NVME, FULL_OBJECT, true",
        "SHA1,      COMPOSITE,   true",
        "SHA256,    COMPOSITE,   true",
        "SHA1,      FULL_OBJECT, false",
        "SHA256,    FULL_OBJECT, false",
        "CRC64NVME, COMPOSITE,   false",
    })
    void takesTheChecksumTypesThatGoWithTheAlgorithm(String algorithm, ChecksumType type, boolean taken) {
        if (taken) {
            String upload = begin(r -> r.checksumAlgorithm(algorithm).checksumType(type));
            assertTrue(jenkins.abortMultipartUpload(
                            r -> r.bucket(seed.bucket()).key(KEY).uploadId(upload))
                    .sdkHttpResponse()
                    .isSuccessful());
        } else {
            assertEquals(
                    "400 InvalidRequest: The " + type + " checksum type cannot be used with the "
                            + algorithm.toLowerCase(Locale.ROOT) + " checksum algorithm.",
                    refused(() -> begin(r -> r.checksumAlgorithm(algorithm).checksumType(type))));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = ChecksumAlgorithm.class,
            names = {"CRC32", "CRC32C", "CRC64NVME"})
    void computesTheWholesChecksumFromTheParts(ChecksumAlgorithm algorithm) throws Exception {
        byte[] first = random(FULL);
        byte[] second = random(777);
        String upload = begin(r -> r.checksumAlgorithm(algorithm.name()).checksumType(ChecksumType.FULL_OBJECT));
        List<CompletedPart> parts = new ArrayList<>();
        for (byte[] bytes : List.of(first, second)) {
            // The SDK computes CRC64NVME only with native code; S3 computes what is not sent.
            parts.add(
                    algorithm == ChecksumAlgorithm.CRC64NVME
                            ? part(upload, parts.size() + 1, bytes, r -> r.checksumCRC64NVME(base64(algorithm, bytes)))
                            : part(upload, parts.size() + 1, bytes, algorithm.name()));
        }
        complete(upload, parts, r -> {});
        byte[] whole = new byte[first.length + second.length];
        System.arraycopy(first, 0, whole, 0, first.length);
        System.arraycopy(second, 0, whole, first.length, second.length);
        HeadObjectResponse head = head();
        String shown =
                switch (algorithm) {
                    case CRC32 -> head.checksumCRC32();
                    case CRC32C -> head.checksumCRC32C();
                    default -> head.checksumCRC64NVME();
                };
        assertEquals(base64(algorithm, whole), shown);
        assertEquals(ChecksumType.FULL_OBJECT, head.checksumType());
    }

    private static String base64(ChecksumAlgorithm algorithm, byte[] bytes) {
        try {
            return Base64.getEncoder().encodeToString(algorithm.of(new ByteArrayInputStream(bytes)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void refusesAPartWithAnotherOrNoChecksumThanWasAnnounced() {
        String upload = begin(r -> r.checksumAlgorithm("SHA256"));
        assertEquals(
                "400 InvalidRequest: Checksum Type mismatch occurred, expected checksum Type: sha256, actual checksum"
                        + " Type: crc32",
                refused(() -> part(upload, 1, random(10), "CRC32")));
        assertEquals(
                "400 BadDigest: The SHA256 you specified did not match the calculated checksum.",
                refused(() -> part(
                        upload, 1, random(10), r -> r.checksumSHA256("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="))));
    }

    /** As AWS's current command line sends parts: their default checksum, in an upload that named no algorithm. */
    @ParameterizedTest
    @ValueSource(strings = {"CRC32", "CRC32C", "SHA1", "SHA256"})
    void takesPartsWithAnyChecksumWhereNoneWasAnnounced(String algorithm) {
        String upload = begin(r -> {});
        CompletedPart one = part(upload, 1, random(5 << 20), algorithm);
        CompletedPart two = part(upload, 2, random(10), algorithm);
        complete(
                upload,
                CompletedPart.builder().partNumber(1).eTag(one.eTag()).build(),
                CompletedPart.builder().partNumber(2).eTag(two.eTag()).build());
        String wrong = begin(r -> {});
        assertEquals(
                "400 BadDigest: The CRC32 you specified did not match the calculated checksum.",
                refused(() -> part(wrong, 1, random(10), r -> r.checksumCRC32("AAAAAA=="))));
    }

    @Test
    void wantsTheChecksumOfEachPartInTheEnd() {
        String upload = begin(r -> r.checksumAlgorithm("SHA256"));
        CompletedPart one = part(upload, 1, random(10), "SHA256");
        assertEquals(
                "400 InvalidRequest: The upload was created using a sha256 checksum. The complete request must include"
                        + " the checksum for each part. It was missing for part 1 in the request.",
                refused(() ->
                        complete(upload, one.toBuilder().checksumSHA256(null).build())));
        assertTrue(refused(() ->
                        complete(upload, one.toBuilder().checksumSHA256("wrong").build()))
                .startsWith("400 InvalidPart: One or more of the specified parts could not be found."));
        assertTrue(refused(() -> complete(upload, one.toBuilder().eTag("wrong").build()))
                .startsWith("400 InvalidPart: "));
        assertTrue(refused(() ->
                        complete(upload, one, one.toBuilder().partNumber(2).build()))
                .startsWith("400 InvalidPart: "));
        complete(upload, one);
    }

    @Test
    void refusesPartsOutOfOrderTooSmallOrNone() throws Exception {
        String upload = begin(r -> r.checksumAlgorithm("CRC32"));
        CompletedPart one = part(upload, 1, random(FULL - 1), "CRC32");
        CompletedPart two = part(upload, 2, random(10), "CRC32");
        assertEquals(
                "400 InvalidPartOrder: The list of parts was not in ascending order. Parts must be ordered by part"
                        + " number.",
                refused(() -> complete(upload, two, one)));
        assertEquals(
                "400 EntityTooSmall: Your proposed upload is smaller than the minimum allowed size",
                refused(() -> complete(upload, one, two)));
        assertTrue(refused(() -> complete(upload)).startsWith("400 MalformedXML: "));
        assertTrue(refused(() -> part(upload, 10_001, random(1), "CRC32"))
                .startsWith("400 InvalidArgument: Part number must be an integer between 1 and 10000"));
        assertEquals(1, aws.s3().bucket(seed.bucket()).unfinishedUploads());
    }

    @Test
    void comparesWhatTheWholeShouldBe() {
        String upload = begin(r -> r.checksumAlgorithm("CRC32").checksumType(ChecksumType.FULL_OBJECT));
        CompletedPart one = part(upload, 1, random(10), "CRC32");
        assertTrue(refused(() -> complete(upload, List.of(one), r -> r.checksumCRC32("AAAAAA==")))
                .startsWith("400 BadDigest: The CRC32 you specified"));
        assertTrue(refused(() -> complete(upload, List.of(one), r -> r.mpuObjectSize(11L)))
                .startsWith("400 InvalidRequest: The provided 'x-amz-mp-object-size' header"));
        complete(upload, List.of(one), r -> r.mpuObjectSize(10L));
    }

    @Test
    void doesNotOverwriteWhereThatIsNotWanted() {
        put(jenkins, seed.bucket(), KEY);
        String upload = begin(r -> r.checksumAlgorithm("CRC32"));
        CompletedPart one = part(upload, 1, random(10), "CRC32");
        assertEquals(
                "412 PreconditionFailed: At least one of the pre-conditions you specified did not hold",
                refused(() -> complete(upload, List.of(one), r -> r.ifNoneMatch("*"))));
        jenkins.deleteObject(r -> r.bucket(seed.bucket()).key(KEY));
        complete(upload, List.of(one), r -> r.ifNoneMatch("*"));
    }

    @Test
    void aConflictCanBeDemanded() {
        aws.faults()
                .next(
                        "s3",
                        "CompleteMultipartUpload",
                        Fault.error(
                                409,
                                "ConditionalRequestConflict",
                                "The conditional request cannot succeed due to a conflicting operation against this"
                                        + " resource."));
        String upload = begin(r -> r.checksumAlgorithm("CRC32"));
        CompletedPart one = part(upload, 1, random(10), "CRC32");
        assertTrue(refused(() -> complete(upload, List.of(one), r -> r.ifNoneMatch("*")))
                .startsWith("409 ConditionalRequestConflict: "));
    }

    @Test
    void completingAgainAnswersAsBefore() {
        String upload = begin(r -> r.checksumAlgorithm("SHA256"));
        CompletedPart one = part(upload, 1, random(10), "SHA256");
        CompleteMultipartUploadResponse first = complete(upload, one);
        CompleteMultipartUploadResponse again = complete(upload, one);
        assertEquals(first.versionId(), again.versionId());
        assertEquals(first.eTag(), again.eTag());
        assertTrue(refused(() -> complete(upload, List.of(one), r -> r.ifNoneMatch("*")))
                .startsWith("412 PreconditionFailed: "));
        assertEquals(
                1,
                source.listObjectVersions(r -> r.bucket(seed.bucket()))
                        .versions()
                        .size());
    }

    @Test
    void anUploadThatNamedNoAlgorithmShowsNoChecksumLater() {
        String upload = begin(r -> {});
        try (S3Client plain = clients.s3WithoutChecksums(clients.jenkins())) {
            String eTag = plain.uploadPart(
                            r -> r.bucket(seed.bucket())
                                    .key(KEY)
                                    .uploadId(upload)
                                    .partNumber(1),
                            RequestBody.fromBytes(random(10)))
                    .eTag();
            CompleteMultipartUploadResponse answer = complete(
                    upload, CompletedPart.builder().partNumber(1).eTag(eTag).build());
            assertEquals(base64(ChecksumAlgorithm.CRC64NVME, random(10)), answer.checksumCRC64NVME());
        }
        assertNull(head().checksumCRC64NVME());
        assertEquals(10, head().contentLength());
    }

    @Test
    void abortingLeavesNothingBehind() throws Exception {
        long before = files();
        String upload = begin(r -> r.checksumAlgorithm("CRC32"));
        part(upload, 1, random(10), "CRC32");
        part(upload, 1, random(11), "CRC32");
        part(upload, 2, random(10), "CRC32");
        assertEquals(before + 2, files());
        assertEquals(
                KEY,
                jenkins.listMultipartUploads(r -> r.bucket(seed.bucket()))
                        .uploads()
                        .get(0)
                        .key());
        jenkins.abortMultipartUpload(r -> r.bucket(seed.bucket()).key(KEY).uploadId(upload));
        assertEquals(before, files());
        assertTrue(refused(() -> jenkins.abortMultipartUpload(
                        r -> r.bucket(seed.bucket()).key(KEY).uploadId(upload)))
                .startsWith("404 NoSuchUpload: The specified upload does not exist."));
    }

    @Test
    void listsPartsPageByPage() {
        String upload = begin(r -> r.checksumAlgorithm("CRC32"));
        for (int i = 1; i <= 3; i++) {
            part(upload, i, random(i), "CRC32");
        }
        ListPartsResponse page = jenkins.listParts(
                r -> r.bucket(seed.bucket()).key(KEY).uploadId(upload).maxParts(2));
        assertTrue(page.isTruncated());
        assertEquals(2, page.nextPartNumberMarker());
        assertEquals(
                List.of(1, 2, 3),
                jenkins
                        .listPartsPaginator(r -> r.bucket(seed.bucket())
                                .key(KEY)
                                .uploadId(upload)
                                .maxParts(2))
                        .parts()
                        .stream()
                        .map(Part::partNumber)
                        .toList());
    }

    @Test
    void partsLeftOutGoAway() throws Exception {
        String upload = begin(r -> r.checksumAlgorithm("CRC32"));
        CompletedPart one = part(upload, 1, random(10), "CRC32");
        part(upload, 2, random(10), "CRC32");
        long before = files();
        complete(upload, one);
        assertEquals(before - 1, files());
        assertEquals(10, head().contentLength());
    }
}
