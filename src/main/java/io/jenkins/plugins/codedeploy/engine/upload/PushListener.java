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

    /** The bucket has an object that may be the same: what would be sent is packed to find out. */
    default void comparing() {}

    /** Packing and sending begin. */
    default void sending() {}

    /**
     * Reports progress while parts are packed and sent; by one thread at a time, but not always the same.
     *
     * @param bytes of the archive that are stored
     * @param content bytes of the source that are packed
     */
    default void sent(long bytes, long content) {}

    /** Everything has been sent. */
    default void sent(@NonNull Packed packed) {}

    /** Something to know that is no failure. */
    default void note(@NonNull Text text) {}
}
