package io.jenkins.plugins.codedeploy.simulator.iam;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * A pattern with {@code *}, {@code ?} and policy variables.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html">Policy variables</a>
 */
final class Glob {
    private final String text;
    private final boolean ignoreCase;

    /** Null where variables make it another for each call. */
    @CheckForNull
    private final Pattern fixed;

    Glob(String text, boolean ignoreCase) {
        this.text = text;
        this.ignoreCase = ignoreCase;
        fixed = text.contains("${") ? null : compile(name -> null);
    }

    /** @param variables answers null for an unknown one, which matches nothing */
    boolean matches(String value, Function<String, String> variables) {
        Pattern pattern = fixed != null ? fixed : compile(variables);
        return pattern != null && pattern.matcher(value).matches();
    }

    /** The text with its variables in place; null where one is unknown. */
    @CheckForNull
    static String substitute(String text, Function<String, String> variables) {
        StringBuilder out = new StringBuilder();
        int i = 0;
        while (i < text.length()) {
            int end = text.startsWith("${", i) ? text.indexOf('}', i) : -1;
            if (end < 0) {
                out.append(text.charAt(i++));
            } else {
                String value = variable(text.substring(i + 2, end), variables);
                if (value == null) {
                    return null;
                }
                out.append(value);
                i = end + 1;
            }
        }
        return out.toString();
    }

    @CheckForNull
    private Pattern compile(Function<String, String> variables) {
        StringBuilder regex = new StringBuilder();
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            int end = text.startsWith("${", i) ? text.indexOf('}', i) : -1;
            if (end >= 0) {
                String value = variable(text.substring(i + 2, end), variables);
                if (value == null) {
                    return null;
                }
                regex.append(Pattern.quote(value));
                i = end + 1;
            } else {
                regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
                i++;
            }
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL | (ignoreCase ? Pattern.CASE_INSENSITIVE : 0));
    }

    @CheckForNull
    private static String variable(String name, Function<String, String> variables) {
        if (name.equals("*") || name.equals("?") || name.equals("$")) {
            return name;
        }
        int standIn = name.indexOf(',');
        String value = variables.apply((standIn < 0 ? name : name.substring(0, standIn)).strip());
        if (value == null && standIn >= 0) {
            return name.substring(standIn + 1).strip().replaceAll("^'|'$", "");
        }
        return value;
    }

    @Override
    public String toString() {
        return text;
    }
}
