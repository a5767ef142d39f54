package io.jenkins.plugins.codedeploy.engine.upload;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.revision.S3Revision;
import java.util.List;
import java.util.Optional;

/**
 * What the caller has pushed before, kept where only it can write. The digest of a push is what the machine with the
 * files said it was: it proves nothing about the bytes to anybody but that same machine.
 */
public interface PushRecord {
    PushRecord NONE = new PushRecord() {};

    /**
     * The newest revision that the machine of this push has itself pushed with this digest.
     *
     * @param digest of the content, hexadecimal
     */
    @NonNull
    default Optional<S3Revision> find(@NonNull String bucket, @NonNull String digest) {
        return Optional.empty();
    }

    /** Revisions that any machine has pushed with this digest, newest first. They are reused only for the same bytes. */
    @NonNull
    default List<S3Revision> claimed(@NonNull String bucket, @NonNull String digest) {
        return List.of();
    }

    /**
     * ETag, without quotes, of the object under a given key that the caller may replace: its own newest one, or
     * {@link RevisionKey#ANYTHING}.
     */
    @NonNull
    default Optional<String> replaceable(@NonNull String bucket, @NonNull String key) {
        return Optional.empty();
    }

    /** Told of every push that has succeeded. */
    default void add(@NonNull PushedRevision pushed) {}
}
