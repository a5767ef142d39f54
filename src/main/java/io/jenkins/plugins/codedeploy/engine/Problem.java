package io.jenkins.plugins.codedeploy.engine;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.Serializable;
import java.util.Locale;

/**
 * What went wrong, as a person is told it.
 *
 * @param summary one sentence: what did not happen
 * @param cause why, as far as it is known
 * @param mend what to do about it
 */
public record Problem(
        @NonNull Text summary,
        @CheckForNull Text cause,
        @CheckForNull Text mend) implements Serializable {

    public static Problem of(@NonNull Text summary) {
        return new Problem(summary, null, null);
    }

    public static Problem of(@NonNull Text summary, @CheckForNull Text mend) {
        return new Problem(summary, null, mend);
    }

    /** Summary, cause and mend, in this order, as one paragraph. */
    @NonNull
    public String in(Locale locale) {
        StringBuilder all = new StringBuilder(summary.in(locale));
        if (cause != null) {
            all.append(' ').append(cause.in(locale));
        }
        if (mend != null) {
            all.append(' ').append(mend.in(locale));
        }
        return all.toString();
    }

    @Override
    public String toString() {
        return in(Locale.ROOT);
    }
}
