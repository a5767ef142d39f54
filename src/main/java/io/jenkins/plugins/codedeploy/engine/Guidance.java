package io.jenkins.plugins.codedeploy.engine;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.Serializable;
import java.util.List;
import java.util.Locale;

/**
 * Where in the set-up a failure has its cause, and what would mend it.
 *
 * @param causes the likeliest first; empty where only the step is known
 */
public record Guidance(@NonNull GuideStep step, @NonNull List<Cause> causes) implements Serializable {
    public Guidance {
        causes = List.copyOf(causes);
    }

    /** @param remedies all of which mend this cause together; empty where only a person can know */
    public record Cause(@NonNull Text why, @NonNull List<Remedy> remedies) implements Serializable {
        public Cause {
            remedies = List.copyOf(remedies);
        }
    }

    @NonNull
    public static Guidance of(@NonNull GuideStep step, Cause... causes) {
        return new Guidance(step, List.of(causes));
    }

    @NonNull
    public static Cause cause(@NonNull Text why, Remedy... remedies) {
        return new Cause(why, List.of(remedies));
    }

    @NonNull
    public String in(Locale locale) {
        return in(Language.of(locale));
    }

    /** Several lines, JSON among them; the first names the step. */
    @NonNull
    public String in(Language language) {
        StringBuilder all = new StringBuilder(
                Text.of("engine.guidance", step.number(), step.title().in(language))
                        .in(language));
        int number = 0;
        for (Cause cause : causes) {
            all.append('\n');
            all.append(causes.size() == 1 ? "" : ++number + ". ")
                    .append(cause.why().in(language));
            for (Remedy remedy : cause.remedies()) {
                all.append("\n   ").append(remedy.instruction().in(language));
                if (remedy.hasContentToCopy()) {
                    remedy.content().lines().forEach(line -> all.append("\n   ").append(SingleLine.of(line)));
                }
            }
        }
        return all.toString();
    }
}
