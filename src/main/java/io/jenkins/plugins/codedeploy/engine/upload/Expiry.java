package io.jenkins.plugins.codedeploy.engine.upload;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When a lifecycle rule removes an object, as S3 says of each object that a rule applies to.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html">x-amz-expiration</a>
 */
final class Expiry {
    private static final Pattern DATE = Pattern.compile("expiry-date=\"([^\"]{1,64})\"");

    private Expiry() {}

    /** The time in a header; null if there is none. */
    @CheckForNull
    static Instant of(@CheckForNull String expiration) {
        Matcher m = DATE.matcher(expiration == null ? "" : expiration);
        if (!m.find()) {
            return null;
        }
        try {
            return ZonedDateTime.parse(m.group(1), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** Whether more than half of an object's life is over. */
    static boolean isPastHalf(@NonNull Instant written, @NonNull Instant expiry, @NonNull Instant now) {
        Duration life = Duration.between(written, expiry);
        return now.isAfter(written.plus(life.dividedBy(2)));
    }
}
