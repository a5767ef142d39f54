package io.jenkins.plugins.codedeploy.engine.bundle;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Which permissions apply to what is installed, and where two of them meet, which the instance agent refuses. */
final class PermissionCheck {
    private final List<InstallPlan.Permission> permissions;
    private final Map<String, InstallCheck.Target> targets;
    private final Map<String, InstallPlan.Permission> applied = new HashMap<>();
    private final Map<String, Finding> findings = new TreeMap<>();

    PermissionCheck(
            @NonNull List<InstallPlan.Permission> permissions, @NonNull Map<String, InstallCheck.Target> targets) {
        this.permissions = permissions;
        this.targets = targets;
    }

    @NonNull
    List<Finding> run() {
        for (InstallPlan.Permission permission : permissions) {
            String object = InstallCheck.destination(permission.object());
            InstallCheck.Target exact = targets.get(object);
            if (exact == null || exact.folder()) {
                below(permission, object);
            } else if (permission.files()) {
                if (permission.pattern() != null || !permission.except().isEmpty()) {
                    add(permission, Finding.Kind.FAILS, "appspec.patternOnFile", permission.object());
                }
                apply(permission, object, exact);
            }
        }
        return new ArrayList<>(findings.values());
    }

    private void below(InstallPlan.Permission permission, String object) {
        String prefix = object + '/';
        String given = permission.pattern();
        Pattern pattern = given == null ? null : glob(given);
        List<Pattern> except =
                permission.except().stream().map(PermissionCheck::glob).toList();
        targets.forEach((path, target) -> {
            if (path.startsWith(prefix) && (target.folder() ? permission.folders() : permission.files())) {
                String name = path.substring(prefix.length());
                boolean direct = name.indexOf('/') < 0;
                boolean taken =
                        pattern == null || direct && pattern.matcher(name).matches();
                if (taken
                        && (!direct
                                || except.stream()
                                        .noneMatch(e -> e.matcher(name).matches()))) {
                    apply(permission, path, target);
                }
            }
        });
    }

    private void apply(InstallPlan.Permission permission, String path, InstallCheck.Target target) {
        for (Finding finding : permission.ifApplied()) {
            findings.put(finding.line() + finding.text().code(), finding);
        }
        String folder = path.substring(0, path.lastIndexOf('/') + 1);
        if (target.link() != null && !targets.containsKey(InstallCheck.destination(folder + target.link()))) {
            add(permission, Finding.Kind.WARNING, "appspec.permissionOnDanglingLink", path);
        }
        if (permission.defaultAcl() && !target.folder()) {
            add(permission, Finding.Kind.FAILS, "appspec.aclDefaultOnFile", path);
        }
        InstallPlan.Permission other = applied.putIfAbsent(path, permission);
        if (other != null) {
            // Agents set no permissions on a folder that they find.
            Finding.Kind kind = target.own() ? Finding.Kind.FAILS : Finding.Kind.WARNING;
            String code = target.own() ? "appspec.permissionTwice" : "appspec.permissionTwice.folder";
            add(permission, kind, code, path, other.line());
        }
    }

    private void add(InstallPlan.Permission permission, Finding.Kind kind, String code, Object... args) {
        findings.putIfAbsent(permission.line() + code, Finding.of(permission.line(), kind, code, args));
    }

    /** Only "*" means anything. */
    private static Pattern glob(String given) {
        StringBuilder pattern = new StringBuilder();
        for (String part : given.split("\\*+", -1)) {
            pattern.append(pattern.length() == 0 ? "" : ".*").append(Pattern.quote(part));
        }
        return Pattern.compile(pattern.toString(), Pattern.DOTALL);
    }
}
