package io.jenkins.plugins.codedeploy.simulator.instance;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Locale;
import java.util.regex.Pattern;

/** What Ruby's YAML library makes of a scalar that is not quoted. */
final class YamlScalar {
    private static final Pattern TIME = Pattern.compile("-?\\d{4}-\\d{1,2}-\\d{1,2}(?:[Tt]|\\s+)\\d{1,2}:\\d\\d:\\d\\d"
            + "(?:\\.\\d*)?(?:\\s*(?:Z|[-+]\\d{1,2}:?(?:\\d\\d)?))?");
    private static final Pattern DATE = Pattern.compile("\\d{4}-(?:1[012]|0\\d|\\d)-(?:[12]\\d|3[01]|0\\d|\\d)");
    private static final Pattern SIXTIES = Pattern.compile("[-+]?[0-9][0-9_]*(:[0-5]?[0-9]){1,2}(\\.[0-9_]*)?");
    private static final Pattern FLOAT = Pattern.compile("[-+]?([0-9][0-9_,]*)?\\.[0-9]*([eE][-+][0-9]+)?");
    private static final Pattern INTEGER = Pattern.compile(
            "[-+]?0b[0-1_,]+|[-+]?0[0-7_,]+|[-+]?(?:0|[1-9](?:[0-9]|,[0-9]|_[0-9])*)|[-+]?0x[0-9a-fA-F_,]+");

    private YamlScalar() {}

    /** A Ruby symbol, which is not equal to the string of the same letters. */
    record Symbol(@NonNull String name) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** @throws AgentFailure for dates and times, which the agent's reader does not load */
    @CheckForNull
    static Object value(@NonNull String text) throws AgentFailure {
        String lower = text.toLowerCase(Locale.ROOT);
        if (text.isEmpty() || text.equals("~") || lower.equals("null")) {
            return null;
        }
        if (lower.matches("yes|true|on")) {
            return true;
        }
        if (lower.matches("no|false|off")) {
            return false;
        }
        if (TIME.matcher(text).matches()) {
            throw disallowed("Time");
        }
        if (DATE.matcher(text).matches() && isDate(text)) {
            throw disallowed("Date");
        }
        if (text.length() > 1 && text.charAt(0) == ':' && text.indexOf('\n') < 0) {
            return new Symbol(text.replaceFirst("^:([\"'])(.*)\\1$", ":$2").substring(1));
        }
        return number(text, lower);
    }

    private static Object number(String text, String lower) {
        if (lower.matches("[-+]?\\.inf")) {
            return lower.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        if (lower.equals(".nan")) {
            return Double.NaN;
        }
        if (SIXTIES.matcher(text).matches()) {
            return sixties(text);
        }
        if (FLOAT.matcher(text).matches()) {
            return text.matches("[-+]?\\.") || lower.matches("[-+]?\\.e.*")
                    ? text
                    : (Object) Double.valueOf(text.replaceAll("[,_]", ""));
        }
        return INTEGER.matcher(text).matches() ? integer(text.replaceAll("[,_]", "")) : text;
    }

    private static Object integer(String text) {
        boolean negative = text.startsWith("-");
        String digits = text.replaceFirst("^[-+]", "");
        int radix = digits.startsWith("0x") ? 16 : digits.startsWith("0b") ? 2 : digits.matches("0.+") ? 8 : 10;
        String bare = radix == 16 || radix == 2 ? digits.substring(2) : digits;
        try {
            BigInteger value = new BigInteger(bare, radix);
            return negative ? value.negate() : value;
        } catch (NumberFormatException e) {
            return text;
        }
    }

    private static Object sixties(String text) {
        double sum = 0;
        String[] parts = text.split(":");
        for (int i = 0; i < parts.length; i++) {
            sum += Double.parseDouble(parts[i].replace("_", "")) * Math.pow(60, Math.abs(i - 2));
        }
        return text.contains(".") ? (Object) sum : BigInteger.valueOf((long) sum);
    }

    private static boolean isDate(String text) {
        String[] parts = text.split("-");
        try {
            return LocalDate.of(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2]))
                            .getYear()
                    >= 0;
        } catch (DateTimeException e) {
            return false;
        }
    }

    @NonNull
    static AgentFailure disallowed(@NonNull String type) {
        return new AgentFailure("Tried to load unspecified class: " + type);
    }
}
