package io.jenkins.plugins.codedeploy.engine.upload;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.Inputs;
import io.jenkins.plugins.codedeploy.engine.InvalidInputException;
import io.jenkins.plugins.codedeploy.engine.SingleLine;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.revision.BundleTypes;
import io.jenkins.plugins.codedeploy.engine.revision.ObjectKeys;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
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
    public static final String ROOT = "CodeDeploy";

    /** Leaves room for the digest, a suffix and the extension. */
    private static final int LONGEST_PREFIX = 900;

    /** Clients, proxies and tools may decode it, split at it or leave it out: the object would lie under another key. */
    private static final Pattern AMBIGUOUS = Pattern.compile("%[0-9A-Fa-f]{2}|\\\\|//|^/|[\\p{Cf}\\p{Co}\\p{Cn}]");

    private static final Pattern LIKE_HASHED = Pattern.compile(".*-[0-9a-f]{16}");

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
            return new ObjectNaming("CodeDeploy/" + safe(job), key);
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
     * The same, within what somebody else allows.
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
        return key == null ? literal(prefix) + "/*" : literal(key);
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

    /** Characters that need no escaping anywhere. A hash keeps names apart that became alike, or were cut. */
    private static String safe(String job) {
        String safe = Arrays.stream(job.split("/"))
                .map(segment -> segment.replaceAll("[^A-Za-z0-9._-]", "_"))
                .map(segment -> segment.matches("\\.{0,2}") ? "_" : segment)
                .collect(Collectors.joining("/"));
        boolean fits = safe.length() <= LONGEST_PREFIX - 100;
        // a name that looks hashed could be another's that was
        if (fits && safe.equals(job) && !LIKE_HASHED.matcher(job).matches()) {
            return safe;
        }
        MessageDigest sha256 = CompositeChecksum.sha256();
        String hash = HexFormat.of()
                .formatHex(sha256.digest(job.getBytes(StandardCharsets.UTF_8)))
                .substring(0, 16);
        return (fits ? safe : safe.substring(0, LONGEST_PREFIX - 100)) + "-" + hash;
    }
}
