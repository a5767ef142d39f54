package io.jenkins.plugins.codedeploy.engine.upload;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A controller whose clock is wrong by more than the quarter of an hour that AWS bears. */
class SkewedClockTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"PT40M, SOURCE", "PT-40M, SOURCE", "PT26H, TARGET", "PT-26H, TARGET"})
    void partsAreSignedByAwsClock(Duration ahead, BucketOwner owner) throws Exception {
        UploadBench.Archive packed = UploadBench.archive(3);
        try (UploadBench bench = new UploadBench(ahead)) {
            BucketTarget target = owner == BucketOwner.SOURCE ? bench.source() : bench.target();
            PushedRevision pushed = bench.upload(target, packed);

            assertTrue(pushed.uploaded());
            assertEquals(3, bench.aws.calls().count("UploadPart"), "no part is sent twice");
            if (owner == BucketOwner.SOURCE) {
                assertArrayEquals(packed.bytes(), bench.content(pushed));
            }
        }
    }
}
