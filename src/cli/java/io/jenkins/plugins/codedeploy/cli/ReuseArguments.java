package io.jenkins.plugins.codedeploy.cli;

import io.jenkins.plugins.codedeploy.engine.InvalidInputException;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.upload.Reuse;
import picocli.CommandLine.Option;

/** Options for revisions that are already in the bucket. */
final class ReuseArguments {
    @Option(
            names = "--reuse",
            description = "reuse an object with the same key and content digest, without building the archive")
    private boolean reuse;

    @Option(names = "--force", description = "upload the revision even if it is already in the bucket")
    private boolean force;

    Reuse reuse() {
        if (force && reuse) {
            throw new InvalidInputException("force", Text.of("engine.oneOf", "--reuse, --force"));
        }
        return force ? Reuse.NEVER : reuse ? Reuse.SAME_KEY : Reuse.SAME_BYTES;
    }
}
