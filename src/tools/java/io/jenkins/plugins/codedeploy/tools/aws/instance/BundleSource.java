package io.jenkins.plugins.codedeploy.tools.aws.instance;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.IOException;
import java.io.InputStream;

/** Where an instance's agent gets objects from: S3 as the instance's profile sees it. */
public interface BundleSource {

    /** @throws AgentFailure with S3's message where it refuses */
    @NonNull
    Download fetch(@NonNull Command.Bundle bundle) throws AgentFailure, IOException;

    /**
     * An object on its way.
     *
     * @param eTag as GetObject answers it, in quotes or not
     */
    record Download(@NonNull String eTag, @NonNull InputStream content) {}
}
