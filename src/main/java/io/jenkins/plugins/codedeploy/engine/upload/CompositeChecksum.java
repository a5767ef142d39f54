package io.jenkins.plugins.codedeploy.engine.upload;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.Sha256;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * The checksum that S3 keeps of an object sent in parts: of the parts' checksums, with their number.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html">Object integrity</a>
 */
final class CompositeChecksum {
    private final byte[] sum;
    private final int parts;

    /** @param partSha256 base64, in the parts' order */
    CompositeChecksum(@NonNull List<String> partSha256) {
        MessageDigest sha256 = Sha256.digest();
        partSha256.forEach(part -> sha256.update(Base64.getDecoder().decode(part)));
        sum = sha256.digest();
        parts = partSha256.size();
    }

    /** The first 12 hexadecimal digits. */
    String brief() {
        return HexFormat.of().formatHex(sum, 0, 6);
    }

    /** As S3 says it: {@code <base64>-<parts>}. */
    @Override
    public String toString() {
        return Base64.getEncoder().encodeToString(sum) + "-" + parts;
    }
}
