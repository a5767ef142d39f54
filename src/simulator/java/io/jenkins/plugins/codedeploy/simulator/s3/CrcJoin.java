package io.jenkins.plugins.codedeploy.simulator.s3;

/**
 * The CRC of two pieces of data from the CRCs of each, without reading them again: the first is moved over the second's
 * length by squaring the matrix of one zero bit.
 */
final class CrcJoin {
    private final long polynomial;
    private final int width;

    /** @param polynomial reflected, {@code width} bits */
    CrcJoin(long polynomial, int width) {
        this.polynomial = polynomial;
        this.width = width;
    }

    /** @param secondLength in bytes */
    long join(long first, long second, long secondLength) {
        long[] power = new long[width];
        power[0] = polynomial;
        for (int i = 1; i < width; i++) {
            power[i] = 1L << i - 1;
        }
        long moved = first;
        // The matrix represents one bit; eight of them represent a byte.
        for (int i = 0; i < 3; i++) {
            power = square(power);
        }
        for (long left = secondLength; left != 0; left >>>= 1) {
            if ((left & 1) == 1) {
                moved = times(power, moved);
            }
            power = square(power);
        }
        return moved ^ second;
    }

    private static long times(long[] matrix, long vector) {
        long sum = 0;
        int i = 0;
        for (long rest = vector; rest != 0; rest >>>= 1) {
            if ((rest & 1) == 1) {
                sum ^= matrix[i];
            }
            i++;
        }
        return sum;
    }

    private static long[] square(long[] matrix) {
        long[] square = new long[matrix.length];
        for (int i = 0; i < matrix.length; i++) {
            square[i] = times(matrix, matrix[i]);
        }
        return square;
    }
}
