package io.jenkins.plugins.codedeploy.engine.send;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.IOException;

/** Gives the right to send one part, where the credentials are. Asked by several threads. */
@FunctionalInterface
public interface PartSigner {
    /**
     * Signs a part for the first time, or again after a refusal.
     *
     * @throws IOException when the upload is over: it has failed for good
     */
    @NonNull
    PresignedPart sign(@NonNull PartDemand demand) throws IOException, InterruptedException;
}
