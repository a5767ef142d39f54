package io.jenkins.plugins.codedeploy.engine.bundle;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.Serializable;
import java.util.List;

/**
 * Describes the archive that packing a source produced. The archive itself is not kept: its parts leave memory as they
 * are completed.
 *
 * @param bundleType zip, tar or tgz
 * @param size in bytes
 * @param partSize in bytes; 8 MiB unless that made more than 9,000 parts of the content
 * @param partSha256 base64 SHA-256 of each part of {@code partSize} bytes, the last of which may be shorter
 * @param digest hex SHA-256 that names the content
 */
public record Packed(
        @NonNull String bundleType,
        long size,
        long partSize,
        @NonNull List<String> partSha256,
        @NonNull String digest) implements Serializable {
    public Packed {
        partSha256 = List.copyOf(partSha256);
    }

    /**
     * Length of a part, in bytes.
     *
     * @param number from 1
     */
    public long partLength(int number) {
        return Math.min(partSize, size - (number - 1) * partSize);
    }
}
