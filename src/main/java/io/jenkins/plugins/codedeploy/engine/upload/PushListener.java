package io.jenkins.plugins.codedeploy.engine.upload;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.bundle.Packed;
import io.jenkins.plugins.codedeploy.engine.bundle.Survey;

/** Told how a push goes, on the thread that pushes. */
public interface PushListener {
    PushListener SILENT = new PushListener() {};

    default void surveyed(@NonNull Survey survey) {}

    /** @param digest hexadecimal */
    default void digested(@NonNull String digest) {}

    /** The bucket contains an object that may be the same. The source is packed to compare its checksums. */
    default void comparing() {}

    /** Packing and sending begin. */
    default void sending() {}

    /**
     * Reports progress while parts are packed and sent. Not always called by the same thread, but by one at a time.
     *
     * @param bytes number of bytes of the archive that are stored
     * @param content number of bytes of the source that are packed
     */
    default void sent(long bytes, long content) {}

    /** Everything has been sent. */
    default void sent(@NonNull Packed packed) {}

    /** Something to know that is no failure. */
    default void note(@NonNull Text text) {}
}
