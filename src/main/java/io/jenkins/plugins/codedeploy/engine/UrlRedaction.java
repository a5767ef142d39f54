package io.jenkins.plugins.codedeploy.engine;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Keeps presigned queries out of what people read: a message of the JDK or of a proxy may quote the URL. */
public final class UrlRedaction {
    private static final Pattern QUERY = Pattern.compile("\\?[^\\s\"'<>]*+");

    private UrlRedaction() {}

    @NonNull
    public static String withoutQuery(@NonNull String text) {
        return QUERY.matcher(text)
                .replaceAll(query -> query.group().indexOf('=') < 0 ? Matcher.quoteReplacement(query.group()) : "?…");
    }
}
