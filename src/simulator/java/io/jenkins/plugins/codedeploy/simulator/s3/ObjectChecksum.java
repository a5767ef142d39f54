package io.jenkins.plugins.codedeploy.simulator.s3;

import edu.umd.cs.findbugs.annotations.NonNull;

/**
 * What is known of an object's or part's bytes.
 *
 * @param value Base64, with {@code -N} behind it where it is a checksum of N checksums
 * @param kept whether the object shows it later on; not so after a multipart upload that named no algorithm
 */
record ObjectChecksum(
        @NonNull ChecksumAlgorithm algorithm,
        @NonNull String value,
        @NonNull Type type,
        boolean kept) {
    /** What the value covers. */
    enum Type {
        COMPOSITE,
        FULL_OBJECT
    }
}
