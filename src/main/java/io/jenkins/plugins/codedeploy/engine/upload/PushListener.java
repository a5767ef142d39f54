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

    default void packed(@NonNull Packed packed) {}

    /** Reports progress; called with 0 when the upload begins. */
    default void sent(long bytes, long total) {}

    /** Something to know that is no failure. */
    default void note(@NonNull Text text) {}
}
