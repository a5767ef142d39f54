package io.jenkins.plugins.codedeploy.engine;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.Locale;

/** How a front end addresses its readers: in which language, and by which names of fields. */
public record Language(@NonNull Locale locale, @NonNull FieldNames fields) {
    public static final Language ENGLISH = of(Locale.ROOT);

    /** With the field names of the Pipeline steps. */
    @NonNull
    public static Language of(@NonNull Locale locale) {
        return new Language(locale, FieldNames.OF_STEPS);
    }
}
