package io.jenkins.plugins.codedeploy.simulator.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.simulator.Clients;
import io.jenkins.plugins.codedeploy.simulator.SimulatedAws;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

class S3SignatureTest {
    private static final byte[] BODY = "the revision".getBytes(StandardCharsets.UTF_8);
    private static final String MISMATCH = "<Code>SignatureDoesNotMatch</Code><Message>The request signature we"
            + " calculated does not match the signature you provided. Check your key and signing method.</Message>";

    private SimulatedAws aws;
    private SignedRequests jenkins;
    private URI object;

    @BeforeEach
    void start() throws Exception {
        aws = SimulatedAws.builder().start();
        jenkins = new SignedRequests(new Clients(aws).jenkins(), "s3", aws.region());
        object = URI.create(aws.endpoint() + "/" + aws.seed().bucket() + "/CodeDeploy/a%20b%2Bc.zip");
    }

    @AfterEach
    void stop() throws Exception {
        aws.close();
    }

    private static void refused(int status, String words, HttpResponse<String> answer) {
        assertEquals(status, answer.statusCode(), answer.body());
        assertTrue(answer.body().contains(words), answer.body());
    }

    private SignedRequests.Prepared put(Map<String, String> headers) throws Exception {
        return jenkins.header("PUT", object, headers, BODY);
    }

    @Test
    void acceptsAKeyThatNeedsEncoding() throws Exception {
        HttpResponse<String> answer = jenkins.send(put(Map.of("x-amz-meta-build", "  two   spaces ")));
        assertEquals(200, answer.statusCode(), answer.body());
        answer = jenkins.send(jenkins.header("GET", object, Map.of(), new byte[0]));
        assertEquals("the revision", answer.body());
        assertEquals(
                "CodeDeploy/a b+c.zip",
                aws.s3().bucket(aws.seed().bucket()).keys().get(0));
    }

