package io.jenkins.plugins.codedeploy.engine.upload;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.time.Duration;

/**
 * How an upload goes forward.
 *
 * @param parts presigned at a time, at most
 * @param bytes presigned at a time, unless that is less than four parts
 * @param urlLifetime of a presigned URL, where the session lasts as long
 * @param spare a session that ends sooner than this is renewed before it signs
 * @param signings of one part, at most
 * @param pause before a completion whose answer was lost is asked for again; longer each time
 */
record UploadTuning(
        int parts,
        long bytes,
        @NonNull Duration urlLifetime,
        @NonNull Duration spare,
        int signings,
        @NonNull Duration pause) {
    static final UploadTuning DEFAULT =
            new UploadTuning(16, 1L << 30, Duration.ofHours(1), Duration.ofMinutes(5), 3, Duration.ofSeconds(2));

    int batch(long partSize) {
        return (int) Math.max(Math.min(4, parts), Math.min(parts, bytes / partSize));
    }
}
