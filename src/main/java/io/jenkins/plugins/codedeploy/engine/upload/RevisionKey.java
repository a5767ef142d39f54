package io.jenkins.plugins.codedeploy.engine.upload;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.revision.ObjectKeys;

/**
 * An object's key.
 *
 * @param stem all but the extension
 * @param extension with its dot; empty when the key was given whole
 * @param contentNamed the name follows from the content: an object that is there already is never replaced
 */
public record RevisionKey(@NonNull String stem, @NonNull String extension, boolean contentNamed) {

    public RevisionKey {
        ObjectKeys.check("key", stem + extension);
    }

    @NonNull
    public String key() {
        return stem + extension;
    }

    /** Another key for other bytes of the same content. */
    @NonNull
    public RevisionKey alternative(@NonNull String suffix) {
        return new RevisionKey(stem + "-" + suffix, extension, contentNamed);
    }

    /** Whether a key is this one or an {@link #alternative} of it. */
    public boolean covers(@NonNull String other) {
        if (other.equals(key())) {
            return true;
        }
        return contentNamed
                && other.startsWith(stem + "-")
                && other.endsWith(extension)
                && other.indexOf('/', stem.length()) < 0;
    }
}
