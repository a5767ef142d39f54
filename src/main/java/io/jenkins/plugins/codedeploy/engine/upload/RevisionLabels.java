package io.jenkins.plugins.codedeploy.engine.upload;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.codedeploy.engine.Inputs;
import io.jenkins.plugins.codedeploy.engine.revision.PercentEncoding;
import java.util.Map;
import java.util.TreeMap;

/**
 * Metadata of an uploaded object.
 *
 * @param build the Jenkins build; null outside Jenkins
 */
public record RevisionLabels(@CheckForNull String build) {
    /** The metadata's name of the content's digest. */
    static final String DIGEST = "digest";

    /** S3 takes 2 KB of metadata in all. */
    private static final int LONGEST = 600;

    public RevisionLabels {
        build = Inputs.optional(build);
    }

    public static RevisionLabels none() {
        return new RevisionLabels(null);
    }

    Map<String, String> metadata(String digest) {
        Map<String, String> all = new TreeMap<>();
        all.put(DIGEST, digest);
        if (build != null) {
            all.put("build", ascii(build));
        }
        return all;
    }

    /** Headers are ASCII: the rest is written as percent escapes. */
    private static String ascii(String text) {
        String encoded = PercentEncoding.encode(text, " !\"#$&'()*+,/:;<=>?@[\\]^`{|}");
        return encoded.length() <= LONGEST ? encoded : encoded.substring(0, LONGEST);
    }
}
