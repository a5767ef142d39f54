package io.jenkins.plugins.codedeploy.engine;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.Serializable;
import java.util.Locale;

/**
 * A description of a failure for the user.
 *
 * @param summary one sentence: what did not happen
 * @param cause why, as far as it is known
 * @param fix what to do about it
 * @param guidance causes and remedies; null where none are known
 */
public record Problem(
        @NonNull Text summary,
        @CheckForNull Text cause,
        @CheckForNull Text fix,
        @CheckForNull Guidance guidance) implements Serializable {

    public Problem {
        boolean blank =
                guidance != null && guidance.step() == null && guidance.causes().isEmpty();
        guidance = blank ? null : guidance;
    }

    public Problem(@NonNull Text summary, @CheckForNull Text cause, @CheckForNull Text fix) {
        this(summary, cause, fix, null);
    }

    public static Problem of(@NonNull Text summary) {
        return new Problem(summary, null, null);
    }

    public static Problem of(@NonNull Text summary, @CheckForNull Text fix) {
        return new Problem(summary, null, fix);
    }

    /** The guidance's causes, where it has some, are the only fixes told: a general one beside them may contradict. */
    public Problem with(@CheckForNull Guidance other) {
        return new Problem(summary, cause, other == null || other.causes().isEmpty() ? fix : null, other);
    }

    /** Returns summary, cause and fix as one paragraph, followed by the guidance on separate lines. */
    @NonNull
    public String in(Language language) {
        return guidance == null ? brief(language) : brief(language) + "\n" + guidance.in(language);
    }

    @NonNull
    public String in(Locale locale) {
        return in(Language.of(locale));
    }

    @NonNull
    public String brief(Locale locale) {
        return brief(Language.of(locale));
    }

    /** Returns summary, cause and fix as one paragraph. */
    @NonNull
    public String brief(Language language) {
        StringBuilder all = new StringBuilder(summary.in(language));
        if (cause != null) {
            append(all, cause.in(language));
        }
        if (fix != null) {
            append(all, fix.in(language));
        }
        return all.toString();
    }

    /** Appends a sentence, and ends the previous one if it has no punctuation, as messages of AWS often do. */
    private static void append(StringBuilder all, String sentence) {
        boolean ended = all.isEmpty() || ".!?:…".indexOf(all.charAt(all.length() - 1)) >= 0;
        all.append(ended ? " " : ". ").append(sentence);
    }

    @Override
    public String toString() {
        return in(Language.ENGLISH);
    }
}
