package io.jenkins.plugins.codedeploy.engine.appspec;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.ClosestMatch;
import io.jenkins.plugins.codedeploy.engine.bundle.InstallPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The AppSpec of EC2 and on-premises instances, read as their agent reads it.
 *
 * @see <a href="https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-files.html">
 *     files</a>
 * @see <a href="https://github.com/aws/aws-codedeploy-agent">application_specification.rb</a>
 */
final class ServerAppSpec extends Section {
    private static final Set<String> KEYS =
            new TreeSet<>(Set.of("version", "os", "files", "permissions", "hooks", "file_exists_behavior"));
    private static final Set<String> FILE_KEYS = Set.of("source", "destination");
    private static final Set<String> OS = new TreeSet<>(Set.of("linux", "windows"));
    private static final Set<String> BEHAVIORS = new TreeSet<>(Set.of("DISALLOW", "OVERWRITE", "RETAIN"));

    private final List<InstallPlan.Copy> copies = new ArrayList<>();
    private boolean windows;

    ServerAppSpec(@NonNull Findings findings) {
        super(findings);
    }

    /** What can be understood, whatever else is wrong. */
    @NonNull
    AppSpec read(@NonNull byte[] text) {
        Value.Mapping top = YamlReader.document(findings, text);
        if (top == null) {
            return new AppSpec(null, new InstallPlan(false, List.of(), List.of(), List.of()));
        }
        repeated(top);
        Value os = top.get("os");
        top.values().forEach((key, value) -> unknown(key, value, os != null));
        version(top.get("version"));
        String name = oneOf(os, "os", OS);
        if (name == null && (os == null || os.isNull())) {
            findings.refuse(1, begunByMark(text) ? "appspec.byteOrderMark" : "appspec.noOs");
        } else if (begunByMark(text)) {
            findings.warn(1, "appspec.byteOrderMark.unharmful");
        }
        windows = "windows".equals(name);
        Value behavior = top.get("file_exists_behavior");
        oneOf(behavior, "file_exists_behavior", BEHAVIORS);
        items(top.get("files"), "files").forEach(this::file);
        Permissions permissions = new Permissions(findings);
        Value given = top.get("permissions");
        List<Value> items = items(given, "permissions");
        if (windows && given != null && !items.isEmpty()) {
            findings.refuse(given.line(), "appspec.permissionsOnWindows");
        } else {
            items.forEach(permissions::read);
        }
        List<InstallPlan.Script> scripts = new Hooks(findings, windows).read(top.get("hooks"));
        return new AppSpec(name, new InstallPlan(windows, copies, permissions.plan(), scripts));
    }

    private static boolean begunByMark(byte[] text) {
        return text.length > 2 && text[0] == (byte) 0xEF && text[1] == (byte) 0xBB && text[2] == (byte) 0xBF;
    }

    private void unknown(Object name, Value value, boolean server) {
        if (!(name instanceof String key) || KEYS.contains(key)) {
            return;
        }
        String nearest = ClosestMatch.of(key, KEYS);
        if (key.equals("Resources") && !server) {
            findings.refuse(value.line(), "appspec.serverless");
        } else if (Hooks.isEvent(key)) {
            findings.warn(value.line(), "appspec.eventOutsideHooks", key);
        } else if (nearest != null) {
            findings.warn(value.line(), "appspec.ignoredKey.near", key, nearest);
        } else {
            findings.warn(value.line(), "appspec.ignoredKey", key, String.join(", ", KEYS));
        }
    }

    /** The instance agent compares it with the number. */
    private void version(@CheckForNull Value value) {
        if (value == null || value.isNull()) {
            findings.refuse(value == null ? 1 : value.line(), "appspec.noVersion");
        } else if (value.isString() && value.text().strip().equals("0.0")) {
            findings.refuse(value.line(), "appspec.versionQuoted");
        } else if (!(value.it() instanceof Number number) || number.doubleValue() != 0) {
            findings.refuse(value.line(), "appspec.version", value.rubyText());
        }
    }

    /** Null when absent, and after noting that it is none of them. */
    @CheckForNull
    private String oneOf(@CheckForNull Value value, String key, Set<String> allowed) {
        if (value == null || value.isNull()) {
            return null;
        }
        if (value.isString() && allowed.contains(value.text())) {
            return value.text();
        }
        findings.refuse(value.line(), "appspec.notOneOf", key, value.rubyText(), String.join(", ", allowed));
        return null;
    }

    private void file(Value item) {
        Value.Mapping file = item.mapping();
        if (file == null) {
            if (item.text().contains("source") && item.text().contains("destination") && item.isString()) {
                // Ruby finds both within the text, and the agent then looks for a file named "source".
                findings.fail(item.line(), "appspec.notMapping", "files");
            } else {
                findings.refuse(item.line(), "appspec.notMapping", "files");
            }
            return;
        }
        keys(file, FILE_KEYS);
        Value from = file.get("source");
        Value to = file.get("destination");
        String source = path(item, from, "source");
        String destination = path(item, to, "destination");
        if (to != null && destination != null && !isAbsolute(destination)) {
            String code = windows ? "appspec.destination.windows" : "appspec.destination";
            findings.warn(to.line(), code, destination);
        }
        if (from != null && source != null && destination != null) {
            copies.add(new InstallPlan.Copy(from.line(), source, BundlePath.of(source, windows), destination));
        }
    }

    /** Agents 1.x fail on a path that YAML reads as a number. */
    @CheckForNull
    private String path(Value item, @CheckForNull Value value, String key) {
        if (value == null || value.isNull()) {
            findings.refuse(item.line(), "appspec.fileLacks", key);
            return null;
        }
        if (!value.isScalar()) {
            findings.fail(value.line(), "appspec.notText", key);
            return null;
        }
        if (!value.isString()) {
            findings.warn(value.line(), "appspec.notString.1x", key, value.text());
        }
        if (value.text().isEmpty()) {
            findings.warn(value.line(), "appspec.emptyPath", key);
        }
        return value.text();
    }

    private boolean isAbsolute(String path) {
        return windows ? path.matches("(?s)([A-Za-z]:)?[\\\\/].*") : path.startsWith("/");
    }
}
