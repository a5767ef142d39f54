package io.jenkins.plugins.codedeploy.engine;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Why something failed, and what fixes it.
 *
 * @param step of AWS's guide; null for a failure that the setup is not to blame for
 * @param causes the likeliest first; empty where only the step is known
 */
public record Guidance(
        @CheckForNull GuideStep step, @NonNull List<Cause> causes) implements Serializable {
    public Guidance {
        causes = List.copyOf(causes);
    }

    /**
     * @param remedies all of which fix this cause together; empty where only a person can know. Those with a placeholder
     *     for a value that is not known are left out, or replaced by what gives the value.
     */
    public record Cause(@NonNull Text why, @NonNull List<Remedy> remedies) implements Serializable {
        public Cause {
            remedies = remedies.stream()
                    .map(Remedy::withoutPlaceholders)
                    .flatMap(Optional::stream)
                    .distinct()
                    .toList();
        }
    }

    @NonNull
    public static Guidance of(@NonNull GuideStep step, Cause... causes) {
        return new Guidance(step, List.of(causes));
    }

    /** For a failure that the setup is not to blame for. */
    @NonNull
    public static Guidance ofCauses(Cause... causes) {
        return new Guidance(null, List.of(causes));
    }

    @NonNull
    public static Cause cause(@NonNull Text why, Remedy... remedies) {
        return new Cause(why, List.of(remedies));
    }

    @NonNull
    public String in(Locale locale) {
        return in(Language.of(locale));
    }

    /** Several lines, JSON among them; the first names the step, where there is one. Blank where nothing is known. */
    @NonNull
    public String in(Language language) {
        StringBuilder all = new StringBuilder();
        if (step != null) {
            all.append(Text.of("engine.guidance", step.number(), step.title().in(language))
                    .in(language));
        }
        int number = 0;
        for (Cause cause : causes) {
            all.append(all.isEmpty() ? "" : "\n");
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
