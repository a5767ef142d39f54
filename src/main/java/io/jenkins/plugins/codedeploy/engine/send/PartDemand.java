package io.jenkins.plugins.codedeploy.engine.send;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.Serializable;

/**
 * A request to presign a part, which is complete and in memory.
 *
 * @param number from 1
 * @param length in bytes
 * @param sha256 of its bytes, base64
 * @param content number of bytes of the source that were packed by the end of this part, for the progress
 * @param stored number of bytes that S3 has stored so far
 * @param refused the result of the last attempt, with the previous URL; null for the first request
 */
public record PartDemand(
        int number,
        long length,
        @NonNull String sha256,
        long content,
        long stored,
        @CheckForNull PartResult refused) implements Serializable {}
