package io.jenkins.plugins.codedeploy.engine.appspec;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code s#[-s#][:c#[.c#](,c#[.c#])*]}.
 *
 * @see <a href="https://github.com/aws/aws-codedeploy-agent">range_info.rb</a>
 */
final class SelinuxRange {
    private static final Pattern RANGE = Pattern.compile("s(\\d+)(?:-s(\\d+))?(?::([^:].*))?");
    private static final Pattern CATEGORIES = Pattern.compile("c(\\d+)(?:\\.c(\\d+))?");
    private static final int MAX_CATEGORY = 1023;

    private SelinuxRange() {}

    static boolean isValid(@NonNull String text) {
        Matcher range = RANGE.matcher(text);
        if (!range.matches() || range.group(2) != null && number(range.group(2)) < number(range.group(1))) {
            return false;
        }
        Set<Integer> seen = new HashSet<>();
        for (String part :
                range.group(3) == null ? new String[0] : range.group(3).split(",")) {
            Matcher categories = CATEGORIES.matcher(part);
            if (!categories.matches()) {
                return false;
            }
            int low = number(categories.group(1));
            int high = categories.group(2) == null ? low : number(categories.group(2));
            if (high < low || high > MAX_CATEGORY) {
                return false;
            }
            for (int category = low; category <= high; category++) {
                if (!seen.add(category)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static int number(String digits) {
        String significant = digits.replaceFirst("^0+(?=.)", "");
        return significant.length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(significant);
    }
}
