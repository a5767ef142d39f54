package io.jenkins.plugins.codedeploy.simulator.http;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A query's or form's parameters, decoded, in their order. */
public final class Query {
    private final List<Map.Entry<String, String>> parameters = new ArrayList<>();

    private Query() {}

    /** @param plusIsSpace true for a form, false for a query string as AWS reads it */
    @NonNull
    public static Query parse(@CheckForNull String raw, boolean plusIsSpace) {
        Query query = new Query();
        if (raw == null || raw.isEmpty()) {
            return query;
        }
        for (String pair : raw.split("&")) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                query.parameters.add(Map.entry(UriCode.decode(name, plusIsSpace), UriCode.decode(value, plusIsSpace)));
            }
        }
        return query;
    }

    @CheckForNull
    public String get(@NonNull String name) {
        for (Map.Entry<String, String> parameter : parameters) {
            if (parameter.getKey().equals(name)) {
                return parameter.getValue();
            }
        }
        return null;
    }

    @NonNull
    public String get(@NonNull String name, @NonNull String otherwise) {
        String value = get(name);
        return value == null ? otherwise : value;
    }

    public boolean has(@NonNull String name) {
        return get(name) != null;
    }

    @NonNull
    public List<Map.Entry<String, String>> all() {
        return List.copyOf(parameters);
    }
}
