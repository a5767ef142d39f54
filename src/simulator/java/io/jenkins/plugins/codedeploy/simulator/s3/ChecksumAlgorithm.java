package io.jenkins.plugins.codedeploy.simulator.s3;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.simulator.http.Crypto;
import io.jenkins.plugins.codedeploy.simulator.http.Hash;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/**
 * S3's additional checksums.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html">Integrity</a>
 */
enum ChecksumAlgorithm {
    CRC32(CRC32::new, 0xEDB88320L, 4, null),
    CRC32C(CRC32C::new, 0x82F63B78L, 4, null),
    CRC64NVME(Crc64Nvme::new, Crc64Nvme.POLYNOMIAL, 8, null),
    SHA1(null, 0, 20, "SHA-1"),
    SHA256(null, 0, 32, "SHA-256");

    @CheckForNull
    private final Supplier<Checksum> crc;

    private final long polynomial;
    private final int bytes;

    @CheckForNull
    private final String digest;

    ChecksumAlgorithm(Supplier<Checksum> crc, long polynomial, int bytes, String digest) {
        this.crc = crc;
        this.polynomial = polynomial;
        this.bytes = bytes;
        this.digest = digest;
    }

    /** Null for an unknown name. */
    @CheckForNull
    static ChecksumAlgorithm named(String name) {
        for (ChecksumAlgorithm algorithm : values()) {
            if (algorithm.name().equalsIgnoreCase(name)) {
                return algorithm;
            }
        }
        return null;
    }

    @NonNull
    String header() {
        return "x-amz-checksum-" + name().toLowerCase(Locale.ROOT);
    }

    /** {@code ChecksumSHA256}, as XML has it. */
    @NonNull
    String element() {
        return "Checksum" + name();
    }

    boolean isCrc() {
        return crc != null;
    }

    /** How many bytes a value has. */
    int size() {
        return bytes;
    }

    @NonNull
    byte[] of(@NonNull InputStream in) throws IOException {
        Hash hash = start();
        byte[] buffer = new byte[64 * 1024];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            hash.update(buffer, 0, read);
        }
        return hash.value();
    }

    @NonNull
    Hash start() {
        return crc == null ? digesting(String.valueOf(digest)) : summing(crc.get());
    }

    private Hash summing(Checksum checksum) {
        return new Hash() {
            @Override
            public void update(byte[] data, int offset, int length) {
                checksum.update(data, offset, length);
            }

            @Override
            public byte[] value() {
                return bytes(checksum.getValue());
            }
        };
    }

    /** @param algorithm one that every JDK has */
    @NonNull
    static Hash digesting(@NonNull String algorithm) {
        MessageDigest message = Crypto.digest(algorithm);
        return new Hash() {
            @Override
            public void update(byte[] data, int offset, int length) {
                message.update(data, offset, length);
            }

            @Override
            public byte[] value() {
                return message.digest();
            }
        };
    }

    /** Of two pieces of data, one behind the other; only where {@link #isCrc}. */
    @NonNull
    byte[] join(@NonNull byte[] first, @NonNull byte[] second, long secondLength) {
        return bytes(new CrcJoin(polynomial, bytes * 8).join(number(first), number(second), secondLength));
    }

    private static long number(byte[] value) {
        long number = 0;
        for (byte b : value) {
            number = number << 8 | b & 255;
        }
        return number;
    }

    private byte[] bytes(long value) {
        ByteBuffer buffer = ByteBuffer.allocate(8).putLong(value);
        byte[] tail = new byte[bytes];
        buffer.position(8 - bytes);
        buffer.get(tail);
        return tail;
    }
}
