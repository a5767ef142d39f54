package io.jenkins.plugins.codedeploy.simulator.s3;

import java.util.zip.Checksum;

/** The checksum that S3 computes of every object which was sent without one. */
final class Crc64Nvme implements Checksum {
    /** Reflected. */
    static final long POLYNOMIAL = 0x9A6C9329AC4BC9B5L;

    private static final long[][] TABLES = new long[8][256];

    static {
        for (int i = 0; i < 256; i++) {
            long value = i;
            for (int bit = 0; bit < 8; bit++) {
                value = (value & 1) == 0 ? value >>> 1 : value >>> 1 ^ POLYNOMIAL;
            }
            TABLES[0][i] = value;
        }
        for (int table = 1; table < 8; table++) {
            for (int i = 0; i < 256; i++) {
                long before = TABLES[table - 1][i];
                TABLES[table][i] = before >>> 8 ^ TABLES[0][(int) before & 255];
            }
        }
    }

    private long state = -1;

    @Override
    public void update(int b) {
        state = TABLES[0][(int) (state ^ b) & 255] ^ state >>> 8;
    }

    @Override
    public void update(byte[] bytes, int offset, int length) {
        int i = offset;
        int end = offset + length;
        long crc = state;
        while (i + 8 <= end) {
            long next = 0;
            for (int k = 0; k < 8; k++) {
                next ^= TABLES[7 - k][(int) (crc >>> 8 * k ^ bytes[i + k]) & 255];
            }
            crc = next;
            i += 8;
        }
        state = crc;
        while (i < end) {
            update(bytes[i++]);
        }
    }

    @Override
    public long getValue() {
        return ~state;
    }

    @Override
    public void reset() {
        state = -1;
    }
}
