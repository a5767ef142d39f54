package io.jenkins.plugins.codedeploy.engine.upload;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.EngineException;
import io.jenkins.plugins.codedeploy.engine.send.PartSigner;
import io.jenkins.plugins.codedeploy.engine.send.SentArchive;
import java.io.IOException;

/** Packs and sends one archive, each time that it is called. */
@FunctionalInterface
public interface ArchiveSender {
    /** @see io.jenkins.plugins.codedeploy.engine.send.RevisionHost#send */
    @NonNull
    SentArchive send(@NonNull PartSigner signer) throws EngineException, IOException, InterruptedException;
}
