package io.jenkins.plugins.codedeploy.engine.send;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.bundle.Packed;
import java.io.Serializable;
import java.util.List;

/**
 * What has been sent, to be made an object.
 *
 * @param parts each stored
 */
public record SentArchive(@NonNull Packed packed, @NonNull List<PartResult> parts) implements Serializable {
    public SentArchive {
        parts = List.copyOf(parts);
    }
}
