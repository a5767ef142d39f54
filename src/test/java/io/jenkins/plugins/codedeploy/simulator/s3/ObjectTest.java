package io.jenkins.plugins.codedeploy.simulator.s3;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

class ObjectTest extends S3Fixture {
    @Test
    void keepsBytesHeadersAndMetadata() throws Exception {
        byte[] bytes = random(100_000);
        jenkins.putObject(
                r -> r.bucket(seed.bucket())
                        .key(KEY)
                        .contentType("application/zip")
                        .contentEncoding("gzip")
                        .cacheControl("no-store")
                        .metadata(Map.of("build", "7")),
                RequestBody.fromBytes(bytes));
        var answer = jenkins.getObjectAsBytes(r -> r.bucket(seed.bucket()).key(KEY));
        assertArrayEquals(bytes, answer.asByteArray());
        GetObjectResponse response = answer.response();
        assertEquals("application/zip", response.contentType());
        assertEquals("gzip", response.contentEncoding());
        assertEquals("no-store", response.cacheControl());
        assertEquals(Map.of("build", "7"), response.metadata());
        assertEquals("bytes", response.acceptRanges());
    }

    @Test
    void holdsAnEmptyObject() throws Exception {
        jenkins.putObject(r -> r.bucket(seed.bucket()).key(KEY), RequestBody.empty());
        assertEquals(
                0,
                jenkins.getObjectAsBytes(r -> r.bucket(seed.bucket()).key(KEY)).asByteArray().length);
    }

    @ParameterizedTest
    @CsvSource({"bytes=0-3, 0123", "bytes=7-, 789", "bytes=-2, 89", "bytes=8-100, 89", "bytes=9-9, 9"})
    void readsARange(String range, String expected) {
        jenkins.putObject(r -> r.bucket(seed.bucket()).key(KEY), RequestBody.fromString("0123456789"));
        var part =
                jenkins.getObjectAsBytes(r -> r.bucket(seed.bucket()).key(KEY).range(range));
        assertEquals(expected, part.asUtf8String());
        assertEquals(206, part.response().sdkHttpResponse().statusCode());
        assertTrue(part.response().contentRange().endsWith("/10"));
    }

    @Test
    void refusesARangeBehindTheEnd() {
        jenkins.putObject(r -> r.bucket(seed.bucket()).key(KEY), RequestBody.fromString("0123456789"));
        assertEquals(
                "416 InvalidRange: The requested range is not satisfiable",
                refused(() ->
                        jenkins.getObject(r -> r.bucket(seed.bucket()).key(KEY).range("bytes=10-"))));
    }

    @Test
    void comparesETags() {
        String eTag = put(jenkins, seed.bucket(), KEY).eTag();
        jenkins.headObject(r -> r.bucket(seed.bucket()).key(KEY).ifMatch(eTag));
        assertTrue(refused(() ->
                        jenkins.getObject(r -> r.bucket(seed.bucket()).key(KEY).ifMatch("\"other\"")))
                .startsWith("412 PreconditionFailed"));
        S3Exception unchanged = assertThrows(
                S3Exception.class,
                () -> jenkins.getObject(r -> r.bucket(seed.bucket()).key(KEY).ifNoneMatch(eTag)));
        assertEquals(304, unchanged.statusCode());
    }

    @Test
    void writesOnConditions() {
        String eTag = jenkins.putObject(
                        r -> r.bucket(seed.bucket()).key(KEY).ifNoneMatch("*"), RequestBody.fromString("1"))
                .eTag();
        assertTrue(refused(() -> jenkins.putObject(
                        r -> r.bucket(seed.bucket()).key(KEY).ifNoneMatch("*"), RequestBody.fromString("2")))
                .startsWith("412 PreconditionFailed"));
        jenkins.putObject(r -> r.bucket(seed.bucket()).key(KEY).ifMatch(eTag), RequestBody.fromString("3"));
        assertTrue(refused(() -> jenkins.putObject(
                        r -> r.bucket(seed.bucket()).key(KEY).ifMatch(eTag), RequestBody.fromString("4")))
                .startsWith("412 PreconditionFailed"));
        assertTrue(refused(() -> jenkins.putObject(
                        r -> r.bucket(seed.bucket()).key("none").ifMatch(eTag), RequestBody.fromString("5")))
                .startsWith("404 NoSuchKey"));
    }

