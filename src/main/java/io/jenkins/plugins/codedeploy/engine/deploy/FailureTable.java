package io.jenkins.plugins.codedeploy.engine.deploy;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.SingleLine;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.watch.FailureKind;
import io.jenkins.plugins.codedeploy.engine.watch.TargetState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** Failed lifecycle events as a table in a log, one row for each way to fail, and below it one log tail. */
final class FailureTable {
    private static final String INDENT = "  ";
    private static final String TAIL = "    | ";
    /** Maximum column width in characters; a longer cell shifts only the columns of its own line. */
    private static final int WIDEST = 40;

    private record Row(List<String> cells, @CheckForNull String tail) {}

    private final List<String> head;
    /** Of each way to fail, the targets in their order, their first event, and one log tail. */
    private final Map<FailureKind, List<String>> targets = new LinkedHashMap<>();

    private final Map<FailureKind, TargetState.Event> first = new HashMap<>();
    private final Map<FailureKind, String> tails = new HashMap<>();
    private final List<Row> rows = new ArrayList<>();
    private final Locale locale;

    FailureTable(@NonNull Locale locale) {
        this.locale = locale;
        head = List.of(
                Text.of("deploy.log.failed.target").in(locale),
                Text.of("deploy.log.failed.event").in(locale),
                Text.of("deploy.log.failed.code").in(locale),
                Text.of("deploy.log.failed.script").in(locale),
                Text.of("deploy.log.failed.message").in(locale));
    }

    void add(@NonNull TargetState target) {
        for (TargetState.Event e : target.events()) {
            if (e.isFailed()) {
                FailureKind kind = e.failure();
                targets.computeIfAbsent(kind, k -> new ArrayList<>()).add(target.id());
                first.putIfAbsent(kind, e);
                if (e.logTail() != null) {
                    tails.putIfAbsent(kind, e.logTail());
                }
            }
        }
    }

    /**
     * Writes a row for each way to fail, with the log tail of its first target.
     *
     * @param width number of characters that fit in a line; where a row is longer, all messages are below their rows
     */
    void tell(@NonNull Consumer<String> lines, @NonNull Consumer<String> tailLines, int width) {
        if (targets.isEmpty()) {
            return;
        }
        rows.clear();
        rows.add(new Row(head, null));
        targets.forEach((kind, ids) -> rows.add(new Row(
                List.of(
                        cell(ids.size() == 1 ? ids.get(0) : several(ids)),
                        cell(kind.event()),
                        cell(kind.code() == null ? first.get(kind).status() : kind.code()),
                        cell(kind.script()),
                        cell(first.get(kind).message())),
                tails.get(kind))));
        int message = head.size() - 1;
        boolean isNarrow = rows.stream().anyMatch(row -> line(row.cells()).length() > width);
        for (Row row : rows) {
            lines.accept(line(isNarrow ? row.cells().subList(0, message) : row.cells()));
            if (isNarrow && row.cells() != head && !row.cells().get(message).isEmpty()) {
                lines.accept(INDENT + INDENT + row.cells().get(message));
            }
            String tail = row.tail();
            if (tail != null) {
                tail.lines().forEach(line -> tailLines.accept(TAIL + SingleLine.of(line)));
            }
        }
    }

    private String several(List<String> ids) {
        return Text.of("deploy.cause.targets", ids.size(), ids.get(0)).in(locale);
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

    /** Returns untrusted text as part of a single line. */
    private static String cell(@CheckForNull String text) {
        return text == null || text.isBlank() ? "" : SingleLine.of(text);
    }
}
