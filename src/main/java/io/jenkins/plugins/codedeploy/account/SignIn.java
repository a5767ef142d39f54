package io.jenkins.plugins.codedeploy.account;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * How a person enters the target account's console. The role that deploys is of no use there: the console cannot give
 * an external id.
 *
 * @param partition of the account
 * @param portal address of the organisation's access portal; null where people switch roles in the console
 * @param role that people take: a role's name, or with a portal a permission set's
 * @param sessionName shown by the console beside the account; null for none
 * @see <a href="https://docs.aws.amazon.com/singlesignon/latest/userguide/createshortcutlink.html">Shortcut links</a>
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_switch-role-console.html">Switching roles</a>
 */
public record SignIn(
        @NonNull String partition,
        @NonNull String accountId,
        @CheckForNull String portal,
        @NonNull String role,
        @CheckForNull String sessionName) {

    /** @param destination the page that is wanted; switching roles leads to the console's home all the same */
    @NonNull
    public String link(@NonNull String destination) {
        if (portal != null) {
            return portal.replaceFirst("(?<!/)/+$", "") + "/#/console?account_id=" + accountId + "&role_name="
                    + encoded(role) + "&destination=" + encoded(destination);
        }
        String host =
                switch (partition) {
                    case "aws-cn" -> "signin.amazonaws.cn";
                    case "aws-us-gov" -> "signin.amazonaws-us-gov.com";
                    default -> "signin.aws.amazon.com";
                };
        return "https://" + host + "/switchrole?account=" + accountId + "&roleName=" + encoded(role)
                + (sessionName == null ? "" : "&displayName=" + encoded(sessionName));
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
