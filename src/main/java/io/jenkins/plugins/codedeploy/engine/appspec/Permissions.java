package io.jenkins.plugins.codedeploy.engine.appspec;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * The permissions of a Linux server's AppSpec.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-permissions.html">
 *     permissions</a>
 */
final class Permissions {
    private static final Set<String> KEYS =
            Set.of("object", "pattern", "except", "owner", "group", "mode", "acls", "context", "type");
    private static final Set<String> TYPES = Set.of("file", "directory");

    private static final int LONGEST_RANGE = 1_000;
    private static final Pattern RANGE = Pattern.compile("s\\d+(-s\\d+)?(:c\\d+([.,]c\\d+)*)?");

    private final Findings findings;
    private final YamlReader yaml;

    Permissions(@NonNull Findings findings, @NonNull YamlReader yaml) {
        this.findings = findings;
        this.yaml = yaml;
    }

    void check(@NonNull Value item) {
        Map<String, Value> permission = yaml.mapping(item, "permissions");
        if (permission == null) {
            return;
        }
        yaml.misspelt(permission, KEYS);
        if (yaml.scalar(permission.get("object"), "object") == null) {
            findings.add(item.line(), "appspec.permissionLacksObject");
        }
        for (String key : Set.of("pattern", "owner", "group")) {
            yaml.scalar(permission.get(key), key);
        }
        for (String key : Set.of("except", "acls")) {
            yaml.list(permission.get(key), key).forEach(each -> yaml.scalar(each, key));
        }
        for (Value type : yaml.list(permission.get("type"), "type")) {
            String given = yaml.scalar(type, "type");
            if (given != null && !TYPES.contains(given)) {
                findings.add(type.line(), "appspec.notOneOf", "type", given, "directory, file");
            }
        }
        mode(permission.get("mode"));
        context(permission.get("context"));
    }

    private void mode(@CheckForNull Value value) {
        String mode = yaml.scalar(value, "mode");
        if (mode == null) {
            return;
        }
        if (!mode.matches("[0-7]{1,4}")) {
            findings.add(value.line(), "appspec.mode", mode);
        } else if (value.is(Tag.INT) && mode.startsWith("0")) {
            // The instance agent takes the digits of the number that YAML made of it.
            int number = Integer.parseInt(mode, 8);
            if (number != Integer.parseInt(mode)) {
                findings.add(value.line(), "appspec.modeOctal", mode, number);
            }
        }
    }

    private void context(@CheckForNull Value value) {
        if (value == null || value.isNull()) {
            return;
        }
        Map<String, Value> context = yaml.mapping(value, "context");
        if (context == null) {
            return;
        }
        if (yaml.scalar(context.get("type"), "type") == null) {
            findings.add(value.line(), "appspec.contextLacksType");
        }
        String range = yaml.scalar(context.get("range"), "range");
        if (range != null
                && (range.length() > LONGEST_RANGE || !RANGE.matcher(range).matches())) {
            findings.add(context.get("range").line(), "appspec.contextRange", range);
        }
    }
}
