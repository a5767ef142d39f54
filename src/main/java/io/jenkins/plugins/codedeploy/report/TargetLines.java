package io.jenkins.plugins.codedeploy.report;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.watch.TargetState;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The targets of a deployment, as many as are kept. */
final class TargetLines {
    private TargetLines() {}

    /** What is new replaces what was; where there are too many, one that went well makes room for one that did not. */
    @NonNull
    static List<String> merge(@NonNull List<String> lines, @NonNull List<TargetState> changed) {
        Map<String, String> byId = new LinkedHashMap<>();
        for (String line : lines) {
            byId.put(key(line), line);
        }
        for (TargetState target : changed) {
            String line = TargetRecord.of(target).toLine();
            String key = key(line);
            if (byId.containsKey(key)
                    || byId.size() < Bounds.TARGETS
                    || target.isFailed() && removeOne(byId, "Succeeded", "Skipped", "Pending")) {
                byId.put(key, line);
            }
        }
        return new ArrayList<>(byId.values());
    }

    private static boolean removeOne(Map<String, String> byId, String... dispensable) {
        for (String status : dispensable) {
            for (Iterator<String> i = byId.values().iterator(); i.hasNext(); ) {
                if (i.next().split(" ", 3)[1].equals(status)) {
                    i.remove();
                    return true;
                }
            }
        }
        return false;
    }

    private static String key(String line) {
        int end = line.indexOf(' ');
        return end < 0 ? line : line.substring(0, end);
    }
}
