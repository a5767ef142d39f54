package io.jenkins.plugins.codedeploy.engine.revision;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.Inputs;
import io.jenkins.plugins.codedeploy.engine.InvalidInputException;
import io.jenkins.plugins.codedeploy.engine.Text;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The forms of a revision in S3, in CodeDeploy's own spelling.
 *
 * @see <a href="https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_S3Location.html">S3Location</a>
 */
public final class BundleTypes {
    private static final List<String> ALL = List.of("zip", "tar", "tgz", "YAML", "JSON");
    private static final Map<String, String> BY_EXTENSION = Map.of(
            ".zip", "zip",
            ".tar", "tar",
            ".tgz", "tgz",
            ".tar.gz", "tgz",
            ".yml", "YAML",
            ".yaml", "YAML",
            ".json", "JSON");

    private BundleTypes() {}

    /**
     * @param given what the user named, in any case; null or blank means by the key's extension
     * @throws InvalidInputException for {@code bundleType}
     */
    @NonNull
    public static String of(@CheckForNull String given, @NonNull String key) {
        String name = Inputs.optional("bundleType", given);
        if (name == null) {
            return byExtension(key)
                    .orElseThrow(
                            () -> new InvalidInputException("bundleType", Text.of("revision.bundleType.unknown", key)));
        }
        return ALL.stream()
                .filter(type -> type.equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new InvalidInputException("bundleType", Text.of("revision.bundleType", name)));
    }

    /** @param bundleType as {@link #of} answers it; the answer begins with a dot */
    @NonNull
    public static String extension(@NonNull String bundleType) {
        return "." + bundleType.toLowerCase(Locale.ROOT);
    }

    static Optional<String> byExtension(String key) {
        String lower = key.toLowerCase(Locale.ROOT);
        return BY_EXTENSION.entrySet().stream()
                .filter(type -> lower.endsWith(type.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }
}
