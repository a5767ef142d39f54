package io.jenkins.plugins.codedeploy.engine.upload;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.time.Duration;

/**
 * How an upload goes forward.
 *
 * @param urlLifetime of a presigned URL, where the session lasts as long
 * @param spare a session that ends sooner than this is renewed before it signs
 * @param signings of one part, at most
 * @param pause before a completion whose answer was lost is asked for again; longer each time
 */
record UploadTuning(
        @NonNull Duration urlLifetime,
        @NonNull Duration spare,
        int signings,
        @NonNull Duration pause) {
    static final UploadTuning DEFAULT =
            new UploadTuning(Duration.ofHours(1), Duration.ofMinutes(5), 3, Duration.ofSeconds(2));
}
