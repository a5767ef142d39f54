package io.jenkins.plugins.codedeploy.engine.diagnosis;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.facts.Arns;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What AWS tells of a refusal; across accounts it tells little or nothing.
 *
 * @param principal ARN of the user or role that was refused; null where it is not told
 * @param action as IAM spells it; null where it is not told
 * @param resource ARN or name; null where it is not told
 * @param explicit a statement denies it: granting more does not help
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html">Access denied messages</a>
 */
public record Denial(
        @CheckForNull String principal,
        @CheckForNull String action,
        @CheckForNull String resource,
        @NonNull By by,
        boolean explicit) {
    /** Which kind of policy decided. */
    public enum By {
        IDENTITY,
        RESOURCE,
        BOUNDARY,
        SESSION,
        /** Service and resource control policies. */
        ORGANIZATION,
        ENDPOINT,
        UNSAID
    }

    private static final Pattern PRINCIPAL = Pattern.compile(
            "\\bUser: (arn:aws[a-z-]*:(?:iam|sts)::\\d{12}:(?:user|role|assumed-role)/[\\w+=,.@/-]{1,576}) ");
    private static final Pattern ACTION =
            Pattern.compile("(?:not authorized to perform: |to perform the )([a-z0-9-]{1,40}:[A-Za-z]{1,80})");
    private static final Pattern RESOURCE =
            Pattern.compile("on resource: \"?(arn:aws[a-z-]*:[\\w./:+=,@*-]{1,1200}?)\"?(?:\\s|$)");
    private static final Pattern REASON = Pattern.compile(
            "(because no|with an explicit deny in an?) (identity-based|resource-based|permissions boundar|session"
                    + "|service control|resource control|vpc endpoint)");

    @NonNull
    public static Denial read(@CheckForNull String message) {
        String said = message == null ? "" : message;
        String principal = group(PRINCIPAL, said);
        Matcher reason = REASON.matcher(said.toLowerCase(Locale.ROOT));
        boolean told = reason.find();
        return new Denial(
                principal == null ? null : Arns.principal(principal),
                group(ACTION, said),
                group(RESOURCE, said),
                told ? by(reason.group(2)) : By.UNSAID,
                told && reason.group(1).startsWith("with"));
    }

    /** Nothing but that it was refused, as S3 answers across accounts. */
    public boolean isBare() {
        return principal == null && action == null && by == By.UNSAID;
    }

    private static By by(String kind) {
        return switch (kind) {
            case "identity-based" -> By.IDENTITY;
            case "resource-based" -> By.RESOURCE;
            case "permissions boundar" -> By.BOUNDARY;
            case "session" -> By.SESSION;
            case "vpc endpoint" -> By.ENDPOINT;
            default -> By.ORGANIZATION;
        };
    }

    @CheckForNull
    private static String group(Pattern pattern, String said) {
        Matcher m = pattern.matcher(said);
        return m.find() ? m.group(1) : null;
    }
}
