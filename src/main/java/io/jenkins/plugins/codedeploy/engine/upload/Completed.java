package io.jenkins.plugins.codedeploy.engine.upload;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;

/** How a completion ended; version and eTag where an object with our bytes is there. */
record Completed(
        @NonNull As as,
        @CheckForNull String versionId,
        @CheckForNull String eTag) {

    enum As {
        /** Our upload made the object. */
        OURS,
        /** An object with the same bytes was there already. */
        THERE_ALREADY,
        /** The key has other bytes, or S3 does not tell. */
        TAKEN,
        /** The key has an object that whoever uploads may not read, so that it cannot be compared. */
        UNREADABLE,
        /** Somebody else wrote at the same moment: S3 wants the upload begun again. */
        IN_CONFLICT
    }
}
