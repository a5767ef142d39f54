package io.jenkins.plugins.codedeploy.engine.appspec;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.bundle.Finding;
import io.jenkins.plugins.codedeploy.engine.bundle.InstallPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The permissions of a Linux server's AppSpec.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-permissions.html">
 *     permissions</a>
 */
final class Permissions extends Section {
    private static final Set<String> KEYS =
            Set.of("object", "pattern", "except", "owner", "group", "mode", "acls", "context", "type");

    private static final Set<String> CONTEXT_KEYS = Set.of("name", "type", "range", "user");

    private static final int LONGEST_MODE = 4;

    private final List<InstallPlan.Permission> plan = new ArrayList<>();

    Permissions(@NonNull Findings findings) {
        super(findings);
    }

    @NonNull
    List<InstallPlan.Permission> plan() {
        return plan;
    }

    void read(@NonNull Value item) {
        Value.Mapping permission = mapping(item, "permissions");
        if (permission == null) {
            return;
        }
        keys(permission, KEYS);
        Value object = permission.get("object");
        String path = object == null ? "" : object.rubyText().strip();
        if (path.isEmpty()) {
            findings.refuse(item.line(), "appspec.permissionLacksObject");
        }
        List<Finding> ifApplied = new ArrayList<>();
        for (String key : List.of("owner", "group")) {
            Value value = permission.get(key);
            if (value != null
                    && !value.isFalsy()
                    && (!value.isString() || value.text().isBlank())) {
                String code = value.text().isBlank() ? "appspec.blank" : "appspec.notString";
                ifApplied.add(finding(value, Finding.Kind.FAILS, code, key, value.text()));
            }
        }
        boolean files = true;
        boolean folders = true;
        Value type = permission.get("type");
        if (type != null && !type.isFalsy()) {
            List<Value> types = items(type, "type");
            files = types.stream().anyMatch(each -> "file".equals(each.it()));
            folders = types.stream().anyMatch(each -> "directory".equals(each.it()));
            types.forEach(this::type);
        }
        mode(permission.get("mode"));
        boolean defaultAcl = acls(permission.get("acls"));
        context(permission.get("context"), ifApplied);
        List<String> except = new ArrayList<>();
        Value excepted = permission.get("except");
        if (excepted != null && excepted.mapping() != null) {
            // Ruby goes through its pairs until one has to match.
            ifApplied.add(finding(excepted, Finding.Kind.FAILS, "appspec.notList", "except"));
        } else {
            items(excepted, "except").forEach(each -> except.add(glob(each, "except", "", ifApplied)));
        }
        Value given = permission.get("pattern");
        String pattern = given == null || given.isNull() || "**".equals(given.it())
                ? null
                : given.isFalsy() ? null : glob(given, "pattern", "*", ifApplied);
        if (given != null && !given.isFalsy() && !given.isString()) {
            // compared before the exceptions are: none of them keeps it from failing
            except.clear();
        }
        plan.add(new InstallPlan.Permission(item.line(), path, pattern, except, files, folders, defaultAcl, ifApplied));
    }

    private static Finding finding(Value value, Finding.Kind kind, String code, Object... args) {
        return new Finding(value.line(), kind, Text.of(code, args));
    }

    /** Agents 1.x fail on the first name that it compares with a pattern that is no text. */
    private static String glob(Value value, String key, String otherwise, List<Finding> ifApplied) {
        if (value.isString()) {
            return value.text();
        }
        if (value.isScalar()) {
            ifApplied.add(finding(value, Finding.Kind.WARNING, "appspec.notString.1x", key, value.text()));
        } else {
            ifApplied.add(finding(value, Finding.Kind.FAILS, "appspec.notText", key));
        }
        return otherwise;
    }

    private void type(Value type) {
        if (!"file".equals(type.it()) && !"directory".equals(type.it())) {
            findings.refuse(type.line(), "appspec.notOneOf", "type", type.rubyText(), "directory, file");
        }
    }

    /** The instance agent 1.x takes the digits of the number that YAML made of it. */
    private void mode(@CheckForNull Value value) {
        if (value == null || value.isNull()) {
            return;
        }
        String mode = value.it() instanceof Long number ? number.toString() : value.rubyText();
        boolean valid = mode.matches("[0-7]{0,4}");
        boolean octal = value.it() instanceof Long number
                && value.text().matches("0[0-7]{1,4}")
                && number != Long.parseLong(value.text());
        if (octal && value.text().length() > LONGEST_MODE && valid) {
            findings.warn(
                    value.line(), "appspec.modeLong", value.text(), "0".repeat(Math.max(0, 4 - mode.length())) + mode);
        } else if (octal && value.text().length() <= LONGEST_MODE) {
            String code = valid ? "appspec.modeOctal" : "appspec.modeOctal.refused";
            findings.warn(value.line(), code, value.text(), "0".repeat(Math.max(0, 4 - mode.length())) + mode);
        } else if (!valid) {
            findings.refuse(value.line(), "appspec.mode", value.text());
        } else if (mode.isEmpty()) {
            findings.warn(value.line(), "appspec.modeEmpty");
        } else if (value.it() instanceof Long && !value.text().matches("[0-7]+")) {
            findings.warn(value.line(), "appspec.modeForm", value.text(), mode);
        }
    }

    /** Answers whether one of them is a default entry. */
    private boolean acls(@CheckForNull Value value) {
        boolean defaults = false;
        if (value == null || value.isNull()) {
            return false;
        }
        if (value.isFalsy()) {
            findings.refuse(value.line(), "appspec.notList", "acls");
        }
        for (Value each : items(value, "acls")) {
            AclEntry entry = each.isString() ? AclEntry.of(each.text()) : AclEntry.INVALID;
            if (entry == AclEntry.OTHER) {
                findings.warn(each.line(), "appspec.aclOther", each.text());
            } else if (entry == AclEntry.BASE) {
                findings.refuse(each.line(), "appspec.aclBase", each.text());
            } else if (entry == AclEntry.INVALID) {
                findings.refuse(each.line(), each.isString() ? "appspec.acl" : "appspec.aclNotText", each.text());
            }
            if (entry != AclEntry.OTHER
                    && entry != AclEntry.BASE
                    && entry != AclEntry.INVALID
                    && !AclEntry.isComplete(each.text())) {
                findings.warn(each.line(), "appspec.aclShort", each.text());
            }
            defaults |= entry == AclEntry.DEFAULT;
        }
        return defaults;
    }

    private void context(@CheckForNull Value value, List<Finding> ifApplied) {
        if (value == null || value.isNull()) {
            return;
        }
        Value.Mapping context = value.mapping();
        if (context == null) {
            boolean typed = value.isString()
                    && value.text().contains("type")
                    && !value.text().contains("range");
            if (typed) {
                findings.fail(value.line(), "appspec.notMapping", "context");
            } else {
                findings.refuse(value.line(), "appspec.notMapping", "context");
            }
            return;
        }
        Value user = context.get("user");
        if (user != null && context.get("name") == null) {
            findings.warn(user.line(), "appspec.contextUser");
        }
        keys(context, CONTEXT_KEYS);
        Value type = context.get("type");
        if (type == null || type.isNull()) {
            findings.refuse(value.line(), "appspec.contextLacksType");
        }
        Value range = context.get("range");
        if (range == null || range.isNull()) {
            ifApplied.add(finding(value, Finding.Kind.WARNING, "appspec.contextLacksRange"));
        } else if (!range.isString() || !SelinuxRange.isValid(range.text())) {
            findings.refuse(range.line(), "appspec.contextRange", range.text());
        }
    }
}
