package io.jenkins.plugins.codedeploy.simulator.s3;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When rules by age delete objects: at the midnight that follows the last day. Rules are read, not carried out.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html">Lifecycle rules</a>
 */
final class LifecycleRules {
    private static final Pattern RULE = Pattern.compile("<Rule>.*?</Rule>", Pattern.DOTALL);
    private static final Pattern DAYS = Pattern.compile("<Expiration>\\s*<Days>(\\d{1,6})</Days>");
    private static final Pattern PREFIX = Pattern.compile("<Prefix>([^<]*)</Prefix>");
    private static final Pattern ID = Pattern.compile("<ID>([^<]*)</ID>");

    private LifecycleRules() {}

    /** The header {@code x-amz-expiration} of an object; null if no rule deletes it. */
    @CheckForNull
    static String expiration(@CheckForNull String lifecycle, @NonNull StoredObject object) {
        Matcher rules = RULE.matcher(lifecycle == null ? "" : lifecycle);
        while (rules.find()) {
            String rule = rules.group();
            Matcher days = DAYS.matcher(rule);
            if (rule.contains("<Status>Enabled</Status>")
                    && days.find()
                    && object.key().startsWith(first(PREFIX, rule))) {
                Instant end = object.lastModified()
                        .plus(Long.parseLong(days.group(1)) + 1, ChronoUnit.DAYS)
                        .truncatedTo(ChronoUnit.DAYS);
                return "expiry-date=\"" + DateTimeFormatter.RFC_1123_DATE_TIME.format(end.atZone(ZoneOffset.UTC))
                        + "\", rule-id=\"" + first(ID, rule) + "\"";
            }
        }
        return null;
    }

    private static String first(Pattern pattern, String rule) {
        Matcher m = pattern.matcher(rule);
        return m.find() ? m.group(1) : "";
    }
}
