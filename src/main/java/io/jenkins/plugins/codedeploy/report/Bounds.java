package io.jenkins.plugins.codedeploy.report;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.util.regex.Pattern;

/** How much of a deployment a build keeps. */
final class Bounds {
    /** Of a deployment; of more, those that failed come first. */
    static final int TARGETS = 500;
    /** Failed lifecycle events with their log tails. */
    static final int FAILURES = 20;
    /** In characters; CodeDeploy gives up to 4 KB. */
    static final int LOG_TAIL = 4096;
    /** Messages, options, links; in characters. */
    static final int TEXT = 2000;
    /** Of a build; the oldest give way. */
    static final int DEPLOYMENTS = 20;
    /** Builds that are looked at for the same revision. */
    static final int EARLIER_BUILDS = 30;
    /** Earlier deployments that are named. */
    static final int EARLIER = 5;

    /** What no XML file can hold: a build that keeps it could not be saved any more. */
    private static final Pattern NOT_IN_XML =
            Pattern.compile("[^\\t\\n\\r\\x20-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]");

    private Bounds() {}

    static String cut(@CheckForNull String given, int most) {
        String text = storable(given);
        return text == null || text.length() <= most ? text : text.substring(0, most - 1) + '…';
    }

    /** Untrusted text without the characters that no XML file can hold; null for null. */
    static String storable(@CheckForNull String text) {
        return text == null ? null : NOT_IN_XML.matcher(text).replaceAll("");
    }

    /** The end of a log says more than its beginning. */
    static String tail(@CheckForNull String given) {
        String text = storable(given);
        return text == null || text.length() <= LOG_TAIL ? text : '…' + text.substring(text.length() - LOG_TAIL + 1);
    }
}
