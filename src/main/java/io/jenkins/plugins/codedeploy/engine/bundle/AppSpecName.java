package io.jenkins.plugins.codedeploy.engine.bundle;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Set;

/** Names that an AppSpec has at the root of a source. Instances that run Linux find appspec.yml alone. */
final class AppSpecName {
    static final String YML = "appspec.yml";
    private static final String YAML = "appspec.yaml";

    private AppSpecName() {}

    static boolean isOne(@NonNull String name) {
        return Set.of(YML, YAML).contains(name.toLowerCase(Locale.ROOT));
    }

    /** The first of appspec.yml, appspec.yaml and those that differ from them in case; null where there is none. */
    @CheckForNull
    static String best(@NonNull Collection<String> names) {
        return names.stream()
                .filter(AppSpecName::isOne)
                .min(Comparator.comparingInt(AppSpecName::rank).thenComparing(Comparator.naturalOrder()))
                .orElse(null);
    }

    static boolean isBetter(@NonNull String name, @NonNull String than) {
        return rank(name) < rank(than);
    }

    private static int rank(String name) {
        boolean exact = name.equals(name.toLowerCase(Locale.ROOT));
        return (exact ? 0 : 2) + (name.toLowerCase(Locale.ROOT).equals(YML) ? 0 : 1);
    }
}
