package io.jenkins.plugins.codedeploy.engine.bundle;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.InvalidInputException;
import io.jenkins.plugins.codedeploy.engine.Text;
import java.util.Arrays;
import java.util.List;

/**
 * Ant patterns over bundle paths: {@code **} is any number of folders, {@code *} and {@code ?} stay within a name, a
 * trailing slash means everything below. Case counts on every system, so that a bundle does not depend on the machine.
 * Ant's own classes are not used: they follow the machine's separator, and agents would have to load them.
 *
 * @see <a href="https://ant.apache.org/manual/dirtasks.html#patterns">Ant's patterns</a>
 */
final class Globs {
    private static final String ANY_DEPTH = "**";

    private final String[][] includes;
    private final String[][] excludes;

    Globs(@NonNull List<String> includes, @NonNull List<String> excludes) {
        this.includes = parse("includes", includes);
        this.excludes = parse("excludes", excludes);
    }

    /** Whether the bundle has this very path. */
    boolean takes(@NonNull String path) {
        String[] names = path.split("/");
        return (includes.length == 0 || anyMatches(includes, names)) && !anyMatches(excludes, names);
    }

    /** Whether the bundle may have something below this folder; false saves the walk. */
    boolean mayTakeBelow(@NonNull String folder) {
        String[] names = folder.split("/");
        for (String[] exclude : excludes) {
            if (exclude[exclude.length - 1].equals(ANY_DEPTH) && matches(exclude, names)) {
                return false;
            }
        }
        for (String[] include : includes) {
            if (reachesBelow(include, names)) {
                return true;
            }
        }
        return includes.length == 0;
    }

    private static String[][] parse(String field, List<String> patterns) {
        return patterns.stream()
                .map(p -> p.strip().replace('\\', '/'))
                .filter(p -> !p.isEmpty())
                .map(p -> {
                    String[] names = Arrays.stream((p.endsWith("/") ? p + ANY_DEPTH : p).split("/"))
                            .filter(name -> !name.isEmpty() && !name.equals("."))
                            .toArray(String[]::new);
                    if (Arrays.asList(names).contains("..")) {
                        throw new InvalidInputException(field, Text.of("bundle.patternLeavesSource", p));
                    }
                    return names;
                })
                .toArray(String[][]::new);
    }

    private static boolean anyMatches(String[][] patterns, String[] names) {
        for (String[] pattern : patterns) {
            if (matches(pattern, names)) {
                return true;
            }
        }
        return false;
    }

    /** Goes back to the last {@code **} only, so it takes no more than length times length. */
    private static boolean matches(String[] pattern, String[] names) {
        int p = 0;
        int resumePattern = -1;
        int resumeName = 0;
        for (int n = 0; n < names.length; ) {
            if (p < pattern.length && pattern[p].equals(ANY_DEPTH)) {
                resumePattern = ++p;
                resumeName = n;
            } else if (p < pattern.length && nameMatches(pattern[p], names[n])) {
                p++;
                n++;
            } else if (resumePattern >= 0) {
                p = resumePattern;
                n = ++resumeName;
            } else {
                return false;
            }
        }
        while (p < pattern.length && pattern[p].equals(ANY_DEPTH)) {
            p++;
        }
        return p == pattern.length;
    }

    private static boolean nameMatches(String pattern, String name) {
        int p = 0;
        int resumePattern = -1;
        int resumeName = 0;
        for (int n = 0; n < name.length(); ) {
            char wanted = p < pattern.length() ? pattern.charAt(p) : 0;
            if (wanted == '*') {
                resumePattern = ++p;
                resumeName = n;
            } else if (p < pattern.length() && (wanted == '?' || wanted == name.charAt(n))) {
                p++;
                n++;
            } else if (resumePattern >= 0) {
                p = resumePattern;
                n = ++resumeName;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }

    private static boolean reachesBelow(String[] pattern, String[] names) {
        for (int i = 0; i < names.length; i++) {
            if (i == pattern.length) {
                return false;
            }
            if (pattern[i].equals(ANY_DEPTH)) {
                return true;
            }
            if (!nameMatches(pattern[i], names[i])) {
                return false;
            }
        }
        return pattern.length > names.length;
    }
}
