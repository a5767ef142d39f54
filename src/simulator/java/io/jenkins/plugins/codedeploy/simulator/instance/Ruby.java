package io.jenkins.plugins.codedeploy.simulator.instance;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Values as the agent's language treats and shows them, since its own errors reach the user in its words. */
final class Ruby {
    private static final Pattern INTEGER = Pattern.compile("^\\s*([-+]?\\d(?:_?\\d)*)");

    private Ruby() {}

    /** {@code to_s}. */
    @NonNull
    static String text(@CheckForNull Object value) {
        if (value == null) {
            return "";
        }
        if (value instanceof Double number && number.isInfinite()) {
            return number > 0 ? "Infinity" : "-Infinity";
        }
        return value instanceof List<?> || value instanceof Map<?, ?> ? inspect(value) : value.toString();
    }

    /** {@code inspect}. */
    @NonNull
    static String inspect(@CheckForNull Object value) {
        if (value == null) {
            return "nil";
        }
        if (value instanceof String text) {
            return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
        }
        if (value instanceof YamlScalar.Symbol symbol) {
            return ":" + symbol.name();
        }
        if (value instanceof List<?> list) {
            return list.stream().map(Ruby::inspect).collect(Collectors.joining(", ", "[", "]"));
        }
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(e -> inspect(e.getKey()) + "=>" + inspect(e.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        return text(value);
    }

    /** The class, as error messages name it. */
    @NonNull
    static String type(@CheckForNull Object value) {
        if (value == null) {
            return "NilClass";
        }
        if (value instanceof Boolean flag) {
            return flag ? "TrueClass" : "FalseClass";
        }
        return value instanceof Map<?, ?>
                ? "Hash"
                : value instanceof List<?>
                        ? "Array"
                        : value instanceof BigInteger
                                ? "Integer"
                                : value instanceof Double
                                        ? "Float"
                                        : value instanceof YamlScalar.Symbol ? "Symbol" : "String";
    }

    @NonNull
    static AgentFailure noMethod(@NonNull String method, @CheckForNull Object receiver) {
        String name = receiver == null ? "nil" : inspect(receiver);
        return new AgentFailure("undefined method `" + method + "' for " + name + ":" + type(receiver));
    }

    @NonNull
    static AgentFailure noConversion(@CheckForNull Object value, @NonNull String into) {
        String name = value == null ? "nil" : value instanceof Boolean ? value.toString() : type(value);
        return new AgentFailure("no implicit conversion of " + name + " into " + into);
    }

    /** {@code value[key]}, which texts and lists have too. */
    @CheckForNull
    static Object at(@CheckForNull Object value, @NonNull String key) throws AgentFailure {
        if (value instanceof Map<?, ?> map) {
            return map.get(key);
        }
        if (value instanceof String text) {
            return text.contains(key) ? key : null;
        }
        if (value instanceof List<?> || value instanceof BigInteger) {
            throw noConversion(key, "Integer");
        }
        throw noMethod("[]", value);
    }

    /** {@code each}: a map yields pairs. */
    @NonNull
    static List<?> each(@CheckForNull Object value) throws AgentFailure {
        if (value instanceof List<?> list) {
            return list;
        }
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(e -> pair(e.getKey(), e.getValue()))
                    .toList();
        }
        throw noMethod("each", value);
    }

    private static List<Object> pair(@CheckForNull Object key, @CheckForNull Object value) {
        return java.util.Arrays.asList(key, value);
    }

    /** Whether {@code value || other} takes the other one. */
    static boolean isFalsy(@CheckForNull Object value) {
        return value == null || Boolean.FALSE.equals(value);
    }

    /** {@code to_i}, cut to what a Java int holds. */
    static int integer(@CheckForNull Object value) throws AgentFailure {
        if (value instanceof BigInteger number) {
            return clamped(number);
        }
        if (value instanceof Double number) {
            if (number.isInfinite() || number.isNaN()) {
                throw new AgentFailure(number.isNaN() ? "NaN" : text(number));
            }
            return number.intValue();
        }
        if (value instanceof String text) {
            Matcher digits = INTEGER.matcher(text);
            return digits.find() ? clamped(new BigInteger(digits.group(1).replace("_", ""))) : 0;
        }
        throw noMethod("to_i", value);
    }

    private static int clamped(BigInteger number) {
        return number.max(BigInteger.valueOf(Integer.MIN_VALUE))
                .min(BigInteger.valueOf(Integer.MAX_VALUE))
                .intValue();
    }
}
