package io.jenkins.plugins.codedeploy.engine.appspec;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.ClosestMatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The hooks of a server's AppSpec.
 *
 * @see <a href="https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-hooks.html">
 *     hooks</a>
 */
final class Hooks {
    private static final Set<String> EVENTS = new TreeSet<>(Set.of(
            "ApplicationStop",
            "BeforeInstall",
            "AfterInstall",
            "ApplicationStart",
            "ValidateService",
            "BeforeBlockTraffic",
            "AfterBlockTraffic",
            "BeforeAllowTraffic",
            "AfterAllowTraffic"));

    private static final Set<String> WITHOUT_SCRIPTS =
            Set.of("Start", "DownloadBundle", "Install", "BlockTraffic", "AllowTraffic", "End");

    private static final Set<String> KEYS = Set.of("location", "timeout", "runas", "sudo");
    private static final int MAX_SECONDS = 3600;

    private final Findings findings;
    private final YamlReader yaml;
    private final String os;
    private final List<AppSpec.Reference> references = new ArrayList<>();

    Hooks(@NonNull Findings findings, @NonNull YamlReader yaml, @CheckForNull String os) {
        this.findings = findings;
        this.yaml = yaml;
        this.os = os;
    }

    @NonNull
    List<AppSpec.Reference> read(@CheckForNull Value value) {
        Map<String, Value> events = value == null || value.isNull() ? null : yaml.mapping(value, "hooks");
        if (events != null) {
            events.forEach(this::event);
        }
        return references;
    }

    private void event(String event, Value scripts) {
        known(findings, scripts.line(), event, EVENTS, WITHOUT_SCRIPTS);
        int total = 0;
        for (Value script : yaml.list(scripts, event)) {
            total += script(event, script);
        }
        if (total > MAX_SECONDS) {
            findings.add(scripts.line(), "appspec.timeoutSum", event, total);
        }
    }

    static void known(Findings findings, int line, String event, Set<String> events, Set<String> withoutScripts) {
        if (withoutScripts.contains(event)) {
            findings.add(line, "appspec.eventWithoutScripts", event);
        } else if (!events.contains(event)) {
            String nearest = ClosestMatch.of(event, events);
            if (nearest != null) {
                findings.add(line, "appspec.unknownEvent.near", event, nearest);
            } else {
                findings.add(line, "appspec.unknownEvent", event, String.join(", ", events));
            }
        }
    }

    /** Answers its time-out in seconds; 0 where it has none of its own. */
    private int script(String event, Value item) {
        Map<String, Value> script = yaml.mapping(item, event);
        if (script == null) {
            return 0;
        }
        yaml.misspelt(script, KEYS);
        Value location = script.get("location");
        String path = yaml.scalar(location, "location");
        if (path != null) {
            references.add(new AppSpec.Reference(location.line(), event, path, ServerAppSpec.bundlePath(path, os)));
        } else {
            findings.add(item.line(), "appspec.scriptLacksLocation", event);
        }
        yaml.scalar(script.get("runas"), "runas");
        Value timeout = script.get("timeout");
        String seconds = yaml.scalar(timeout, "timeout");
        if (seconds == null) {
            return 0;
        }
        if (!seconds.matches("[1-9]\\d{0,3}") || Integer.parseInt(seconds) > MAX_SECONDS) {
            findings.add(timeout.line(), "appspec.timeout", seconds);
            return 0;
        }
        return Integer.parseInt(seconds);
    }
}
