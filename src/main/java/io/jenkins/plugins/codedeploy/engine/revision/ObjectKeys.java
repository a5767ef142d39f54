package io.jenkins.plugins.codedeploy.engine.revision;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.InvalidInputException;
import io.jenkins.plugins.codedeploy.engine.Text;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * What an object's key may be.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html">Naming objects</a>
 */
public final class ObjectKeys {
    /** In bytes of UTF-8. */
    public static final int LONGEST = 1024;

    private static final List<String> LOST_ON_THE_WAY = List.of(".", "..");

    /**
     * What the keys of all revisions begin with unless a prefix is given: a job's name follows, or an application's.
     * AWS's limited managed policies read only {@code *}{@code /CodeDeploy/*}.
     */
    public static final String DEFAULT_ROOT = "CodeDeploy";

    private ObjectKeys() {}

    /** @throws InvalidInputException for the field, when S3 or a client on the way to it would not take the key as it is */
    @NonNull
    public static String check(String field, String key) {
        if (key == null || key.isBlank()) {
            throw new InvalidInputException(field, Text.of("engine.missing"));
        }
        int bytes = key.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > LONGEST) {
            throw new InvalidInputException(field, Text.of("revision.key.long", bytes));
        }
        if (key.chars().anyMatch(Character::isISOControl) || key.endsWith("/")) {
            throw new InvalidInputException(field, Text.of("revision.key.form", key));
        }
        // HTTP clients and proxies resolve such segments: the request would reach another key than was signed.
        if (Arrays.stream(key.split("/")).anyMatch(LOST_ON_THE_WAY::contains)) {
            throw new InvalidInputException(field, Text.of("revision.key.dots", key));
        }
        return key;
    }
}
