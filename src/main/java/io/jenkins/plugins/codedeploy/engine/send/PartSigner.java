package io.jenkins.plugins.codedeploy.engine.send;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.IOException;

/** Presigns single parts, on the machine that has the credentials. Called by several threads. */
@FunctionalInterface
public interface PartSigner {
    /**
     * Presigns a part, or presigns it again after a failed attempt.
     *
     * @throws IOException when the upload has ended: it cannot succeed anymore
     */
    @NonNull
    PresignedPart sign(@NonNull PartDemand demand) throws IOException, InterruptedException;
}
