package io.jenkins.plugins.codedeploy.engine.bundle;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Receives the parts of an archive, each as soon as it is complete: on several threads, and not always in order. */
@FunctionalInterface
public interface PartSink {
    /** For the checksums alone. */
    PartSink NONE = (number, bytes, sha256, content) -> {};

    /**
     * Must not use the bytes after it returns.
     *
     * @param number from 1
     * @param sha256 of the bytes, base64
     * @param content number of bytes of the source that have been packed so far
     * @throws IOException to end the packing
     */
    void take(int number, @NonNull ByteBuffer bytes, @NonNull String sha256, long content)
            throws IOException, InterruptedException;
}
