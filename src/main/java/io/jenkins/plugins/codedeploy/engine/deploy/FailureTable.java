package io.jenkins.plugins.codedeploy.engine.deploy;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.SingleLine;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.watch.TargetState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Failed lifecycle events as a table in a log: target, event, code, script, message, and below each its log tail. */
final class FailureTable {
    private static final String INDENT = "  ";
    private static final String TAIL = "    | ";
    /** In characters; what is longer pushes its own line's columns aside, not everybody's. */
    private static final int WIDEST = 40;

    private record Row(List<String> cells, @CheckForNull String tail) {}

    /** The first is the head. */
    private final List<Row> rows = new ArrayList<>();

    FailureTable(@NonNull Locale locale) {
        List<String> head = List.of(
                Text.of("deploy.log.failed.target").in(locale),
                Text.of("deploy.log.failed.event").in(locale),
                Text.of("deploy.log.failed.code").in(locale),
                Text.of("deploy.log.failed.script").in(locale),
                Text.of("deploy.log.failed.message").in(locale));
        rows.add(new Row(head, null));
    }

    void add(@NonNull TargetState target) {
        for (TargetState.Event e : target.events()) {
            if (e.isFailed()) {
                String code = e.errorCode();
                rows.add(new Row(
                        List.of(
                                cell(target.id()),
                                cell(e.name()),
                                cell(code == null ? e.status() : code),
                                cell(e.script()),
                                cell(e.message())),
                        e.logTail()));
            }
        }
    }

    void tell(@NonNull Consumer<String> lines, @NonNull Consumer<String> tails) {
        if (rows.size() == 1) {
            return;
        }
        for (Row row : rows) {
            lines.accept(line(row.cells()));
            String tail = row.tail();
            if (tail != null) {
                tail.lines().forEach(line -> tails.accept(TAIL + SingleLine.of(line)));
            }
        }
    }

    private String line(List<String> cells) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            line.append(INDENT).append(cells.get(i));
            if (i < cells.size() - 1) {
                line.append(" ".repeat(Math.max(0, width(i) - cells.get(i).length())));
            }
        }
        return line.toString().stripTrailing();
    }

    private int width(int column) {
        return rows.stream()
                .mapToInt(row -> row.cells().get(column).length())
                .filter(length -> length <= WIDEST)
                .max()
                .orElse(0);
    }

    /** Nobody else's text breaks out of its line. */
    private static String cell(@CheckForNull String text) {
        return text == null || text.isBlank() ? "" : SingleLine.of(text);
    }
}
