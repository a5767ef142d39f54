package io.jenkins.plugins.codedeploy.simulator.http;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Headers by their names in lower case. */
public final class Headers {
    private final TreeMap<String, List<String>> values = new TreeMap<>();

    public Headers(@NonNull Map<String, List<String>> given) {
        given.forEach((name, all) -> values.put(name.toLowerCase(Locale.ROOT), List.copyOf(all)));
    }

    @CheckForNull
    public String get(@NonNull String name) {
        List<String> all = values.get(name.toLowerCase(Locale.ROOT));
        return all == null || all.isEmpty() ? null : String.join(",", all);
    }

    @NonNull
    public String get(@NonNull String name, @NonNull String otherwise) {
        String value = get(name);
        return value == null ? otherwise : value;
    }

    @NonNull
    public List<String> all(@NonNull String name) {
        return values.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
    }

    @NonNull
    public Set<String> names() {
        return values.keySet();
    }
}
