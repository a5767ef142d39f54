package io.jenkins.plugins.codedeploy.cli;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentEvent;
import io.jenkins.plugins.codedeploy.engine.deploy.DurationText;
import io.jenkins.plugins.codedeploy.engine.watch.TargetState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The lifecycle events of each target as a bar, when the deployment has ended. */
final class Timeline {
    /** A bar for more targets is no overview. */
    private static final int MOST = 10;

    private static final int WIDTH = 40;

    private final Map<String, TargetState> targets = new LinkedHashMap<>();

    synchronized void event(@NonNull DeploymentEvent event) {
        if (event instanceof DeploymentEvent.Targets changed) {
            changed.changed().forEach(target -> targets.put(target.id(), target));
        } else if (event instanceof DeploymentEvent.RollbackStarted) {
            targets.clear();
        }
    }

    /** @param unicode whether block characters can be shown */
    synchronized List<String> lines(boolean unicode) {
        if (targets.size() > MOST) {
            return List.of();
        }
        Instant first = null;
        Instant last = null;
        for (TargetState target : targets.values()) {
            for (TargetState.Event event : timed(target)) {
                first = first == null || event.start().isBefore(first) ? event.start() : first;
                last = last == null || event.end().isAfter(last) ? event.end() : last;
            }
        }
        List<String> lines = new ArrayList<>();
        if (first == null || !last.isAfter(first)) {
            return lines;
        }
        for (TargetState target : targets.values()) {
            lines.add(line(target, first, Duration.between(first, last), unicode));
        }
        return lines;
    }

    private static String line(TargetState target, Instant first, Duration all, boolean unicode) {
        char[] bar = new char[WIDTH];
        java.util.Arrays.fill(bar, unicode ? '\u00b7' : '.');
        Duration took = Duration.ZERO;
        int shade = 0;
        boolean failed = false;
        for (TargetState.Event event : timed(target)) {
            int from = at(Duration.between(first, event.start()), all);
            int to = Math.max(from + 1, at(Duration.between(first, event.end()), all));
            char mark = shade++ % 2 == 0 ? unicode ? '\u2588' : '#' : unicode ? '\u2593' : '=';
            if (event.isFailed()) {
                failed = true;
                mark = unicode ? '\u2717' : 'X';
            }
            for (int i = Math.min(from, WIDTH - 1); i < Math.min(to, WIDTH); i++) {
                bar[i] = mark;
            }
            took = took.plus(Duration.between(event.start(), event.end()));
        }
        return "  " + target.id() + "  " + new String(bar) + "  "
                + (took.isZero() ? target.status() : DurationText.of(took)) + (failed ? "  Failed" : "");
    }

    private static int at(Duration offset, Duration all) {
        return (int) Math.min(WIDTH, offset.toMillis() * WIDTH / Math.max(1, all.toMillis()));
    }

    private static List<TargetState.Event> timed(TargetState target) {
        return target.events().stream()
                .filter(event -> Objects.nonNull(event.start()) && Objects.nonNull(event.end()))
                .toList();
    }
}
