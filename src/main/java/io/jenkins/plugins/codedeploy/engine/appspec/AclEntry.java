package io.jenkins.plugins.codedeploy.engine.appspec;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.List;

/**
 * What an entry of acls is to the instance agent: {@code [default:][user|group|mask|other]:[name]:permissions}.
 *
 * @see <a href="https://github.com/aws/aws-codedeploy-agent">ace_info.rb</a>
 */
enum AclEntry {
    /** An entry for a named user or group, or a mask. */
    NAMED,
    /** For what is made in a folder later; files can have none. */
    DEFAULT,
    /** For the owner or the owning group, which mode is for. */
    BASE,
    /** For others, which mode is for: agents 2.x take it. */
    OTHER,
    INVALID;

    @NonNull
    static AclEntry of(@NonNull String text) {
        List<String> parts = List.of(text.split(":", -1));
        int count = parts.size();
        if (count < 2 || count > 4 || count == 4 && !isDefault(parts.get(0))) {
            return INVALID;
        }
        boolean defaults = count == 4;
        char type = 0;
        if (count >= 3) {
            String third = parts.get(count - 3);
            if (isDefault(third)) {
                if (defaults) {
                    return INVALID;
                }
                defaults = true;
            } else {
                type = type(third, "mogu");
                if (type == 0) {
                    return INVALID;
                }
            }
        }
        String name = parts.get(count - 2);
        char special = type(name, "mo");
        if (special != 0 && type == 0) {
            type = special;
            name = "";
        } else if (type == 0) {
            type = 'u';
        }
        boolean named = type == 'u' || type == 'g';
        if (!named && !name.isEmpty() || !parts.get(count - 1).matches("[0-7]|[-rwx]*")) {
            return INVALID;
        }
        if (defaults) {
            return DEFAULT;
        }
        if (type == 'o' && isComplete(text)) {
            return OTHER;
        }
        return type == 'm' || !name.isEmpty() ? NAMED : BASE;
    }

    private static boolean isDefault(String text) {
        return text.equals("d") || text.equals("default");
    }

    /** The first letter of one of mask, other, group and user, or of its abbreviation; 0 for anything else. */
    private static char type(String text, String of) {
        for (String each : List.of("mask", "other", "group", "user")) {
            boolean same = text.equals(each) || text.equals(each.substring(0, 1));
            if (same && of.indexOf(each.charAt(0)) >= 0) {
                return each.charAt(0);
            }
        }
        return 0;
    }

    /** Whether it has all its parts, as agents 2.x want them. */
    static boolean isComplete(@NonNull String entry) {
        String[] parts = entry.split(":", -1);
        boolean isDefault = parts[0].equals("default") || parts[0].equals("d");
        return parts.length == (isDefault ? 4 : 3);
    }
}
