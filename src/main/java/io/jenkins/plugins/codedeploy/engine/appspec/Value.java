package io.jenkins.plugins.codedeploy.engine.appspec;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.List;
import java.util.Map;

/**
 * A value of YAML as the instance agent's Ruby has it, with the line to name for it.
 *
 * @param line from 1; of its key where it has one
 * @param text of a scalar, as it is written; empty for others
 * @param it null, Boolean, Long, Double, {@link Symbol}, String, {@code List<Value>} or {@link Mapping}
 */
record Value(int line, @NonNull String text, @CheckForNull Object it) {
    /** What Ruby makes of a plain {@code :name}. */
    record Symbol(@NonNull String name) {}

    /**
     * @param values by key; keys that are not strings are never looked for, and stand for themselves
     * @param repeated keys that are there more than once, by line
     */
    record Mapping(
            @NonNull Map<Object, Value> values, @NonNull Map<Integer, String> repeated) {
        @CheckForNull
        Value get(@NonNull String key) {
            return values.get(key);
        }
    }

    @NonNull
    Value at(int otherLine) {
        return new Value(otherLine, text, it);
    }

    boolean isNull() {
        return it == null;
    }

    /** What Ruby takes for false in a condition. */
    boolean isFalsy() {
        return it == null || Boolean.FALSE.equals(it);
    }

    boolean isString() {
        return it instanceof String;
    }

    boolean isScalar() {
        return !(it instanceof List || it instanceof Mapping);
    }

    @CheckForNull
    Mapping mapping() {
        return it instanceof Mapping mapping ? mapping : null;
    }

    @CheckForNull
    @SuppressWarnings("unchecked")
    List<Value> list() {
        return it instanceof List ? (List<Value>) it : null;
    }

    /** As Ruby's to_s has it; a mapping or list as some text that is never blank. */
    @NonNull
    String rubyText() {
        if (it instanceof Double number && Double.compare(number, Math.rint(number)) == 0 && Math.abs(number) < 1e16) {
            return Long.toString(number.longValue()) + ".0";
        }
        return it == null ? "" : it instanceof Symbol symbol ? symbol.name() : isScalar() ? it.toString() : "[…]";
    }
}
