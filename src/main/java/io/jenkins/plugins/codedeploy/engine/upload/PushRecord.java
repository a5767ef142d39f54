package io.jenkins.plugins.codedeploy.engine.upload;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.bundle.Survey;
import io.jenkins.plugins.codedeploy.engine.revision.S3Revision;
import java.util.Optional;

/** What the caller has pushed before, kept where only it can write. */
@FunctionalInterface
public interface PushRecord {
    PushRecord NONE = new PushRecord() {
        @Override
        public Optional<S3Revision> find(String bucket, String digest) {
            return Optional.empty();
        }

        @Override
        public boolean mayHold(String bucket, Survey survey) {
            return false;
        }
    };

    /** @param digest of the content, hexadecimal */
    @NonNull
    Optional<S3Revision> find(@NonNull String bucket, @NonNull String digest);

    /**
     * Whether content of this size may have been pushed there. Where it surely has not, it is not read twice, once for
     * its digest and once to be packed.
     */
    default boolean mayHold(@NonNull String bucket, @NonNull Survey survey) {
        return true;
    }

    /** Told of every push that has succeeded, with what was pushed. */
    default void add(@NonNull PushedRevision pushed, @NonNull Survey survey) {}
}
