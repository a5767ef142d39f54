package io.jenkins.plugins.codedeploy.engine.upload;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.InvalidInputException;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.bundle.SourceSpec;

/**
 * What to push, and under which name.
 *
 * @param labels null means none
 * @param reuse null means {@link Reuse#SAME_BYTES}
 * @throws InvalidInputException for {@code source} or {@code keyPrefix}
 */
public record PushRequest(
        @NonNull SourceSpec source,
        @NonNull ObjectNaming naming,
        @NonNull RevisionLabels labels,
        @NonNull Reuse reuse) {

    public PushRequest {
        if (source == null) {
            throw new InvalidInputException("source", Text.of("engine.missing"));
        }
        if (naming == null) {
            throw new InvalidInputException("keyPrefix", Text.of("engine.missing"));
        }
        labels = labels == null ? RevisionLabels.none() : labels;
        reuse = reuse == null ? Reuse.SAME_BYTES : reuse;
    }
}
