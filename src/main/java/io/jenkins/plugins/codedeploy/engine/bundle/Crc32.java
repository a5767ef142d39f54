package io.jenkins.plugins.codedeploy.engine.bundle;

/** CRC-32 of two pieces from those of each, which the JDK cannot do: blocks of a file are read in parallel. */
final class Crc32 {
    private static final int POLYNOMIAL = 0xEDB88320;

    private Crc32() {}

    /** @param length of the second piece, in bytes */
    static int combine(int first, int second, long length) {
        // Appending n zero bytes multiplies by x^(8n) modulo the polynomial, in bit-reversed order.
        int factor = 1 << 31;
        int square = 1 << 23;
        for (long n = length; n > 0; n >>= 1) {
            if ((n & 1) != 0) {
                factor = multiply(factor, square);
            }
            square = multiply(square, square);
        }
        return multiply(factor, first) ^ second;
    }

    private static int multiply(int a, int b) {
        int product = 0;
        int shifted = b;
        for (int bit = 31; bit >= 0; bit--) {
            if ((a >>> bit & 1) != 0) {
                product ^= shifted;
            }
            shifted = (shifted & 1) != 0 ? shifted >>> 1 ^ POLYNOMIAL : shifted >>> 1;
        }
        return product;
    }
}
