package io.jenkins.plugins.codedeploy.simulator.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.CompletedPart;

@Tag("slow")
class LargeObjectTest extends S3Fixture {
    /** Larger than any array, and than the heap of most test runs. */
    @Test
    void streamsAPartOfFiveGibibytes(@TempDir Path folder) throws Exception {
        Path sparse = folder.resolve("sparse");
        long size = 5L << 30;
        try (RandomAccessFile file = new RandomAccessFile(sparse.toFile(), "rw")) {
            file.setLength(size);
        }
        String upload = jenkins.createMultipartUpload(
                        r -> r.bucket(seed.bucket()).key(KEY).checksumAlgorithm("CRC32"))
                .uploadId();
        var part = jenkins.uploadPart(
                r -> r.bucket(seed.bucket())
                        .key(KEY)
                        .uploadId(upload)
                        .partNumber(1)
                        .checksumAlgorithm("CRC32"),
                RequestBody.fromFile(sparse));
        jenkins.completeMultipartUpload(r -> r.bucket(seed.bucket())
                .key(KEY)
                .uploadId(upload)
                .multipartUpload(m -> m.parts(CompletedPart.builder()
                        .partNumber(1)
                        .eTag(part.eTag())
                        .checksumCRC32(part.checksumCRC32())
                        .build())));
        assertEquals(
                size, jenkins.headObject(r -> r.bucket(seed.bucket()).key(KEY)).contentLength());
        try (var in = jenkins.getObject(r -> r.bucket(seed.bucket()).key(KEY))) {
            assertEquals(size, in.transferTo(OutputStream.nullOutputStream()));
        }
    }
}
