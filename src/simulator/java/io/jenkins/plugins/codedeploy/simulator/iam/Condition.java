package io.jenkins.plugins.codedeploy.simulator.iam;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

/**
 * One key of a condition block.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html">Operators</a>
 */
final class Condition {
    private static final Set<String> OPERATORS = Set.of(
            "stringequals",
            "stringnotequals",
            "stringequalsignorecase",
            "stringnotequalsignorecase",
            "stringlike",
            "stringnotlike",
            "arnequals",
            "arnlike",
            "arnnotequals",
            "arnnotlike",
            "ipaddress",
            "notipaddress",
            "bool",
            "null",
            "numericequals",
            "numericnotequals",
            "numericlessthan",
            "numericlessthanequals",
            "numericgreaterthan",
            "numericgreaterthanequals",
            "dateequals",
            "datenotequals",
            "datelessthan",
            "datelessthanequals",
            "dategreaterthan",
            "dategreaterthanequals");

    private enum Many {
        NONE,
        ALL,
        ANY
    }

    private final String operator;
    private final Many many;
    private final boolean ifExists;
    private final String key;
    private final List<String> values;

    /** @throws IllegalArgumentException for an operator that is not evaluated here: it must not silently allow */
    Condition(String written, String key, List<String> values) {
        String rest = written.toLowerCase(Locale.ROOT);
        Many quantifier = Many.NONE;
        if (rest.startsWith("forallvalues:")) {
            quantifier = Many.ALL;
            rest = rest.substring("forallvalues:".length());
        } else if (rest.startsWith("foranyvalue:")) {
            quantifier = Many.ANY;
            rest = rest.substring("foranyvalue:".length());
        }
        ifExists = rest.endsWith("ifexists");
        operator = ifExists ? rest.substring(0, rest.length() - "ifexists".length()) : rest;
        if (!OPERATORS.contains(operator) || ifExists && operator.equals("null")) {
            throw new IllegalArgumentException("Invalid Condition type : " + written);
        }
        if (operator.endsWith("ipaddress")) {
            // Refused when it is written, not when it is asked.
            values.stream().filter(value -> !value.contains("$")).forEach(AddressRange::new);
        }
        many = quantifier;
        this.key = key;
        this.values = List.copyOf(values);
    }

    boolean holds(Context context) {
        List<String> actual = context.get(key);
        if (operator.equals("null")) {
            return Boolean.parseBoolean(values.get(0)) == (actual == null);
        }
        if (actual == null || actual.isEmpty()) {
            return ifExists || many == Many.ALL || many == Many.NONE && negated();
        }
        Function<String, String> variables = context::variable;
        return many == Many.ALL
                ? actual.stream().allMatch(value -> one(value, variables))
                : actual.stream().anyMatch(value -> one(value, variables));
    }

    private boolean negated() {
        return operator.contains("not");
    }

    private boolean one(String actual, Function<String, String> variables) {
        boolean any = values.stream().anyMatch(expected -> positive(expected, actual, variables));
        return negated() != any;
    }

    private boolean positive(String expected, String actual, Function<String, String> variables) {
        String plain = operator.replace("not", "");
        if (plain.endsWith("like") || plain.startsWith("arn")) {
            return new Glob(expected, false).matches(actual, variables);
        }
        String value = Glob.substitute(expected, variables);
        if (value == null) {
            return false;
        }
        return switch (plain) {
            case "ipaddress" -> new AddressRange(value).contains(actual);
            case "stringequals" -> value.equals(actual);
            case "stringequalsignorecase", "bool" -> value.equalsIgnoreCase(actual);
            default -> ordered(plain, value, actual);
        };
    }

    private static boolean ordered(String operator, String expected, String actual) {
        try {
            boolean date = operator.startsWith("date");
            int order = date
                    ? instant(actual).compareTo(instant(expected))
                    : new BigDecimal(actual).compareTo(new BigDecimal(expected));
            return switch (operator.substring(date ? "date".length() : "numeric".length())) {
                case "equals" -> order == 0;
                case "lessthan" -> order < 0;
                case "lessthanequals" -> order <= 0;
                case "greaterthan" -> order > 0;
                default -> order >= 0;
            };
        } catch (NumberFormatException | DateTimeException e) {
            return false;
        }
    }

    private static Instant instant(String text) {
        return text.matches("\\d+") ? Instant.ofEpochSecond(Long.parseLong(text)) : Instant.parse(text);
    }
}