    @Test
    void tellsChecksumsOnlyWhenAsked() {
        jenkins.putObject(
                r -> r.bucket(seed.bucket()).key(KEY).checksumAlgorithm("SHA256"), RequestBody.fromString("abc"));
        HeadObjectResponse asked =
                jenkins.headObject(r -> r.bucket(seed.bucket()).key(KEY).checksumMode(ChecksumMode.ENABLED));
        assertEquals("ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=", asked.checksumSHA256());
        assertEquals("FULL_OBJECT", asked.checksumTypeAsString());
        assertNull(jenkins.headObject(r -> r.bucket(seed.bucket()).key(KEY)).checksumSHA256());
    }

    @Test
    void computesAChecksumOfItsOwnWhereNoneWasSent() {
        try (var plain = clients.s3WithoutChecksums(clients.jenkins())) {
            plain.putObject(r -> r.bucket(seed.bucket()).key(KEY), RequestBody.fromString("123456789"));
        }
        assertEquals(
                "rosUhgp5mIg=",
                jenkins.headObject(r -> r.bucket(seed.bucket()).key(KEY).checksumMode(ChecksumMode.ENABLED))
                        .checksumCRC64NVME());
    }

    @Test
    void refusesWhatDoesNotMatchItsDigest() {
        assertEquals(
                "400 BadDigest: The SHA256 you specified did not match the calculated checksum.",
                refused(() -> jenkins.putObject(
                        r -> r.bucket(seed.bucket())
                                .key(KEY)
                                .checksumSHA256("ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0="),
                        RequestBody.fromString("abd"))));
        assertEquals(
                "400 BadDigest: The Content-MD5 you specified did not match what we received.",
                refused(() -> jenkins.putObject(
                        r -> r.bucket(seed.bucket()).key(KEY).contentMD5("1B2M2Y8AsgTpgAmY7PhCfg=="),
                        RequestBody.fromString("abd"))));
        assertEquals(
                "400 InvalidDigest: The Content-MD5 you specified was invalid.",
                refused(() -> jenkins.putObject(
                        r -> r.bucket(seed.bucket()).key(KEY).contentMD5("MD5"), RequestBody.fromString("abd"))));
        assertTrue(refused(() -> jenkins.getObject(r -> r.bucket(seed.bucket()).key(KEY)))
                .startsWith("404 NoSuchKey"));
    }

    @Test
    void keepsVersions() {
        String first = put(jenkins, seed.bucket(), KEY).versionId();
        String second = jenkins.putObject(r -> r.bucket(seed.bucket()).key(KEY), RequestBody.fromString("second"))
                .versionId();
        assertNotEquals(first, second);
        assertEquals(
                "content of " + KEY,
                jenkins.getObjectAsBytes(r -> r.bucket(seed.bucket()).key(KEY).versionId(first))
                        .asUtf8String());
        assertTrue(jenkins.deleteObject(r -> r.bucket(seed.bucket()).key(KEY)).deleteMarker());
        S3Exception gone = assertThrows(
                S3Exception.class,
                () -> jenkins.getObject(r -> r.bucket(seed.bucket()).key(KEY)));
        assertEquals(
                "true",
                gone.awsErrorDetails()
                        .sdkHttpResponse()
                        .firstMatchingHeader("x-amz-delete-marker")
                        .orElse(""));
        ListObjectVersionsResponse all = jenkins.listObjectVersions(r -> r.bucket(seed.bucket()));
        assertEquals(
                List.of(second, first),
                all.versions().stream().map(v -> v.versionId()).toList());
        String marker = all.deleteMarkers().get(0).versionId();
        assertTrue(refused(() ->
                        jenkins.getObject(r -> r.bucket(seed.bucket()).key(KEY).versionId(marker)))
                .startsWith("405 MethodNotAllowed"));
        jenkins.deleteObject(r -> r.bucket(seed.bucket()).key(KEY).versionId(marker));
        assertEquals(
                "second",
                jenkins.getObjectAsBytes(r -> r.bucket(seed.bucket()).key(KEY)).asUtf8String());
        assertTrue(refused(() ->
                        jenkins.getObject(r -> r.bucket(seed.bucket()).key(KEY).versionId("none")))
                .startsWith("404 NoSuchVersion"));
    }

