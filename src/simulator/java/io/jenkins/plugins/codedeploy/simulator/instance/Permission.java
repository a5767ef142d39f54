package io.jenkins.plugins.codedeploy.simulator.instance;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * One entry of an AppSpec's permissions. Values that the agent looks at only when it applies them keep their type.
 *
 * @param pattern {@code **} for everything below, else a simple glob for the names directly in the object
 * @param mode as four octal digits at most; null keeps what the bundle has
 */
record Permission(
        @NonNull String object,
        @NonNull Object pattern,
        @NonNull List<Object> except,
        @NonNull List<?> types,
        @CheckForNull Object owner,
        @CheckForNull Object group,
        @CheckForNull String mode,
        @CheckForNull Acl acl,
        @CheckForNull SecurityContext context) {
    private static final List<String> TYPES = List.of("file", "directory");
    private static final String ALL = "**";

    @NonNull
    static Permission read(@NonNull Map<?, ?> given) throws AgentFailure {
        if (given.get("object") == null) {
            throw withoutObject();
        }
        Object pattern = given.get("pattern");
        List<Object> except =
                Ruby.isFalsy(given.get("except")) ? List.of() : new ArrayList<>(Ruby.each(given.get("except")));
        List<?> types = types(given.get("type"));
        String mode = mode(given.get("mode"));
        Acl acl = given.get("acls") == null ? null : Acl.read(given.get("acls"));
        SecurityContext context = given.get("context") == null ? null : SecurityContext.read(given.get("context"));
        String object = Ruby.text(given.get("object")).strip();
        if (object.isEmpty()) {
            throw withoutObject();
        }
        return new Permission(
                object,
                pattern == null || Ruby.isFalsy(pattern) ? ALL : pattern,
                except,
                types,
                given.get("owner"),
                given.get("group"),
                mode,
                acl,
                context);
    }

    private static AgentFailure withoutObject() {
        return new AgentFailure(AppSpecReader.FAILED + "a permission listed" + AppSpecReader.IN_FILE
                + " has no object value. Update the permissions section of the AppSpec file, and then try again.");
    }

    private static List<?> types(@CheckForNull Object given) throws AgentFailure {
        List<?> types = Ruby.isFalsy(given) ? TYPES : Ruby.each(given);
        for (Object type : types) {
            if (!(type instanceof String name) || !TYPES.contains(name)) {
                throw new AgentFailure(AppSpecReader.FAILED + "the application specification filespecifies a permission"
                        + " for an object type not supported for permissions (" + Ruby.text(type) + "). Update the"
                        + " permissions section of the AppSpec file, and then try again.");
            }
        }
        return types;
    }

    @CheckForNull
    private static String mode(@CheckForNull Object given) throws AgentFailure {
        if (given == null) {
            return null;
        }
        String mode = Ruby.text(given);
        mode = "0".repeat(Math.max(0, 3 - mode.length())) + mode;
        if (mode.length() > 4) {
            throw new AgentFailure(AppSpecReader.FAILED + "the length of a permissions mode (" + mode + ")"
                    + AppSpecReader.IN_FILE + " is invalid. Permissions modes must be between one and four characters"
                    + " long. Update the permissions section of the AppSpec file, and then try again.");
        }
        for (char digit : mode.toCharArray()) {
            if (digit < '0' || digit > '7') {
                throw new AgentFailure(AppSpecReader.FAILED + "the permissions mode (" + mode + ")"
                        + AppSpecReader.IN_FILE + " contains an invalid character (" + digit + "). Update the"
                        + " permissions section of the AppSpec file, and then try again.");
            }
        }
        return mode;
    }

    boolean meansFiles() {
        return types.contains("file");
    }

    boolean meansFolders() {
        return types.contains("directory");
    }

    /** @param name of a file or folder on the instance */
    boolean matches(@NonNull String name) throws AgentFailure {
        String base = Disk.expanded(object);
        base = base.endsWith("/") ? base : base + "/";
        if (!name.startsWith(base)) {
            return false;
        }
        String relative = name.substring(base.length());
        if (!pattern.equals(ALL) && !glob(relative, pattern)) {
            return false;
        }
        for (Object excluded : except) {
            if (glob(relative, excluded)) {
                return false;
            }
        }
        return true;
    }

    /** Where the object is a file itself. */
    void requireForFile() throws AgentFailure {
        if (!pattern.equals(ALL)) {
            throw new AgentFailure(AppSpecReader.FAILED + "the application specification file includes an object"
                    + " (" + object + ") with an invalid pattern (" + Ruby.text(pattern)
                    + "), such as a pattern for a file applied"
                    + " to a directory. Correct the permissions section of the AppSpec file, and then try again.");
        }
        if (!except.isEmpty()) {
            throw new AgentFailure(AppSpecReader.FAILED + "the except parameter for a pattern in the permissions"
                    + " section (" + Ruby.inspect(except) + ") for the object named " + object
                    + " contains an invalid format. Update the AppSpec file, and then try again.");
        }
    }

    void requireAclForFile() throws AgentFailure {
        if (acl != null && acl.hasDefault()) {
            throw new AgentFailure(AppSpecReader.FAILED + "the -d parameter has been specified to apply an acl setting"
                    + " to a file. This parameter is supported for directories only. Update the AppSpec file, and then"
                    + " try again.");
        }
    }

    private static boolean glob(String name, Object pattern) throws AgentFailure {
        if (name.contains("/")) {
            return false;
        }
        if (!(pattern instanceof String text)) {
            throw Ruby.noMethod("chars", pattern);
        }
        return Pattern.compile(Pattern.quote(text).replace("*", "\\E.*\\Q"), Pattern.DOTALL)
                .matcher(name)
                .matches();
    }
}