    @Test
    void refusesAnUnknownKey() throws Exception {
        SignedRequests stranger = new SignedRequests(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIANOBODY", "x")), "s3", aws.region());
        refused(
                403,
                "<Code>InvalidAccessKeyId</Code><Message>The AWS Access Key Id you provided does not exist in our"
                        + " records.</Message>",
                stranger.send(stranger.header("GET", object, Map.of(), new byte[0])));
    }

    @Test
    void refusesAWrongSecret() throws Exception {
        String key = aws.seed().jenkins().accessKeyId();
        SignedRequests forger = new SignedRequests(
                StaticCredentialsProvider.create(AwsBasicCredentials.create(key, "wrong")), "s3", aws.region());
        refused(403, MISMATCH, forger.send(forger.header("GET", object, Map.of(), new byte[0])));
    }

    @Test
    void refusesAChangedSignedHeader() throws Exception {
        SignedRequests.Prepared prepared = put(Map.of("x-amz-meta-build", "1"));
        Map<String, List<String>> changed = new TreeMap<>(prepared.headers());
        changed.put("x-amz-meta-build", List.of("2"));
        refused(
                403,
                MISMATCH,
                jenkins.send(new SignedRequests.Prepared(prepared.method(), prepared.uri(), changed, prepared.body())));
    }

    @Test
    void refusesAnotherBodyThanWasSigned() throws Exception {
        SignedRequests.Prepared prepared = put(Map.of());
        refused(
                400,
                "<Code>XAmzContentSHA256Mismatch</Code><Message>The provided 'x-amz-content-sha256' header does not"
                        + " match what was computed.</Message>",
                jenkins.send(new SignedRequests.Prepared(
                        prepared.method(),
                        prepared.uri(),
                        prepared.headers(),
                        "not revision".getBytes(StandardCharsets.UTF_8))));
        refused(404, "NoSuchKey", jenkins.send(jenkins.header("GET", object, Map.of(), new byte[0])));
    }

    @Test
    void refusesHeadersThatAreNotSigned() throws Exception {
        refused(
                403,
                "<Code>AccessDenied</Code><Message>There were headers present in the request which were not"
                        + " signed</Message><HeadersNotSigned>x-amz-acl, x-amz-meta-a</HeadersNotSigned>",
                jenkins.send(put(Map.of()), Map.of("x-amz-acl", "private", "x-amz-meta-a", "1")));
    }

    @Test
    void refusesHeadersThatAPresignedRequestDoesNotSign() throws Exception {
        SignedRequests.Prepared presigned = jenkins.presigned("PUT", object, Map.of(), Duration.ofMinutes(5));
        refused(
                403,
                "<HeadersNotSigned>x-amz-checksum-sha256</HeadersNotSigned>",
                jenkins.send(presigned, Map.of("x-amz-checksum-sha256", "AAAA")));
        assertEquals(200, jenkins.send(presigned).statusCode());
    }

    @Test
    void refusesAClockThatIsOff() throws Exception {
        String skewed = "<Code>RequestTimeTooSkewed</Code><Message>The difference between the request time and the"
                + " current time is too large.</Message>";
        jenkins.at(Instant.now().minus(Duration.ofMinutes(16)));
        refused(403, skewed, jenkins.send(put(Map.of())));
        jenkins.at(Instant.now().plus(Duration.ofMinutes(16)));
        refused(403, skewed, jenkins.send(put(Map.of())));
        jenkins.at(Instant.now().minus(Duration.ofMinutes(14)));
        assertEquals(200, jenkins.send(put(Map.of())).statusCode());
    }

    @Test
    void endsAPresignedRequestAtItsTime() throws Exception {
        jenkins.at(Instant.now().minus(Duration.ofMinutes(30)));
        assertEquals(
                200,
                jenkins.send(jenkins.presigned("PUT", object, Map.of(), Duration.ofHours(1)))
                        .statusCode());
        refused(
                403,
                "<Code>AccessDenied</Code><Message>Request has expired</Message><Expires>",
                jenkins.send(jenkins.presigned("PUT", object, Map.of(), Duration.ofMinutes(29))));
    }

    @Test
    void refusesAPresignedRequestOfAnotherMethodOrKey() throws Exception {
        SignedRequests.Prepared presigned = jenkins.presigned("PUT", object, Map.of(), Duration.ofMinutes(5));
        refused(
                403,
                MISMATCH,
                jenkins.send(new SignedRequests.Prepared("GET", presigned.uri(), presigned.headers(), new byte[0])));
        URI other = URI.create(presigned.uri().toString().replace("a%20b", "b"));
        refused(
                403,
                MISMATCH,
                jenkins.send(new SignedRequests.Prepared("PUT", other, presigned.headers(), new byte[0])));
    }

    @Test
    void refusesAPresignedRequestForMoreThanAWeek() throws Exception {
        SignedRequests.Prepared presigned = jenkins.presigned("PUT", object, Map.of(), Duration.ofDays(7));
        URI longer = URI.create(presigned.uri().toString().replace("Expires=604800", "Expires=604801"));
        refused(
                400,
                "X-Amz-Expires must be less than a week (in seconds)",
                jenkins.send(new SignedRequests.Prepared("PUT", longer, presigned.headers(), new byte[0])));
    }

    @Test
    void readsSignedChunksAndRefusesAForgedOne() throws Exception {
        byte[] large = new byte[300_000];
        large[299_999] = 1;
        SignedRequests.Prepared chunked = jenkins.chunked(object, large, false);
        assertEquals(
                List.of("STREAMING-AWS4-HMAC-SHA256-PAYLOAD"), chunked.headers().get("x-amz-content-sha256"));
        byte[] forged = chunked.body().clone();
        forged[200_000] = 7;
        refused(
                403,
                MISMATCH,
                jenkins.send(new SignedRequests.Prepared("PUT", chunked.uri(), chunked.headers(), forged)));
        assertEquals(200, jenkins.send(chunked).statusCode());
        HttpResponse<String> head = jenkins.send(jenkins.header("HEAD", object, Map.of(), new byte[0]));
        assertEquals("300000", head.headers().firstValue("content-length").orElse(""));
    }

    @Test
    void readsASignedTrailerAndRefusesAForgedOne() throws Exception {
        SignedRequests.Prepared chunked = jenkins.chunked(object, BODY, true);
        assertEquals(
                List.of("STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER"),
                chunked.headers().get("x-amz-content-sha256"));
        String text = new String(chunked.body(), StandardCharsets.ISO_8859_1);
        String forged = text.replaceFirst("x-amz-checksum-crc32:.", "x-amz-checksum-crc32:_");
        refused(
                403,
                MISMATCH,
                jenkins.send(new SignedRequests.Prepared(
                        "PUT", chunked.uri(), chunked.headers(), forged.getBytes(StandardCharsets.ISO_8859_1))));
        HttpResponse<String> answer = jenkins.send(chunked);
        assertEquals(200, answer.statusCode(), answer.body());
        assertTrue(answer.headers().firstValue("x-amz-checksum-crc32").isPresent());
    }

    @Test
    void comparesTheChecksumOfAnUnsignedTrailer() throws Exception {
        SignedRequests.Prepared chunked = jenkins.unsignedTrailer(object, BODY);
        assertEquals(
                List.of("STREAMING-UNSIGNED-PAYLOAD-TRAILER"), chunked.headers().get("x-amz-content-sha256"));
        assertEquals(200, jenkins.send(chunked).statusCode());
        byte[] changed = new String(chunked.body(), StandardCharsets.ISO_8859_1)
                .replace("the revision", "not revision")
                .getBytes(StandardCharsets.ISO_8859_1);
        refused(
                400,
                "<Code>BadDigest</Code><Message>The CRC32 you specified did not match the calculated"
                        + " checksum.</Message>",
                jenkins.send(new SignedRequests.Prepared("PUT", chunked.uri(), chunked.headers(), changed)));
    }

    @Test
    void refusesChunksThatAreNoChunks() throws Exception {
        SignedRequests.Prepared chunked = jenkins.unsignedTrailer(object, BODY);
        String text = new String(chunked.body(), StandardCharsets.ISO_8859_1);
        assertTrue(text.startsWith("c\r\nthe revision\r\n0\r\n"), text);
        for (String broken : List.of(
                text.replace("c\r\nthe", "z\r\nthe"),
                text.replace("c\r\nthe revision", "d\r\nthe revision"),
                text.replace("c\r\nthe revision\r\n0\r\n", "b\r\nthe revisio\r\n00\r\n"))) {
            refused(
                    400,
                    "<Code>IncompleteBody</Code>",
                    jenkins.send(new SignedRequests.Prepared(
                            "PUT", chunked.uri(), chunked.headers(), broken.getBytes(StandardCharsets.ISO_8859_1))));
        }
        assertEquals(List.of(), aws.s3().bucket(aws.seed().bucket()).keys());
    }

    @Test
    void refusesASessionWithoutOrWithAnothersToken() throws Exception {
        Credential session = aws.iam()
                .createSession(aws.seed().jenkins().caller(), Instant.now().plusSeconds(60));
        String wrong = "<Code>InvalidToken</Code><Message>The provided token is malformed or otherwise"
                + " invalid.</Message>";
        SignedRequests without = new SignedRequests(
                StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(session.accessKeyId(), session.secretAccessKey())),
                "s3",
                aws.region());
        refused(400, wrong, without.send(without.header("GET", object, Map.of(), new byte[0])));
        SignedRequests anothers = new SignedRequests(
                StaticCredentialsProvider.create(
                        AwsSessionCredentials.create(session.accessKeyId(), session.secretAccessKey(), "token")),
                "s3",
                aws.region());
        refused(400, wrong, anothers.send(anothers.header("GET", object, Map.of(), new byte[0])));
    }