    @Test
    void overwritesWithoutVersions() throws Exception {
        aws.s3().createBucket("plain", "111111111111", aws.region());
        assertNull(put(source, "plain", KEY).versionId());
        source.putObject(r -> r.bucket("plain").key(KEY), RequestBody.fromString("second"));
        assertEquals(
                "second",
                source.getObjectAsBytes(r -> r.bucket("plain").key(KEY)).asUtf8String());
        source.deleteObject(r -> r.bucket("plain").key(KEY));
        assertTrue(
                refused(() -> source.getObject(r -> r.bucket("plain").key(KEY))).startsWith("404 NoSuchKey"));
        source.deleteObject(r -> r.bucket("plain").key(KEY));
    }

    @Test
    void tagsObjects() {
        jenkins.putObject(
                r -> r.bucket(seed.bucket()).key(KEY).tagging("job=shop%20a&build=7"), RequestBody.fromString("x"));
        assertEquals(
                "build=7,job=shop a,",
                jenkins.getObjectTagging(r -> r.bucket(seed.bucket()).key(KEY)).tagSet().stream()
                        .map(tag -> tag.key() + "=" + tag.value() + ",")
                        .reduce("", String::concat));
        assertEquals(
                2,
                jenkins.getObject(r -> r.bucket(seed.bucket()).key(KEY))
                        .response()
                        .tagCount());
        StringBuilder eleven = new StringBuilder("a=1");
        for (int i = 0; i < 10; i++) {
            eleven.append("&k").append(i).append("=v");
        }
        assertEquals(
                "400 BadRequest: Object tags cannot be greater than 10",
                refused(() -> jenkins.putObject(
                        r -> r.bucket(seed.bucket()).key(KEY).tagging(eleven.toString()), RequestBody.empty())));
    }

    @Test
    void refusesTooMuchMetadataAndTooLongKeys() {
        assertTrue(refused(() -> jenkins.putObject(
                        r -> r.bucket(seed.bucket()).key(KEY).metadata(Map.of("a", "x".repeat(2048))),
                        RequestBody.empty()))
                .startsWith("400 MetadataTooLarge"));
        assertTrue(refused(() -> put(jenkins, seed.bucket(), "k".repeat(1025))).startsWith("400 KeyTooLongError"));
        put(jenkins, seed.bucket(), "k".repeat(1024));
    }

    @Test
    void listsPageByPage() {
        for (String key : List.of("a", "b/1", "b/2", "c d+ü", "e")) {
            put(jenkins, seed.bucket(), key);
        }
        assertEquals(
                List.of("a", "b/1", "b/2", "c d+ü", "e"),
                jenkins.listObjectsV2Paginator(r -> r.bucket(seed.bucket()).maxKeys(2)).contents().stream()
                        .map(S3Object::key)
                        .toList());
        ListObjectsV2Response folders =
                jenkins.listObjectsV2(r -> r.bucket(seed.bucket()).delimiter("/"));
        assertEquals(
                List.of("a", "c d+ü", "e"),
                folders.contents().stream().map(S3Object::key).toList());
        assertEquals("b/", folders.commonPrefixes().get(0).prefix());
        ListObjectsV2Response first = jenkins.listObjectsV2(
                r -> r.bucket(seed.bucket()).delimiter("/").maxKeys(2));
        assertTrue(first.isTruncated());
        ListObjectsV2Response second = jenkins.listObjectsV2(r ->
                r.bucket(seed.bucket()).delimiter("/").maxKeys(2).continuationToken(first.nextContinuationToken()));
        assertEquals(
                List.of("c d+ü", "e"),
                second.contents().stream().map(S3Object::key).toList());
        assertEquals(List.of(), second.commonPrefixes());
        assertEquals(
                List.of("b/1", "b/2"),
                jenkins.listObjectsV2(r -> r.bucket(seed.bucket()).prefix("b/")).contents().stream()
                        .map(S3Object::key)
                        .toList());
        assertEquals(
                List.of("c d+ü", "e"),
                jenkins.listObjects(r -> r.bucket(seed.bucket()).marker("b/2")).contents().stream()
                        .map(S3Object::key)
                        .toList());
    }
}
