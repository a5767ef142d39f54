package io.jenkins.plugins.codedeploy.engine.send;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.bundle.Packed;
import java.io.IOException;
import java.util.List;

/** Sends parts of an archive from where it lies. */
@FunctionalInterface
public interface PartHost {

    /**
     * Sends some parts of the archive, and forgets the URLs.
     *
     * @return one result a part, stored or not
     * @throws IOException when the archive cannot be read or the machine is lost
     * @throws InterruptedException when interrupted; requests under way are cancelled first
     */
    @NonNull
    List<PartResult> send(@NonNull Packed packed, @NonNull List<PresignedPart> parts)
            throws IOException, InterruptedException;
}
