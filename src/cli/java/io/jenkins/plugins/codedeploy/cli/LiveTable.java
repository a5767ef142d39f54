package io.jenkins.plugins.codedeploy.cli;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentEvent;
import io.jenkins.plugins.codedeploy.engine.watch.Snapshot;
import io.jenkins.plugins.codedeploy.engine.watch.TargetState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The targets of a running deployment as a table that fits the terminal: those that need a look first. */
final class LiveTable {
    private static final int MOST = 12;
    private static final int STATUS = 10;
    private static final int NARROWEST_BAR = 10;
    private static final int WIDEST_BAR = 40;
    private static final List<String> FIRST = List.of("Failed", "InProgress", "Ready", "Pending", "Unknown");

    private final Map<String, TargetState> targets = new LinkedHashMap<>();
    private Snapshot last;

    /** Whether the table says what the event says. */
    static boolean shows(@NonNull DeploymentEvent event) {
        return event instanceof DeploymentEvent.Targets || event instanceof DeploymentEvent.StillRunning;
    }

    synchronized void event(@NonNull DeploymentEvent event) {
        if (event instanceof DeploymentEvent.Targets changed) {
            changed.changed().forEach(target -> targets.put(target.id(), target));
        } else if (event instanceof DeploymentEvent.Progress progress) {
            last = progress.snapshot();
        } else if (event instanceof DeploymentEvent.RollbackStarted) {
            targets.clear();
        }
    }

    /**
     * Empty as long as no target is known.
     *
     * @param width of the terminal; no line is longer
     */
    @NonNull
    synchronized List<String> lines(int width) {
        if (targets.isEmpty()) {
            return List.of();
        }
        List<TargetState> rows = targets.values().stream()
                .sorted(Comparator.comparingInt(LiveTable::order))
                .toList();
        int widest = rows.stream().mapToInt(row -> row.id().length()).max().orElse(0);
        int id = Math.min(widest, Math.max(12, width / 4));
        int event =
                rows.stream().mapToInt(row -> name(current(row)).length()).max().orElse(0);
        // two spaces before each of the four columns, and the count behind the bar
        int bar = Math.min(WIDEST_BAR, width - 1 - (2 + id) - (2 + STATUS) - (2 + event) - 2 - 8);
        List<String> lines = new ArrayList<>();
        lines.add(cut(heading(), width));
        for (TargetState row : rows.subList(0, Math.min(MOST, rows.size()))) {
            lines.add(cut(line(row, id, event, bar), width));
        }
        if (rows.size() > MOST) {
            lines.add(cut(others(rows.subList(MOST, rows.size())), width));
        }
        return lines;
    }

    private String heading() {
        long over = targets.values().stream().filter(LiveTable::isOver).count();
        String counts = over + " of " + targets.size() + (targets.size() == 1 ? " target" : " targets") + " done";
        return last == null ? counts : last.id() + "  " + last.status() + "  " + counts;
    }

    private static String line(TargetState row, int id, int event, int bar) {
        TargetState.Event current = current(row);
        StringBuilder line = new StringBuilder("  ")
                .append(pad(row.id(), id))
                .append("  ")
                .append(pad(row.status(), STATUS))
                .append("  ")
                .append(pad(name(current), event))
                .append("  ");
        if (current != null && current.isFailed()) {
            line.append(current.errorCode() == null ? "" : current.errorCode());
            line.append(current.script() == null || current.script().isEmpty() ? "" : ", " + current.script());
            return line.toString().stripTrailing();
        }
        int all = row.events().size();
        int over = (int) row.events().stream().filter(LiveTable::isOver).count();
        if (bar >= NARROWEST_BAR && all > 0) {
            int full = bar * over / all;
            line.append("\u2588".repeat(full))
                    .append("\u00b7".repeat(bar - full))
                    .append("  ");
        }
        return line.append(over).append('/').append(all).toString();
    }

    private static String others(List<TargetState> rows) {
        Map<String, Integer> counts = new TreeMap<>();
        rows.forEach(row -> counts.merge(row.status(), 1, Integer::sum));
        List<String> told = new ArrayList<>();
        counts.forEach((status, count) -> told.add(count + " " + status));
        return "  and " + rows.size() + " more: " + String.join(", ", told);
    }

    /** What failed, or else what runs, or else what ran last; null before the first. */
    @CheckForNull
    private static TargetState.Event current(TargetState row) {
        TargetState.Event ran = null;
        for (TargetState.Event event : row.events()) {
            if (event.isFailed() || event.status().equals("InProgress")) {
                return event;
            }
            ran = isOver(event) ? event : ran;
        }
        return ran;
    }

    private static String name(@CheckForNull TargetState.Event event) {
        return event == null ? "" : event.name();
    }

    private static int order(TargetState row) {
        int at = FIRST.indexOf(row.status());
        return at < 0 ? FIRST.size() : at;
    }

    private static boolean isOver(TargetState row) {
        return row.isFailed()
                || row.status().equals("Succeeded")
                || row.status().equals("Skipped");
    }

    private static boolean isOver(TargetState.Event event) {
        return event.isFailed()
                || event.status().equals("Succeeded")
                || event.status().equals("Skipped");
    }

    private static String pad(String text, int width) {
        return cut(text, width + 1) + " ".repeat(Math.max(0, width - text.length()));
    }

    /** A line that fills the width would break. */
    private static String cut(String text, int width) {
        return text.length() < width ? text : text.substring(0, Math.max(0, width - 2)) + "\u2026";
    }
}
