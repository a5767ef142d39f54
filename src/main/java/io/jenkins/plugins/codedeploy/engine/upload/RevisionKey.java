package io.jenkins.plugins.codedeploy.engine.upload;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.revision.ObjectKeys;

/**
 * An object's key.
 *
 * @param stem all but the extension
 * @param extension with its dot; empty when the key was given whole
 * @param contentNamed the name follows from the content: an object that is there already is never replaced
 * @param replaces eTag, without quotes, of the one object that may be replaced under this key; {@link #ANYTHING} for
 *     whatever is there; null for none
 */
public record RevisionKey(
        @NonNull String stem,
        @NonNull String extension,
        boolean contentNamed,
        @CheckForNull String replaces) {
    /** Whatever object is there. */
    public static final String ANYTHING = "*";

    public RevisionKey {
        ObjectKeys.check("key", stem + extension);
    }

    /** One that replaces nothing. */
    public RevisionKey(@NonNull String stem, @NonNull String extension, boolean contentNamed) {
        this(stem, extension, contentNamed, null);
    }

    @NonNull
    public String key() {
        return stem + extension;
    }

    @NonNull
    RevisionKey replacing(@NonNull String eTag) {
        return new RevisionKey(stem, extension, contentNamed, eTag);
    }

    /** Another key for other bytes of the same content. */
    @NonNull
    public RevisionKey alternative(@NonNull String suffix) {
        return new RevisionKey(stem + "-" + suffix, extension, contentNamed, replaces);
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
