package io.jenkins.plugins.codedeploy.report;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.util.regex.Pattern;

/** What readers see of texts that may name accounts: those who may configure the job see them whole. */
public final class AccountRedaction {
    private static final Pattern ARN = Pattern.compile("arn:aws[\\w-]*:[^\\s\"'<>,;)]*");
    private static final Pattern ACCOUNT = Pattern.compile("(?<!\\d)\\d{12}(?!\\d)");

    private AccountRedaction() {}

    /** Without ARNs and account IDs; null for null. */
    public static String of(@CheckForNull String text) {
        return text == null ? null : ACCOUNT.matcher(ofLog(text)).replaceAll("••••••••••••");
    }

    /** Of a log, where twelve digits may well be a time. */
    static String ofLog(@CheckForNull String text) {
        return text == null ? null : ARN.matcher(text).replaceAll("arn:••••");
    }
}
