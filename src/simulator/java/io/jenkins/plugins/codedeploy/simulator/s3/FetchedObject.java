package io.jenkins.plugins.codedeploy.simulator.s3;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.IOException;
import java.io.InputStream;

/**
 * An object's state at the time of the call.
 *
 * @param eTag without quotes
 * @param versionId null in a bucket that never had versions
 */
public record FetchedObject(
        @NonNull Blob content,
        @NonNull String eTag,
        @CheckForNull String versionId) {
    /** In bytes. */
    public long size() {
        return content.length();
    }

    @NonNull
    public InputStream open() throws IOException {
        return content.open();
    }
}
