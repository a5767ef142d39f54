package io.jenkins.plugins.codedeploy.engine.upload;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.revision.S3Revision;
import java.util.Optional;

/** What the caller has pushed before, kept where only it can write. */
@FunctionalInterface
public interface PushRecord {
    PushRecord NONE = (bucket, digest) -> Optional.empty();

    /** @param digest of the content, hexadecimal */
    @NonNull
    Optional<S3Revision> find(@NonNull String bucket, @NonNull String digest);
}
