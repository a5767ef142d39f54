package io.jenkins.plugins.codedeploy.engine.upload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.engine.InvalidInputException;
import io.jenkins.plugins.codedeploy.engine.bundle.SourceSpec;
import io.jenkins.plugins.codedeploy.engine.bundle.Symlinks;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UploadInputsTest {

    @Test
    void aBucketHasItsDefaults() {
        BucketTarget target = new BucketTarget(" releases ", "eu-central-1", null, " ", null);
        assertEquals(BucketTarget.of("releases", "eu-central-1"), target);
        assertEquals(BucketOwner.SOURCE, target.owner());
        assertNull(target.expectedOwner());
    }

    @ParameterizedTest
    @CsvSource({
        "eu-central-1, arn:aws:s3:::releases/a.zip",
        "cn-north-1, arn:aws-cn:s3:::releases/a.zip",
        "us-gov-west-1, arn:aws-us-gov:s3:::releases/a.zip",
        "eusc-de-east-1, arn:aws-eusc:s3:::releases/a.zip",
    })
    void anArnHasThePartitionOfItsRegion(String region, String arn) {
        assertEquals(arn, BucketTarget.of("releases", region).arn("a.zip"));
    }

    @Test
    void aBucketNamesTheFieldThatIsOff() {
        assertEquals("bucket", field(() -> BucketTarget.of("s3://releases", "eu-central-1")));
        assertEquals("bucketRegion", field(() -> BucketTarget.of("releases", "Frankfurt")));
        assertEquals("bucketAccount", field(() -> new BucketTarget("releases", "eu-central-1", null, "12345", null)));
        assertEquals("kmsKeyId", field(() -> new BucketTarget("releases", "eu-central-1", null, null, "alias/aws/s3")));
    }

    @Test
    void metadataIsAscii() {
        RevisionLabels labels = new RevisionLabels("größe » main #17 100%");
        assertEquals(Map.of("digest", "d1", "build", "gr%C3%B6%C3%9Fe %C2%BB main #17 100%25"), labels.metadata("d1"));
    }

    @Test
    void metadataStaysWithinWhatS3Takes() {
        RevisionLabels labels = new RevisionLabels("»".repeat(2000));
        int bytes = labels.metadata("d".repeat(64)).entrySet().stream()
                .mapToInt(e -> e.getKey().length() + e.getValue().length())
                .sum();
        assertTrue(bytes <= 2048, bytes + " bytes");
    }

    @Test
    void aRequestHasItsDefaults() {
        SourceSpec source = new SourceSpec("/w", List.of(), List.of(), null, Symlinks.FOLLOW);
        ObjectNaming naming = ObjectNaming.of("shop", null, null);
        PushRequest request = new PushRequest(source, naming, null, null);
        assertEquals(Reuse.SAME_BYTES, request.reuse());
        assertEquals(RevisionLabels.none(), request.labels());
        assertEquals("source", field(() -> new PushRequest(null, naming, null, null)));
        assertEquals("keyPrefix", field(() -> new PushRequest(source, null, null, null)));
    }

    @Test
    void theCompositeChecksumIsS3s() {
        // printf a | sha256sum, printf b | sha256sum, then sha256sum of both sums' bytes
        String a = "ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";
        String b = "PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0=";
        CompositeChecksum checksum = new CompositeChecksum(List.of(a, b));
        assertEquals("5aAf7hTg7VxIcU8iGA8lrYNltT+XefedxKPX6Tlj+Uo=-2", checksum.toString());
        assertEquals(12, checksum.brief().length());
    }

    private static String field(Executable bad) {
        return assertThrows(InvalidInputException.class, bad).field();
    }
}
