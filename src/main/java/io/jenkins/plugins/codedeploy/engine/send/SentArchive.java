package io.jenkins.plugins.codedeploy.engine.send;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.bundle.Packed;
import java.io.Serializable;
import java.util.List;

/**
 * An archive whose parts are stored in S3, but not yet combined to an object.
 *
 * @param parts one result per part, in any order
 */
public record SentArchive(@NonNull Packed packed, @NonNull List<PartResult> parts) implements Serializable {
    public SentArchive {
        parts = List.copyOf(parts);
    }
}
