package io.jenkins.plugins.codedeploy.simulator.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.simulator.Clients;
import io.jenkins.plugins.codedeploy.simulator.SimulatedAws;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.s3.presigner.model.PresignedUploadPartRequest;

/** The way a revision takes: begun and completed by one, its parts sent by another without a credential. */
class PresignedPartsTest {
    private static final String KEY = "CodeDeploy/app/revision.zip";

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private SimulatedAws aws;
    private S3Client s3;
    private S3Presigner presigner;
    private String upload;

    @BeforeEach
    void start() throws Exception {
        aws = SimulatedAws.builder().start();
        Clients clients = new Clients(aws);
        s3 = clients.s3(clients.jenkins());
        presigner = clients.presigner(clients.jenkins());
        upload = s3.createMultipartUpload(
                        r -> r.bucket(aws.seed().bucket()).key(KEY).checksumAlgorithm(ChecksumAlgorithm.SHA256))
                .uploadId();
    }

    @AfterEach
    void stop() throws Exception {
        s3.close();
        presigner.close();
        aws.close();
    }

    private static String sha256(byte[] bytes) throws Exception {
        return Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private PresignedUploadPartRequest presign(int number, byte[] bytes) throws Exception {
        String sha256 = sha256(bytes);
        return presigner.presignUploadPart(p -> p.signatureDuration(Duration.ofMinutes(5))
                .uploadPartRequest(r -> r.bucket(aws.seed().bucket())
                        .key(KEY)
                        .uploadId(upload)
                        .partNumber(number)
                        .checksumSHA256(sha256)));
    }

    private HttpResponse<String> send(PresignedUploadPartRequest presigned, byte[] bytes) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(presigned.url().toURI()).PUT(HttpRequest.BodyPublishers.ofByteArray(bytes));
        presigned.signedHeaders().forEach((name, values) -> {
            if (!name.equalsIgnoreCase("host")) {
                values.forEach(value -> request.header(name, value));
            }
        });
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    @Test
    void becomeOneObjectWithACompositeChecksum() throws Exception {
        byte[] first = random(5 << 20);
        byte[] second = random(1000);
        HttpResponse<String> one = send(presign(1, first), first);
        assertEquals(200, one.statusCode(), one.body());
        HttpResponse<String> two = send(presign(2, second), second);
        assertEquals(200, two.statusCode(), two.body());
        s3.completeMultipartUpload(r -> r.bucket(aws.seed().bucket())
                .key(KEY)
                .uploadId(upload)
                .ifNoneMatch("*")
                .multipartUpload(m -> m.parts(part(1, one, first), part(2, two, second))));
        HeadObjectResponse head =
                s3.headObject(r -> r.bucket(aws.seed().bucket()).key(KEY).checksumMode(ChecksumMode.ENABLED));
        MessageDigest ofParts = MessageDigest.getInstance("SHA-256");
        ofParts.update(MessageDigest.getInstance("SHA-256").digest(first));
        ofParts.update(MessageDigest.getInstance("SHA-256").digest(second));
        assertEquals(Base64.getEncoder().encodeToString(ofParts.digest()) + "-2", head.checksumSHA256());
        assertEquals("COMPOSITE", head.checksumTypeAsString());
        assertTrue(head.eTag().endsWith("-2\""), head.eTag());
        assertEquals(first.length + second.length, head.contentLength());
    }

    private static CompletedPart part(int number, HttpResponse<String> answer, byte[] bytes) {
        try {
            return CompletedPart.builder()
                    .partNumber(number)
                    .eTag(answer.headers().firstValue("etag").orElseThrow())
                    .checksumSHA256(sha256(bytes))
                    .build();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void refuseOtherBytesThanWereSigned() throws Exception {
        HttpResponse<String> answer = send(presign(1, random(1000)), random(1001));
        assertEquals(400, answer.statusCode());
        assertTrue(
                answer.body()
                        .contains("<Code>BadDigest</Code><Message>The SHA256 you specified did not match the"
                                + " calculated checksum.</Message>"),
                answer.body());
    }

    @Test
    void refuseAPartWithoutItsSignedChecksum() throws Exception {
        byte[] bytes = random(1000);
        PresignedUploadPartRequest presigned = presign(1, bytes);
        HttpRequest bare = HttpRequest.newBuilder(presigned.url().toURI())
                .PUT(HttpRequest.BodyPublishers.ofByteArray(bytes))
                .build();
        assertEquals(403, http.send(bare, HttpResponse.BodyHandlers.ofString()).statusCode());
    }

    @Test
    void areRefusedOnceTheUploadIsAborted() throws Exception {
        byte[] bytes = random(1000);
        PresignedUploadPartRequest presigned = presign(1, bytes);
        s3.abortMultipartUpload(r -> r.bucket(aws.seed().bucket()).key(KEY).uploadId(upload));
        HttpResponse<String> answer = send(presigned, bytes);
        assertEquals(404, answer.statusCode());
        assertTrue(answer.body().contains("<Code>NoSuchUpload</Code>"), answer.body());
    }

    @Test
    void areUsableInPlaceOfAWholeObjectToo() throws Exception {
        byte[] bytes = random(1000);
        var presigned = presigner.presignPutObject(p -> p.signatureDuration(Duration.ofMinutes(5))
                .putObjectRequest(r -> r.bucket(aws.seed().bucket()).key("one")));
        HttpRequest.Builder request =
                HttpRequest.newBuilder(presigned.url().toURI()).PUT(HttpRequest.BodyPublishers.ofByteArray(bytes));
        presigned.signedHeaders().forEach((name, values) -> {
            if (!name.equalsIgnoreCase("host")) {
                values.forEach(value -> request.header(name, value));
            }
        });
        HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        assertEquals(200, answer.statusCode(), answer.body());
        s3.putObject(r -> r.bucket(aws.seed().bucket()).key("two"), RequestBody.fromBytes(bytes));
        assertEquals(List.of("one", "two"), aws.s3().bucket(aws.seed().bucket()).keys());
    }
}
