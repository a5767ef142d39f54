package io.jenkins.plugins.codedeploy.engine.appspec;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.bundle.Finding;
import io.jenkins.plugins.codedeploy.engine.bundle.Finding.Kind;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Collects the problems of an AppSpec file, without duplicates. */
final class Findings {
    /** Maximum number of errors and of warnings: more are not helpful, and a malicious file can cause any number. */
    private static final int MAX = 50;

    private static final int MAX_VALUE = 300;

    private final Map<String, Finding> errors = new LinkedHashMap<>();
    private final Map<String, Finding> warnings = new LinkedHashMap<>();

    /** Adds an error: no agent accepts the file. */
    void refuse(int line, @NonNull String code, Object... args) {
        add(new Finding(line, Kind.REFUSED, text(code, args)));
    }

    /** Adds an error: agents accept the file, but the deployment fails. */
    void fail(int line, @NonNull String code, Object... args) {
        add(new Finding(line, Kind.FAILS, text(code, args)));
    }

    /** Adds a warning: the deployment may succeed, but not as intended or not with every agent. */
    void warn(int line, @NonNull String code, Object... args) {
        add(new Finding(line, Kind.WARNING, text(code, args)));
    }

    private static Text text(String code, Object... args) {
        return Text.of(code, Stream.of(args).map(Findings::brief).toArray());
    }

    /** Truncates a value, which may be as long as the whole file. */
    private static String brief(Object value) {
        String text = String.valueOf(value);
        return text.length() <= MAX_VALUE ? text : text.substring(0, MAX_VALUE) + "…";
    }

    void addAll(@NonNull Collection<Finding> others) {
        others.forEach(this::add);
    }

    private void add(Finding finding) {
        Map<String, Finding> into = finding.isError() ? errors : warnings;
        if (into.size() < MAX) {
            into.putIfAbsent(finding.line() + ":" + finding.text(), finding);
        }
    }

    /** Returns all findings sorted by line; those without a line come first. */
    @NonNull
    List<Finding> inOrder() {
        return Stream.concat(errors.values().stream(), warnings.values().stream())
                .sorted(Comparator.comparingInt(Finding::line))
                .toList();
    }
}
