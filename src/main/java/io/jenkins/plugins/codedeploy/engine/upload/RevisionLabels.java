package io.jenkins.plugins.codedeploy.engine.upload;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.Inputs;
import io.jenkins.plugins.codedeploy.engine.InvalidInputException;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.revision.PercentEncoding;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an object says of itself.
 *
 * @param build null: not said
 * @param commit null: not known
 * @param tags object tags; they need s3:PutObjectTagging
 * @throws InvalidInputException for {@code tags}
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html">Object tags</a>
 */
public record RevisionLabels(
        @CheckForNull String build,
        @CheckForNull String commit,
        @NonNull Map<String, String> tags) {
    /** The metadata's name of the content's digest. */
    static final String DIGEST = "digest";

    private static final int MOST_TAGS = 10;
    /** S3 takes 2 KB of metadata in all. */
    private static final int LONGEST = 600;

    public RevisionLabels {
        build = Inputs.optional(build);
        commit = Inputs.optional(commit);
        tags = Map.copyOf(tags);
        if (tags.size() > MOST_TAGS) {
            throw new InvalidInputException("tags", Text.of("upload.tags.many", tags.size()));
        }
        tags.forEach((name, value) -> {
            if (name.isBlank() || name.length() > 128 || value.length() > 256) {
                throw new InvalidInputException("tags", Text.of("upload.tags.form", name));
            }
        });
    }

    public static RevisionLabels none() {
        return new RevisionLabels(null, null, Map.of());
    }

    Map<String, String> metadata(String digest) {
        Map<String, String> all = new TreeMap<>();
        all.put(DIGEST, digest);
        if (build != null) {
            all.put("build", ascii(build));
        }
        if (commit != null) {
            all.put("commit", ascii(commit));
        }
        return all;
    }

    /** Headers are ASCII: the rest is written as percent escapes. */
    private static String ascii(String text) {
        String encoded = PercentEncoding.encode(text, " !\"#$&'()*+,/:;<=>?@[\\]^`{|}");
        return encoded.length() <= LONGEST ? encoded : encoded.substring(0, LONGEST);
    }
}
