package io.jenkins.plugins.codedeploy.engine.bundle;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.Serializable;
import java.util.List;

/**
 * A revision's archive, ready to be sent from the machine that packed it.
 *
 * @param file absolute path
 * @param temporary whether {@link SourceHost#discard} removes it; false for a ready archive, which belongs to the user
 * @param bundleType zip, tar or tgz
 * @param size in bytes
 * @param partSize in bytes; 8 MiB unless that made more than 9,000 parts of the content
 * @param partSha256 base64 SHA-256 of each part of {@code partSize} bytes, the last of which may be shorter
 * @param digest hex SHA-256 that names the content
 * @param files how many, folders not counted
 */
public record Packed(
        @NonNull String file,
        boolean temporary,
        @NonNull String bundleType,
        long size,
        long partSize,
        @NonNull List<String> partSha256,
        @NonNull String digest,
        long files)
        implements Serializable {

    public Packed {
        partSha256 = List.copyOf(partSha256);
    }
}
