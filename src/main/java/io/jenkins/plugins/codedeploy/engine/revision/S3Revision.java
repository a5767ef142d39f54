package io.jenkins.plugins.codedeploy.engine.revision;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.Inputs;
import io.jenkins.plugins.codedeploy.engine.InvalidInputException;
import io.jenkins.plugins.codedeploy.engine.Text;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.regex.Pattern;

/**
 * An object in S3, written {@code s3://bucket/key?versionId=…&eTag=…&bundleType=…} with percent escapes where needed.
 *
 * @param bundleType {@code zip}, {@code tar}, {@code tgz}, {@code YAML} or {@code JSON}; blank means by the key's extension
 * @param versionId without one CodeDeploy takes the newest object
 * @param eTag without quotes; without one the instances validate nothing
 * @throws InvalidInputException for {@code bucket}, {@code key}, {@code bundleType}, {@code versionId} or {@code eTag}
 * @see <a href="https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_S3Location.html">S3Location</a>
 */
public record S3Revision(
        @NonNull String bucket,
        @NonNull String key,
        @NonNull String bundleType,
        @CheckForNull String versionId,
        @CheckForNull String eTag)
        implements Revision {
    private static final String SCHEME = "s3://";
    private static final Set<String> PARAMETERS = Set.of("versionId", "eTag", "bundleType");
    private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e&&[^\"]]{1,1024}");

    public S3Revision {
        bucket = Inputs.bucket("bucket", bucket);
        key = ObjectKeys.check("key", key);
        bundleType = BundleTypes.of(bundleType, key);
        versionId = token("versionId", versionId);
        eTag = token("eTag", withoutQuotes(eTag));
    }

    /** @throws InvalidInputException for {@code revision} where the whole is off, else for the part that is */
    @NonNull
    public static S3Revision parse(String text) {
        String given = Inputs.required("revision", text);
        if (!given.startsWith(SCHEME)) {
            throw new InvalidInputException("revision", Text.of("revision.form", given));
        }
        int query = given.indexOf('?');
        String location = given.substring(SCHEME.length(), query < 0 ? given.length() : query);
        int slash = location.indexOf('/');
        if (slash < 0) {
            throw new InvalidInputException("revision", Text.of("revision.form", given));
        }
        Map<String, String> pins = query < 0 ? Map.of() : parameters(given.substring(query + 1));
        return new S3Revision(
                location.substring(0, slash),
                PercentEncoding.decode("key", location.substring(slash + 1)),
                pins.get("bundleType"),
                pins.get("versionId"),
                pins.get("eTag"));
    }

    /** Whether version and content are pinned, so that every deployment of this revision deploys the same bytes. */
    public boolean isPinned() {
        return versionId != null && eTag != null;
    }

    @CheckForNull
    public static String withoutQuotes(@CheckForNull String eTag) {
        return eTag == null ? null : eTag.replace("\"", "");
    }

    /** What {@link #parse} reads back. */
    @Override
    public String toString() {
        StringJoiner query = new StringJoiner("&", "?", "").setEmptyValue("");
        if (versionId != null) {
            query.add("versionId=" + PercentEncoding.encode(versionId, ""));
        }
        if (eTag != null) {
            query.add("eTag=" + PercentEncoding.encode(eTag, ""));
        }
        if (!isBundleTypeOfExtension()) {
            query.add("bundleType=" + bundleType);
        }
        return SCHEME + bucket + "/" + PercentEncoding.encode(key, "/!'()*,:;=@$&+") + query;
    }

    private boolean isBundleTypeOfExtension() {
        return BundleTypes.byExtension(key).filter(bundleType::equals).isPresent();
    }

    private static Map<String, String> parameters(String query) {
        Map<String, String> found = new HashMap<>();
        for (String pair : query.split("&")) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            if (equals < 0 || !PARAMETERS.contains(name)) {
                throw new InvalidInputException("revision", Text.of("revision.parameter", name));
            }
            if (found.put(name, PercentEncoding.decode(name, pair.substring(equals + 1))) != null) {
                throw new InvalidInputException("revision", Text.of("revision.parameter.twice", name));
            }
        }
        return found;
    }

    @CheckForNull
    private static String token(String field, @CheckForNull String value) {
        String given = Inputs.optional(field, value);
        if (given != null && !TOKEN.matcher(given).matches()) {
            throw new InvalidInputException(field, Text.of("revision.token", given));
        }
        return given;
    }
}
