package io.jenkins.plugins.codedeploy.engine.revision;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.InvalidInputException;
import io.jenkins.plugins.codedeploy.engine.Text;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

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
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "AppSpec sha256:" + sha256();
    }
}
