package io.jenkins.plugins.codedeploy.simulator.instance;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One entry of an AppSpec's permissions. Owner, group, ACL and context need a machine of one's own and are left out.
 *
 * @param pattern {@code **} for everything below, else a simple glob for the names directly in the object
 * @param mode null keeps what the bundle has
 */
record Permission(
        @NonNull String object,
        @NonNull String pattern,
        @NonNull List<String> except,
        @NonNull List<String> types,
        @CheckForNull Integer mode) {

    /** @param name of a file or folder on the instance */
    boolean matches(String name) {
        String base = object.endsWith("/") ? object : object + "/";
        if (!name.startsWith(base)) {
            return false;
        }
        String relative = name.substring(base.length());
        return (pattern.equals("**") || glob(relative, pattern))
                && except.stream().noneMatch(excluded -> glob(relative, excluded));
    }

    void requireForFile() throws AgentFailure {
        if (!pattern.equals("**")) {
            throw new AgentFailure("The deployment failed because the application specification file includes an object"
                    + " (" + object + ") with an invalid pattern (" + pattern
                    + "), such as a pattern for a file applied"
                    + " to a directory. Correct the permissions section of the AppSpec file, and then try again.");
        }
        if (!except.isEmpty()) {
            throw new AgentFailure("The deployment failed because the except parameter for a pattern in the permissions"
                    + " section (" + except + ") for the object named " + object + " contains an invalid format. Update"
                    + " the AppSpec file, and then try again.");
        }
    }

    private static boolean glob(String name, String pattern) {
        String regex = Pattern.quote(pattern).replace("*", "\\E[^/]*\\Q");
        return !name.contains("/") && name.matches(regex);
    }
}
