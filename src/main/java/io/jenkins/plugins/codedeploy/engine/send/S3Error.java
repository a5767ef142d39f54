package io.jenkins.plugins.codedeploy.engine.send;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.codedeploy.engine.UrlRedaction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What S3 says of a failure. Read by pattern and not by an XML parser: the text comes from the network, and three flat
 * elements are wanted of it.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html">Error responses</a>
 */
record S3Error(
        @CheckForNull String code,
        @CheckForNull String message,
        @CheckForNull String requestId) {
    private static final Pattern CODE = Pattern.compile("<Code>([\\w.]{1,100})</Code>");
    private static final Pattern MESSAGE = Pattern.compile("<Message>([^<]{1,1000})");
    private static final Pattern REQUEST_ID = Pattern.compile("<RequestId>([\\w+/=-]{1,200})</RequestId>");
    private static final Pattern CONTROLS = Pattern.compile("\\p{Cntrl}+");

    static S3Error parse(String body) {
        String message = first(MESSAGE, body);
        return new S3Error(first(CODE, body), message == null ? null : plain(message), first(REQUEST_ID, body));
    }

    @CheckForNull
    private static String first(Pattern pattern, String body) {
        Matcher m = pattern.matcher(body);
        return m.find() ? m.group(1) : null;
    }

    private static String plain(String text) {
        String unescaped = text.replace("&quot;", "\"")
                .replace("&apos;", "'")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&");
        return UrlRedaction.withoutQuery(CONTROLS.matcher(unescaped).replaceAll(" "));
    }
}
