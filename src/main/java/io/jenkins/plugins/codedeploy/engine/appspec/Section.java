package io.jenkins.plugins.codedeploy.engine.appspec;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.ClosestMatch;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What the sections of an AppSpec have in common: lists of mappings whose keys are known. */
abstract class Section {
    private static final Set<String> ALWAYS_LISTS = Set.of("files", "permissions", "hooks");

    final Findings findings;

    Section(@NonNull Findings findings) {
        this.findings = findings;
    }

    /** Items of a list; none where Ruby takes the value for false, and none after noting that it is no list. */
    @NonNull
    final List<Value> items(@CheckForNull Value value, @NonNull String what) {
        warnOfNothing(value, what);
        if (value == null || value.isFalsy() || isEmptyMapping(value)) {
            if (value != null && isEmptyMapping(value)) {
                findings.warn(value.line(), "appspec.nothing", what, "{}");
            }
            return List.of();
        }
        List<Value> items = value.list();
        if (items == null) {
            findings.refuse(value.line(), "appspec.notList", what);
            return List.of();
        }
        return items;
    }

    /** Notes a value that agents 1.x take for nothing, and 2.x for something of the wrong kind. */
    final void warnOfNothing(@CheckForNull Value value, @NonNull String what) {
        if (value != null && value.isFalsy() && !value.text().isEmpty() && !isOptional(value, what)) {
            findings.warn(value.line(), "appspec.nothing", what, value.text());
        }
    }

    /** Whether agents 2.x, too, take null for nothing there. */
    private static boolean isOptional(Value value, String what) {
        return value.isNull() && !ALWAYS_LISTS.contains(what);
    }

    /** Null after noting that it is no mapping. */
    @CheckForNull
    final Value.Mapping mapping(@NonNull Value value, @NonNull String what) {
        Value.Mapping mapping = value.mapping();
        if (mapping == null) {
            findings.refuse(value.line(), "appspec.notMapping", what);
        }
        return mapping;
    }

    /** Notes keys that agents ignore, and those that are there twice. */
    final void keys(@NonNull Value.Mapping mapping, @NonNull Collection<String> known) {
        repeated(mapping);
        mapping.values().forEach((name, value) -> {
            if (name instanceof String key && !known.contains(key) && !key.equals("<<")) {
                String nearest = ClosestMatch.of(key, known);
                if (nearest != null && mapping.get(nearest) == null) {
                    findings.warn(value.line(), "appspec.ignoredKey.near", key, nearest);
                } else {
                    findings.warn(value.line(), "appspec.ignoredKey", key, String.join(", ", new TreeSet<>(known)));
                }
            }
        });
    }

    final void repeated(@NonNull Value.Mapping mapping) {
        mapping.repeated().forEach((line, key) -> findings.warn(line, "appspec.duplicateKey", key));
    }

    private static boolean isEmptyMapping(Value value) {
        Value.Mapping mapping = value.mapping();
        return mapping != null && mapping.values().isEmpty();
    }
}
