package io.jenkins.plugins.codedeploy.engine.appspec;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What Ruby's Psych makes of a plain scalar.
 *
 * @see <a href="https://github.com/ruby/psych">scalar_scanner.rb</a>
 */
final class RubyScalar {
    private static final Pattern TIME = Pattern.compile("-?\\d{4}-\\d{1,2}-\\d{1,2}(?:[Tt]|\\s+)\\d{1,2}:\\d\\d:\\d\\d"
            + "(?:\\.\\d*)?(?:\\s*(?:Z|[-+]\\d{1,2}:?(?:\\d\\d)?))?");
    private static final Pattern DATE = Pattern.compile("\\d{4}-(?:1[012]|0\\d|\\d)-(?:[12]\\d|3[01]|0\\d|\\d)");
    private static final Pattern BASE_60 = Pattern.compile("[-+]?[0-9][0-9_]*(?::[0-5]?[0-9]){1,2}(\\.[0-9_]*)?");
    private static final Pattern FLOAT = Pattern.compile("[-+]?([0-9][0-9_,]*)?\\.[0-9]*([eE][-+][0-9]+)?");
    private static final Pattern INTEGER =
            Pattern.compile("([-+]?)(?:0b([01_,]+)|0([0-7_,]+)|(0|[1-9](?:[,_]?[0-9])*+)|0x([0-9a-fA-F_,]+))");

    /** A number with more of them is beyond every double, whatever its base; to read it takes the square of the time. */
    private static final int MOST_DIGITS = Double.MAX_EXPONENT + 1;

    /** A date or a time, which Ruby 3.1 and newer refuse to make of an AppSpec. */
    enum Refused {
        DATE
    }

    private RubyScalar() {}

    /** Null, Boolean, Long, Double, {@link Value.Symbol}, String or {@link Refused}. */
    @CheckForNull
    static Object of(@NonNull String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        switch (lower) {
            case "", "~", "null" -> {
                return null;
            }
            case "yes", "true", "on" -> {
                return true;
            }
            case "no", "false", "off" -> {
                return false;
            }
            case ".inf", "+.inf" -> {
                return Double.POSITIVE_INFINITY;
            }
            case "-.inf" -> {
                return Double.NEGATIVE_INFINITY;
            }
            case ".nan" -> {
                return Double.NaN;
            }
            default -> {
                return other(text);
            }
        }
    }

    private static Object other(String text) {
        if (TIME.matcher(text).matches() || DATE.matcher(text).matches()) {
            return Refused.DATE;
        }
        if (text.length() > 1 && text.charAt(0) == ':') {
            String name = text.substring(1);
            boolean quoted = name.matches("\"[^\"]*\"|'[^']*'");
            return new Value.Symbol(quoted ? name.substring(1, name.length() - 1) : name);
        }
        if (BASE_60.matcher(text).matches()) {
            return base60(text);
        }
        if (FLOAT.matcher(text).matches()) {
            return real(text);
        }
        return integer(text);
    }

    private static Object base60(String text) {
        String[] parts = text.replace("_", "").split(":");
        double sum = 0;
        for (int i = 0; i < parts.length; i++) {
            sum += Double.parseDouble(parts[i]) * Math.pow(60, Math.abs(i - 2));
        }
        return text.contains(".") ? (Object) sum : (Object) (long) sum;
    }

    private static Object real(String text) {
        if (text.matches("[-+]?\\.")) {
            return text;
        }
        try {
            return Double.valueOf(text.replaceAll("[,_]", "").replaceAll("\\.([eE]|$)", "$1"));
        } catch (NumberFormatException e) {
            return text;
        }
    }

    private static Object integer(String text) {
        var matcher = INTEGER.matcher(text);
        if (!matcher.matches()) {
            return text;
        }
        int[] bases = {2, 8, 10, 16};
        for (int i = 0; i < bases.length; i++) {
            String digits = matcher.group(i + 2);
            if (digits != null) {
                String clean = digits.replaceAll("[,_]", "");
                if (clean.isEmpty()) {
                    return bases[i] == 8 ? (Object) 0L : text;
                }
                String sign = matcher.group(1).replace("+", "");
                String significant = clean.replaceFirst("^0+(?=.)", "");
                if (significant.length() > MOST_DIGITS) {
                    return sign.isEmpty() ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
                }
                BigInteger number = new BigInteger(sign + significant, bases[i]);
                return number.bitLength() < Long.SIZE ? (Object) number.longValue() : number.doubleValue();
            }
        }
        return text;
    }
}
