package io.jenkins.plugins.codedeploy.engine.revision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.engine.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class S3RevisionTest {

    @Test
    void readsBucketAndKey() {
        S3Revision revision = S3Revision.parse(" s3://releases/CodeDeploy/shop/1.zip ");
        assertEquals(new S3Revision("releases", "CodeDeploy/shop/1.zip", "zip", null, null), revision);
        assertFalse(revision.isPinned());
    }

    @Test
    void readsThePins() {
        S3Revision revision = S3Revision.parse("s3://releases/1.zip?versionId=3%2FL4%3D&eTag=%22d41d8-2%22");
        assertEquals("3/L4=", revision.versionId());
        assertEquals("d41d8-2", revision.eTag());
        assertTrue(revision.isPinned());
    }

    @ParameterizedTest
    @CsvSource({"a.zip,zip", "a.TAR,tar", "a.tgz,tgz", "a.tar.gz,tgz", "a.yml,YAML", "a.yaml,YAML", "a.json,JSON"})
    void knowsTheBundleTypeByTheExtension(String key, String type) {
        S3Revision revision = S3Revision.parse("s3://releases/" + key);
        assertEquals(type, revision.bundleType());
        assertEquals("s3://releases/" + key, revision.toString());
    }

    @Test
    void takesABundleTypeThatIsNamed() {
        S3Revision revision = S3Revision.parse("s3://releases/build-17?bundleType=yaml");
        assertEquals("YAML", revision.bundleType());
        assertEquals("s3://releases/build-17?bundleType=YAML", revision.toString());
        assertEquals(revision, S3Revision.parse(revision.toString()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a b.zip",
                "50%.zip",
                "%41.zip",
                "a?b=c&d.zip",
                "a#b.zip",
                "a+b.zip",
                "größe/✓.zip",
                "/leading.zip",
                "a//b.zip",
                "s3://x.zip"
            })
    void comesBackFromItsTextWhateverTheKey(String key) {
        S3Revision revision = new S3Revision("releases", key, "zip", "v+1/=&", "abc-3");
        assertEquals(revision, S3Revision.parse(revision.toString()));
    }

    @Test
    void aPlusSignIsAPlusSign() {
        assertEquals("a+b c.zip", S3Revision.parse("s3://releases/a+b%20c.zip").key());
    }

    @Test
    void stripsTheQuotesOfAnETag() {
        assertEquals("abc", new S3Revision("releases", "a.zip", null, null, "\"abc\"").eTag());
        assertNull(S3Revision.withoutQuotes(null));
    }

    @Test
    void blankPinsAreNoPins() {
        S3Revision revision = S3Revision.parse("s3://releases/a.zip?versionId=&eTag=");
        assertNull(revision.versionId());
        assertNull(revision.eTag());
    }

    @ParameterizedTest
    @CsvSource({
        "revision, https://releases.s3.amazonaws.com/a.zip",
        "revision, s3://releases",
        "revision, arn:aws:s3:::releases/a.zip",
        "bucket, s3://Releases/a.zip",
        "key, s3://releases/",
        "key, s3://releases/folder/",
        "key, s3://releases/a/../b.zip",
        "key, s3://releases/100%.zip",
        "key, s3://releases/%FF.zip",
        "key, s3://releases/a%0Ab.zip",
        "bundleType, s3://releases/build-17",
        "bundleType, s3://releases/a.zip?bundleType=rar",
        "revision, s3://releases/a.zip?etag=abc",
        "revision, s3://releases/a.zip?versionId",
        "revision, s3://releases/a.zip?eTag=a&eTag=b",
        "versionId, s3://releases/a.zip?versionId=a%20b",
        "eTag, s3://releases/a.zip?eTag=%C3%A4",
    })
    void namesTheFieldThatIsOff(String field, String text) {
        InvalidInputException e = assertThrows(InvalidInputException.class, () -> S3Revision.parse(text));
        assertEquals(field, e.field(), e.getMessage());
    }

    @Test
    void refusesAKeyThatIsTooLong() {
        String key = "ä".repeat(511) + ".zip";
        InvalidInputException e =
                assertThrows(InvalidInputException.class, () -> new S3Revision("releases", key, null, null, null));
        assertEquals("key: The key has 1026 bytes; S3 allows 1024.", e.getMessage());
    }
}
