package io.jenkins.plugins.codedeploy.engine.appspec;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.ArrayList;
import java.util.List;

/** Paths as the instance joins them to the folder that it unpacked the bundle to. */
final class BundlePath {
    private BundlePath() {}

    /** Without "." and ".."; "" is the whole bundle, and what begins with ".." lies outside it. */
    @NonNull
    static String of(@NonNull String given, boolean windows) {
        List<String> names = new ArrayList<>();
        for (String name : (windows ? given.replace('\\', '/') : given).split("/")) {
            boolean inside = !names.isEmpty() && !names.get(names.size() - 1).equals("..");
            if (name.equals("..") && inside) {
                names.remove(names.size() - 1);
            } else if (!name.isEmpty() && !name.equals(".")) {
                names.add(name);
            }
        }
        return String.join("/", names);
    }
}
