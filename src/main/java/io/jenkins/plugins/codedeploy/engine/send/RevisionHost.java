package io.jenkins.plugins.codedeploy.engine.send;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.EngineException;
import io.jenkins.plugins.codedeploy.engine.bundle.SourceHost;
import io.jenkins.plugins.codedeploy.engine.bundle.SourceSpec;
import java.io.IOException;
import java.util.Set;

/** The machine that has the files, and sends them too: they do not pass through the controller. */
public interface RevisionHost extends SourceHost {
    /**
     * Packs and sends at the same time. Nothing is written to disk.
     *
     * @param digest what {@link #digest} answered: the content must still have it
     * @param signer called for each part
     * @throws EngineException when the content has changed; what has been sent is not to be used
     * @throws IOException when the signer refused, or the machine is lost
     * @throws InterruptedException when interrupted; requests under way are canceled first
     */
    @NonNull
    SentArchive send(
            @NonNull SourceSpec source,
            @NonNull Set<String> executables,
            @NonNull String digest,
            @NonNull PartSigner signer)
            throws IOException, InterruptedException, EngineException;
}
