package io.jenkins.plugins.codedeploy.engine.appspec;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.ClosestMatch;
import io.jenkins.plugins.codedeploy.engine.bundle.InstallPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The hooks of a server's AppSpec.
 *
 * @see <a href="https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-hooks.html">
 *     hooks</a>
 */
final class Hooks extends Section {
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
    /** Those that cut or change a command of a shell, wherever they are. */
    private static final Pattern SHELL = Pattern.compile("[\\s\"'`$&|;<>()\\\\]");

    private static final Pattern SHELL_OF_WINDOWS = Pattern.compile("[\\s\"&|<>^;,%]");
    private static final Pattern BOOLEAN = Pattern.compile("true|True|TRUE|false|False|FALSE");
    private static final Pattern LEADING_DIGITS = Pattern.compile("\\s*([-+]?\\d+(?:_\\d+)*+)");

    private final boolean windows;
    private final List<InstallPlan.Script> scripts = new ArrayList<>();

    Hooks(@NonNull Findings findings, boolean windows) {
        super(findings);
        this.windows = windows;
    }

    static boolean isEvent(@NonNull String name) {
        return EVENTS.contains(name) || WITHOUT_SCRIPTS.contains(name);
    }

    @NonNull
    List<InstallPlan.Script> read(@CheckForNull Value value) {
        warnOfNothing(value, "hooks");
        Value.Mapping events = value == null || value.isFalsy() ? null : mapping(value, "hooks");
        if (events != null) {
            events.repeated().forEach((line, key) -> findings.warn(line, "appspec.duplicateEvent", key));
            events.values().forEach(this::event);
        }
        return scripts;
    }

    private void event(Object name, Value value) {
        String event = String.valueOf(name);
        known(findings, value.line(), event, EVENTS, WITHOUT_SCRIPTS);
        long total = 0;
        for (Value script : items(value, event)) {
            total += script(event, script);
        }
        if (total > MAX_SECONDS) {
            findings.warn(value.line(), "appspec.timeoutSum", event, total);
        }
    }

    static void known(Findings findings, int line, String event, Set<String> events, Set<String> withoutScripts) {
        if (withoutScripts.contains(event)) {
            findings.warn(line, "appspec.eventWithoutScripts", event);
        } else if (!events.contains(event)) {
            String nearest = ClosestMatch.of(event, events);
            if (nearest != null) {
                findings.warn(line, "appspec.unknownEvent.near", event, nearest);
            } else {
                findings.warn(line, "appspec.unknownEvent", event, String.join(", ", events));
            }
        }
    }

    /** Answers its own timeout in seconds; 0 where it has none. */
    private long script(String event, Value item) {
        Value.Mapping script = mapping(item, event);
        if (script == null) {
            return 0;
        }
        keys(script, KEYS);
        Value location = script.get("location");
        String given = location == null ? "" : location.rubyText().strip();
        if (given.isEmpty()) {
            findings.refuse(item.line(), "appspec.scriptLacksLocation", event);
        } else if (!location.isScalar()) {
            findings.fail(location.line(), "appspec.notText", "location");
        } else {
            Matcher shell = (windows ? SHELL_OF_WINDOWS : SHELL).matcher(given);
            if (shell.find()) {
                findings.fail(location.line(), "appspec.locationShell", given, event, shell.group());
            }
            scripts.add(new InstallPlan.Script(location.line(), event, given, BundlePath.of(given, windows)));
        }
        runAs(script.get("runas"));
        sudo(script.get("sudo"));
        return timeout(script.get("timeout"));
    }

    private void runAs(@CheckForNull Value value) {
        if (value == null || value.isNull()) {
            return;
        }
        if (!value.isScalar() || value.rubyText().strip().isEmpty()) {
            findings.fail(value.line(), "appspec.runas");
        } else if (windows) {
            findings.warn(value.line(), "appspec.runasOnWindows");
        }
    }

    /** Agents 1.x take YAML's words of 1.1, and any other value for true. */
    private void sudo(@CheckForNull Value value) {
        if (value == null || value.isNull()) {
            return;
        }
        if (!(value.it() instanceof Boolean) || !BOOLEAN.matcher(value.text()).matches()) {
            String text = value.isScalar() ? value.text() : value.rubyText();
            findings.warn(value.line(), "appspec.sudo", text, !value.isFalsy());
        }
    }

    private long timeout(@CheckForNull Value value) {
        if (value == null || value.isFalsy()) {
            return 0;
        }
        long seconds = seconds(value);
        if (seconds <= 0) {
            findings.refuse(value.line(), "appspec.timeout", value.text());
            return 0;
        }
        if (!(value.it() instanceof Long) || !value.text().equals(Long.toString(seconds))) {
            findings.warn(value.line(), "appspec.timeoutForm", value.text(), seconds);
        }
        if (seconds > MAX_SECONDS) {
            findings.warn(value.line(), "appspec.timeoutLong", seconds);
            return 0;
        }
        return seconds;
    }

    /** As Ruby's to_i has it; 0 where it fails. */
    private static long seconds(Value value) {
        if (value.it() instanceof Number number) {
            boolean finite = Math.abs(number.doubleValue()) < Long.MAX_VALUE;
            return finite
                    ? number.longValue()
                    : number.doubleValue() == Double.POSITIVE_INFINITY ? 0 : number.longValue();
        }
        Matcher digits = LEADING_DIGITS.matcher(value.text());
        if (!value.isString() || !digits.lookingAt()) {
            return 0;
        }
        String number = digits.group(1).replace("_", "").replace("+", "");
        return number.length() > 18 ? number.startsWith("-") ? 0 : Long.MAX_VALUE : Long.parseLong(number);
    }
}
