package io.jenkins.plugins.codedeploy.engine.upload;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.Inputs;
import io.jenkins.plugins.codedeploy.engine.InvalidInputException;
import io.jenkins.plugins.codedeploy.engine.SingleLine;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.UniqueNames;
import io.jenkins.plugins.codedeploy.engine.revision.BundleTypes;
import io.jenkins.plugins.codedeploy.engine.revision.ObjectKeys;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How a revision's key is found: given whole, or a prefix and the content's digest. The default prefix is
 * {@code CodeDeploy/<job>}, since AWS's limited managed policies read only {@code *}{@code /CodeDeploy/*}.
 *
 * @param prefix without a slash at its end
 * @param key null: named by content
 */
public record ObjectNaming(
        @CheckForNull String prefix, @CheckForNull String key) {
    /** Below which every job's revisions are by default. */
    public static final String ROOT = ObjectKeys.DEFAULT_ROOT;

    /** Leaves room for the digest, a suffix and the extension. */
    private static final int LONGEST_PREFIX = 900;

    /** Clients, proxies and tools may decode it, split at it or leave it out: the object would lie under another key. */
    private static final Pattern AMBIGUOUS = Pattern.compile("%[0-9A-Fa-f]{2}|\\\\|//|^/|[\\p{Cf}\\p{Co}\\p{Cn}]");

    private static final char MARK = '!';
    private static final int HASH = 32;

    public ObjectNaming {
        key = Inputs.optional("key", key);
        if (key != null) {
            check("key", key);
        }
        if (key == null && prefix == null) {
            throw new InvalidInputException("keyPrefix", Text.of("engine.missing"));
        }
    }

    /**
     * @param job full name, folders included; ignored where a prefix or a key is given
     * @throws InvalidInputException for {@code keyPrefix} or {@code key}
     */
    @NonNull
    public static ObjectNaming of(@NonNull String job, @CheckForNull String keyPrefix, @CheckForNull String key) {
        String givenPrefix = Inputs.optional("keyPrefix", keyPrefix);
        if (givenPrefix == null) {
            return new ObjectNaming(ROOT + "/" + safe(job), key);
        }
        if (Inputs.optional(key) != null) {
            throw new InvalidInputException("keyPrefix", Text.of("upload.naming.both"));
        }
        String prefix = withoutSlashes(givenPrefix);
        check("keyPrefix", prefix);
        int bytes = prefix.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > LONGEST_PREFIX) {
            throw new InvalidInputException("keyPrefix", Text.of("upload.naming.prefix.long", bytes, LONGEST_PREFIX));
        }
        return new ObjectNaming(prefix, null);
    }

    /**
     * Returns the naming for keys within an allowed folder.
     *
     * @param root that the key or the prefix must lie below; null for any
     * @throws InvalidInputException for {@code keyPrefix} or {@code key}
     */
    @NonNull
    public static ObjectNaming of(
            @NonNull String job, @CheckForNull String keyPrefix, @CheckForNull String key, @CheckForNull String root) {
        ObjectNaming naming = of(job, keyPrefix, key);
        if (root == null) {
            return naming;
        }
        String folder = withoutSlashes(root) + "/";
        if (naming.key != null && !naming.key.startsWith(folder)) {
            throw new InvalidInputException("key", Text.of("upload.naming.outside", naming.key, folder));
        }
        if (naming.key == null && !(naming.prefix + "/").startsWith(folder)) {
            throw new InvalidInputException("keyPrefix", Text.of("upload.naming.outside", naming.prefix + "/", folder));
        }
        return naming;
    }

    /** Keys that this can give, as a policy's resource names them: {@code *} stands for any characters. */
    @NonNull
    public String keys() {
        return key == null ? literal(Objects.requireNonNull(prefix)) + "/*" : literal(key);
    }

    /** With nothing in it that a policy would take for a wildcard or a variable. */
    @NonNull
    public static String literal(@NonNull String text) {
        return text.replaceAll("[$*?]", "\\${$0}");
    }

    @NonNull
    public RevisionKey keyFor(@NonNull String digest, @NonNull String bundleType) {
        if (key != null) {
            return new RevisionKey(key, "", false);
        }
        return new RevisionKey(prefix + "/" + digest, BundleTypes.extension(bundleType), true);
    }

    private static String withoutSlashes(String prefix) {
        return prefix.replaceAll("^/+|/+$", "");
    }

    private static void check(String field, String value) {
        ObjectKeys.check(field, value);
        if (AMBIGUOUS.matcher(value).find()) {
            throw new InvalidInputException(field, Text.of("upload.naming.ambiguous", SingleLine.of(value)));
        }
    }

    /**
     * Characters that need no escaping anywhere, and {@code !} before what is escaped: no two jobs share a prefix, nor
     * has one the other's.
     */
    private static String safe(String job) {
        String escaped = UniqueNames.escape(job, "._-/", MARK);
        String safe = Arrays.stream(escaped.split("/", -1))
                .map(segment -> switch (segment) {
                    case "" -> MARK + "_";
                    case "." -> MARK + "2e";
                    case ".." -> MARK + "2e" + MARK + "2e";
                    default -> segment;
                })
                .collect(Collectors.joining("/"));
        return UniqueNames.limit(safe, MARK, LONGEST_PREFIX - 100, HASH);
    }
}
