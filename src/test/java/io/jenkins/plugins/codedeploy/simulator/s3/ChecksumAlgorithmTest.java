package io.jenkins.plugins.codedeploy.simulator.s3;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ChecksumAlgorithmTest {
    /** The check values of the catalogue of CRC algorithms, and of FIPS 180 for the others. */
    @ParameterizedTest
    @CsvSource({
        "CRC32,     cbf43926",
        "CRC32C,    e3069283",
        "CRC64NVME, ae8b14860a799888",
        "SHA1,      f7c3bc1d808e04732adf679965ccc34ca7ae3441",
        "SHA256,    15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225",
    })
    void agreesWithThePublishedCheckValues(ChecksumAlgorithm algorithm, String expected) throws Exception {
        byte[] value = algorithm.of(new ByteArrayInputStream("123456789".getBytes(StandardCharsets.US_ASCII)));
        assertEquals(expected, HexFormat.of().formatHex(value));
        assertEquals(algorithm.size(), value.length);
    }

    @ParameterizedTest
    @EnumSource(
            value = ChecksumAlgorithm.class,
            names = {"CRC32", "CRC32C", "CRC64NVME"})
    void joinsWithoutReadingAgain(ChecksumAlgorithm algorithm) throws Exception {
        byte[] whole = new byte[100_003];
        new Random(5).nextBytes(whole);
        for (int cut : new int[] {0, 1, 7, 50_000, 100_002, 100_003}) {
            byte[] first = algorithm.of(new ByteArrayInputStream(whole, 0, cut));
            byte[] second = algorithm.of(new ByteArrayInputStream(whole, cut, whole.length - cut));
            assertArrayEquals(
                    algorithm.of(new ByteArrayInputStream(whole)),
                    algorithm.join(first, second, whole.length - cut),
                    "cut at " + cut);
        }
    }

    @Test
    void computesByteByByteAsInBlocks() {
        byte[] bytes = new byte[1000];
        new Random(6).nextBytes(bytes);
        Crc64Nvme blocks = new Crc64Nvme();
        blocks.update(bytes, 3, 900);
        Crc64Nvme single = new Crc64Nvme();
        for (byte b : Arrays.copyOfRange(bytes, 3, 903)) {
            single.update(b);
        }
        assertEquals(single.getValue(), blocks.getValue());
    }

    @Test
    void knowsItsNames() {
        assertEquals(ChecksumAlgorithm.SHA256, ChecksumAlgorithm.named("sha256"));
        assertNull(ChecksumAlgorithm.named("MD5"));
        assertEquals("x-amz-checksum-crc64nvme", ChecksumAlgorithm.CRC64NVME.header());
    }
}
