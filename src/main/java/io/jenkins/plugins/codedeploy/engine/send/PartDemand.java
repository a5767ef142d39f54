package io.jenkins.plugins.codedeploy.engine.send;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.Serializable;

/**
 * A part that is whole and waits in memory for the right to be sent.
 *
 * @param number from 1
 * @param length in bytes
 * @param sha256 of its bytes, base64
 * @param content how many bytes of the source have been packed by the end of this part, for the progress
 * @param stored how many bytes S3 has confirmed by now
 * @param refused what became of the part with the last URL; null at the first demand
 */
public record PartDemand(
        int number,
        long length,
        @NonNull String sha256,
        long content,
        long stored,
        @CheckForNull PartResult refused) implements Serializable {}
