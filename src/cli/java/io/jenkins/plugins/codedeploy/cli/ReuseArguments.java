package io.jenkins.plugins.codedeploy.cli;

import io.jenkins.plugins.codedeploy.engine.InvalidInputException;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.upload.Reuse;
import picocli.CommandLine.Option;

/** Whether what is in the bucket already is sent again. */
final class ReuseArguments {
    @Option(names = "--reuse", description = "trust a revision of the same key and digest, without packing")
    private boolean reuse;

    @Option(names = "--force", description = "send it in any case")
    private boolean force;

    Reuse reuse() {
        if (force && reuse) {
            throw new InvalidInputException("force", Text.of("engine.oneOf", "--reuse, --force"));
        }
        return force ? Reuse.NEVER : reuse ? Reuse.SAME_KEY : Reuse.SAME_BYTES;
    }
}
