package io.jenkins.plugins.codedeploy.simulator.instance;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The access control list of a permission, as the agent reads its entries for {@code setfacl}. */
record Acl(@NonNull List<Entry> entries) {
    private static final String PROBLEM = AppSpecReader.FAILED
            + "of a problem with the acls permission settings in the application specification file";

    /**
     * One entry.
     *
     * @param name empty for the file's own user, group, mask or others
     */
    record Entry(
            boolean isDefault,
            @NonNull String type,
            @NonNull String name,
            @NonNull String rights) {
        @Override
        public String toString() {
            return (isDefault ? "default:" : "") + type + ":" + name + ":" + rights;
        }
    }

    @NonNull
    static Acl read(@CheckForNull Object given) throws AgentFailure {
        List<Entry> entries = new ArrayList<>();
        for (Object entry : Ruby.each(given)) {
            if (!(entry instanceof String text)) {
                throw Ruby.noMethod("split", entry);
            }
            entries.add(entry(text));
        }
        return new Acl(entries);
    }

    private static Entry entry(String text) throws AgentFailure {
        List<String> parts = Arrays.asList(text.split(":", -1));
        int last = parts.size() - 1;
        if (parts.size() < 2 || parts.size() > 4) {
            throw invalid(text);
        }
        boolean isDefault = parts.size() == 4;
        if (isDefault && !isDefault(parts.get(0))) {
            throw invalid(text);
        }
        String type = null;
        if (parts.size() >= 3) {
            String word = parts.get(last - 2);
            if (isDefault(word)) {
                if (isDefault) {
                    throw invalid(text);
                }
                isDefault = true;
            } else {
                type = type(word, text);
            }
        }
        String name = parts.get(last - 1);
        String special = name.equals("m") || name.equals("mask")
                ? "mask"
                : name.equals("o") || name.equals("other") ? "other" : null;
        if (special != null) {
            name = type == null ? "" : special;
            type = type == null ? special : type;
        } else if (type == null) {
            type = "user";
        }
        if ((type.equals("mask") || type.equals("other")) && !name.isEmpty()) {
            throw invalid(text);
        }
        if (!isDefault && !type.equals("mask") && name.isEmpty()) {
            throw new AgentFailure(PROBLEM + ". Use mode to set the base acl entry (" + text
                    + "). Update the permissions section of the AppSpec file, and then try again.");
        }
        return new Entry(isDefault, type, name, rights(parts.get(last), text));
    }

    private static boolean isDefault(String word) {
        return word.equals("d") || word.equals("default");
    }

    private static String type(String word, String text) throws AgentFailure {
        return switch (word) {
            case "m", "mask" -> "mask";
            case "o", "other" -> "other";
            case "g", "group" -> "group";
            case "u", "user" -> "user";
            default -> throw invalid(text);
        };
    }

    private static String rights(String given, String text) throws AgentFailure {
        if (given.matches("[0-7]")) {
            return letters(given.charAt(0) - '0');
        }
        for (char right : given.toCharArray()) {
            if ("rwx-".indexOf(right) < 0) {
                throw new AgentFailure(AppSpecReader.FAILED + "the access control list (ACL) named " + text
                        + AppSpecReader.IN_FILE + " contains an invalid character (" + right
                        + "). Correct the ACL in the hooks section of the AppSpec file, and then try again.");
            }
        }
        return (given.contains("r") ? "r" : "-")
                + (given.contains("w") ? "w" : "-")
                + (given.contains("x") ? "x" : "-");
    }

    private static String letters(int bits) {
        return ((bits & 4) == 0 ? "-" : "r") + ((bits & 2) == 0 ? "-" : "w") + ((bits & 1) == 0 ? "-" : "x");
    }

    private static AgentFailure invalid(String entry) {
        return new AgentFailure(PROBLEM + ". Invalid acl entry (" + entry + ").");
    }

    boolean hasDefault() {
        return entries.stream().anyMatch(Entry::isDefault);
    }

    /** Fails as {@code setfacl} does for a user or group that the instance does not have. */
    void apply(@NonNull String object, int mode, @NonNull Users users) throws AgentFailure {
        for (Entry entry : entries) {
            boolean known = entry.name().isEmpty()
                    || entry.name().matches("\\d+")
                    || (entry.type().equals("group") ? users.hasGroup(entry.name()) : users.hasUser(entry.name()));
            if (!known) {
                String command = "setfacl --set " + list(mode) + " " + object;
                throw new AgentFailure(AppSpecReader.FAILED + "of a problem with the acls permission settings"
                        + AppSpecReader.IN_FILE + " for this object: " + object + ". Failed command: " + command
                        + ". Exit code: pid " + ProcessHandle.current().pid() + " exit 2");
            }
        }
    }

    private String list(int mode) {
        String group = letters(mode >> 3 & 7);
        boolean named =
                entries.stream().anyMatch(e -> !e.isDefault() && !e.name().isEmpty());
        boolean masked =
                entries.stream().anyMatch(e -> !e.isDefault() && e.type().equals("mask"));
        return entries.stream().map(Entry::toString).collect(Collectors.joining(",")) + ",user::"
                + letters(mode >> 6 & 7) + ",group::" + group + ",other::" + letters(mode & 7)
                + (named && !masked ? ",mask::" + group : "");
    }
}
