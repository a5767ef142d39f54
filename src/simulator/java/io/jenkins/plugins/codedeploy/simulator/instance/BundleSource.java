package io.jenkins.plugins.codedeploy.simulator.instance;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.IOException;
import java.io.InputStream;

/** Where an instance's agent gets objects from: S3 as the instance's profile sees it. */
public interface BundleSource {

    /**
     * @param version null for the newest
     * @throws AgentFailure with S3's message where it refuses
     */
    @NonNull
    Download fetch(@NonNull String bucket, @NonNull String key, @CheckForNull String version)
            throws AgentFailure, IOException;

    /**
     * An object on its way.
     *
     * @param eTag as GetObject answers it, in quotes or not
     */
    record Download(@NonNull String eTag, @NonNull InputStream content) {}
}
