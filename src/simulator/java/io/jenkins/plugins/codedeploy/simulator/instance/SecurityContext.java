package io.jenkins.plugins.codedeploy.simulator.instance;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.nio.file.Files;
import java.util.TreeSet;

/**
 * The SELinux label of a permission: checked as the agent checks it, never applied.
 *
 * @param range null for none, which makes agent 1.8.1 fail when it writes its plan
 */
record SecurityContext(
        @CheckForNull Object user,
        @NonNull Object type,
        @CheckForNull Object range) {
    private static final String TOOL = "/usr/sbin/semanage";

    private static final int LAST_CATEGORY = 1023;

    @NonNull
    static SecurityContext read(@CheckForNull Object given) throws AgentFailure {
        Object type = Ruby.at(given, "type");
        if (type == null) {
            throw new AgentFailure(AppSpecReader.FAILED + "the application specification file specifies an invalid"
                    + " context type (" + Ruby.inspect(given) + "). Update the permissions section of the AppSpec file,"
                    + " and then try again.");
        }
        Object range = Ruby.at(given, "range");
        if (range != null) {
            check(range);
        }
        return new SecurityContext(Ruby.at(given, "name"), type, range);
    }

    void requireRange() throws AgentFailure {
        if (range == null) {
            throw Ruby.noMethod("get_range", null);
        }
    }

    /** The images of AWS have no {@code semanage}; an instance with a file of that name has it. */
    void apply(@NonNull String object, @NonNull Disk disk) throws AgentFailure {
        if (!Files.exists(disk.at(TOOL))) {
            String command = "semanage fcontext -a" + (user == null ? "" : " -s " + Ruby.text(user)) + " -t "
                    + Ruby.text(type) + (range == null ? "" : " -r " + Ruby.text(range)) + " " + object;
            throw new AgentFailure(AppSpecReader.FAILED + "the application specification file contains an error in the"
                    + " settings for the context parameter. Update the permissions section of the AppSpec file, and"
                    + " then try again. Failed command: " + command + ". Exit code: pid "
                    + ProcessHandle.current().pid() + " exit 127");
        }
    }

    private static void check(Object given) throws AgentFailure {
        if (!(given instanceof String range)) {
            throw Ruby.noMethod("include?", given);
        }
        String[] parts = parts(range, ":");
        String[] sensitivity = parts(parts[0], "-");
        int low = number(sensitivity[0], 's', "invalid sensitivity ");
        if (sensitivity.length == 2 && number(sensitivity[1], 's', "invalid sensitivity ") < low) {
            throw new AgentFailure(AppSpecReader.FAILED + "of a problem with the SELinux range specified (" + range
                    + ") for the context parameter in the permissions section of the application specification file."
                    + " Make corrections in the permissions section of the AppSpec file, and then try again.");
        }
        if (parts.length == 2) {
            categories(parts[1]);
        }
    }

    private static void categories(String list) throws AgentFailure {
        TreeSet<Integer> seen = new TreeSet<>();
        boolean twice = false;
        for (String part : list.split(",")) {
            String[] ends = part.contains(".") ? parts(part, ".") : new String[] {part};
            int low = category(ends[0]);
            int high = category(ends[ends.length - 1]);
            if (high < low) {
                throw new AgentFailure("invalid category range " + ends[0] + "." + ends[1]);
            }
            for (int i = low; i <= high; i++) {
                twice |= !seen.add(i);
            }
        }
        if (twice) {
            throw new AgentFailure("duplicate categories");
        }
    }

    private static int category(String text) throws AgentFailure {
        int number = number(text, 'c', "invalid category ");
        if (number > LAST_CATEGORY) {
            throw new AgentFailure("invalid category " + text);
        }
        return number;
    }

    private static int number(String text, char letter, String problem) throws AgentFailure {
        if (!text.matches(letter + "[0-9]+")) {
            throw new AgentFailure(problem + text);
        }
        return Ruby.integer(text.substring(1));
    }

    private static String[] parts(String text, String separator) throws AgentFailure {
        int at = text.indexOf(separator);
        String[] parts = at < 0
                ? new String[] {text}
                : new String[] {text.substring(0, at), text.substring(at + separator.length())};
        for (String part : parts) {
            if (part.isEmpty()) {
                throw new AgentFailure("invalid range part " + text);
            }
        }
        return parts;
    }
}
