package io.jenkins.plugins.codedeploy.engine.appspec;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.Text;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Problems as they are found, each with its line. */
final class Findings {
    private record Finding(int line, Text text) {}

    private final List<Finding> findings = new ArrayList<>();

    /** @param args follow the line, which is the text's first argument */
    void add(int line, @NonNull String code, Object... args) {
        Object[] all = Stream.concat(Stream.of(line), Stream.of(args)).toArray();
        findings.add(new Finding(line, Text.of(code, all)));
    }

    boolean isEmpty() {
        return findings.isEmpty();
    }

    @NonNull
    List<Text> inOrder() {
        return findings.stream()
                .sorted(Comparator.comparingInt(Finding::line))
                .map(Finding::text)
                .toList();
    }
}
