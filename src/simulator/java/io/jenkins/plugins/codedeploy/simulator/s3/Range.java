package io.jenkins.plugins.codedeploy.simulator.s3;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.codedeploy.simulator.http.AwsError;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One range of bytes. */
record Range(long offset, long count) {
    private static final Pattern FORM = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    /** Null where there is none, or none that S3 heeds. */
    @CheckForNull
    static Range parse(@CheckForNull String header, long size) throws AwsError {
        Matcher m = FORM.matcher(header == null ? "" : header);
        if (!m.matches() || m.group(1).isEmpty() && m.group(2).isEmpty()) {
            return null;
        }
        long first;
        long last = size - 1;
        if (m.group(1).isEmpty()) {
            first = Math.max(0, size - Long.parseLong(m.group(2)));
        } else {
            first = Long.parseLong(m.group(1));
            if (!m.group(2).isEmpty()) {
                if (Long.parseLong(m.group(2)) < first) {
                    return null;
                }
                last = Math.min(last, Long.parseLong(m.group(2)));
            }
        }
        if (first > last) {
            throw new AwsError(416, "InvalidRange", "The requested range is not satisfiable")
                    .header("Content-Range", "bytes */" + size)
                    .detail("RangeRequested", String.valueOf(header))
                    .detail("ActualObjectSize", Long.toString(size));
        }
        return new Range(first, last - first + 1);
    }
}
