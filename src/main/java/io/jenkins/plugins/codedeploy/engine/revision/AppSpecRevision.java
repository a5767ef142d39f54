package io.jenkins.plugins.codedeploy.engine.revision;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.InvalidInputException;
import io.jenkins.plugins.codedeploy.engine.Sha256;
import io.jenkins.plugins.codedeploy.engine.Text;

/**
 * An AppSpec that travels in the call itself (Lambda and ECS).
 *
 * @param content YAML or JSON, passed on unchanged
 * @throws InvalidInputException for {@code appSpecContent} when blank
 * @see <a href="https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_AppSpecContent.html">AppSpecContent</a>
 */
public record AppSpecRevision(@NonNull String content) implements Revision {

    public AppSpecRevision {
        if (content == null || content.isBlank()) {
            throw new InvalidInputException("appSpecContent", Text.of("engine.missing"));
        }
    }

    /** Of the content's UTF-8 bytes, in lower-case hexadecimal digits. */
    @NonNull
    public String sha256() {
        return Sha256.hex(content);
    }

    @Override
    public String toString() {
        return "AppSpec sha256:" + sha256();
    }
}
