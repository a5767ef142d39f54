package io.jenkins.plugins.codedeploy.engine.send;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;

/**
 * Whether S3 can be reached from here, as the parts that are sent together find out. As long as an upload has had no
 * answer at all, one part that finds no connection in a few attempts speaks for all: each with its full patience would
 * take minutes to say so.
 */
final class ConnectivityCheck {
    /** Without a connection, before any answer. */
    private static final int ATTEMPTS = 4;

    private boolean answered;
    private PartResult verdict;

    /** Why no further attempt is worth its time; null while one is. */
    @CheckForNull
    synchronized PartResult verdict() {
        return verdict;
    }

    synchronized void note(@NonNull PartResult result, int attempts) {
        answered |= !result.isUnconnected();
        if (!answered && attempts >= ATTEMPTS) {
            verdict = result;
        }
    }
}