    @Test
    void refusesAnExpiredSession() throws Exception {
        Credential session = aws.iam().createSession(aws.seed().jenkins().caller(), Instant.now());
        SignedRequests late = new SignedRequests(Clients.provider(session), "s3", aws.region());
        String expired = "<Code>ExpiredToken</Code><Message>The provided token has expired.</Message>";
        refused(400, expired, late.send(late.header("GET", object, Map.of(), new byte[0])));
        refused(400, expired, late.send(late.presigned("PUT", object, Map.of(), Duration.ofHours(1))));
    }

    @Test
    void refusesWhatIsNotSignedAtAll() throws Exception {
        refused(
                403,
                "<Code>AccessDenied</Code><Message>Access Denied</Message>",
                jenkins.send(new SignedRequests.Prepared("GET", object, Map.of(), new byte[0])));
        refused(
                400,
                "AuthorizationHeaderMalformed",
                jenkins.send(new SignedRequests.Prepared(
                        "GET", object, Map.of("Authorization", List.of("AWS4-HMAC-SHA256 nonsense")), new byte[0])));
    }

    @Test
    void answersAHeadWithoutABody() throws Exception {
        HttpResponse<String> answer = jenkins.send(jenkins.header("HEAD", object, Map.of(), new byte[0]));
        assertEquals(404, answer.statusCode());
        assertEquals("", answer.body());
    }
}
