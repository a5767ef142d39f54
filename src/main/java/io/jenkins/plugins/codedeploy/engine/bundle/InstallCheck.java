package io.jenkins.plugins.codedeploy.engine.bundle;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.bundle.BundleNames.Place;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Goes through the installation of a bundle as the instance agent plans it, without its files.
 *
 * @see <a href="https://github.com/aws/aws-codedeploy-agent">installer.rb, install_instruction.rb</a>
 */
final class InstallCheck {
    /** Links to folders can multiply what is installed; more than this is not compared. */
    private static final int MAX_TARGETS = 2_000_000;

    /**
     * What is installed at a destination.
     *
     * @param own whether only this bundle has it: a destination itself may be on the instance already
     * @param link target of a link to a file; null for others
     */
    record Target(
            @NonNull InstallPlan.Copy copy,
            boolean folder,
            boolean own,
            @CheckForNull String link) {}

    private final InstallPlan plan;
    private final BundleNames names;
    private final List<Finding> findings = new ArrayList<>();
    private final Map<String, Target> targets = new HashMap<>();
    private final Set<Integer> told = new HashSet<>();

    InstallCheck(@NonNull InstallPlan plan, @NonNull BundleNames names) {
        this.plan = plan;
        this.names = names;
    }

    @NonNull
    List<Finding> run() {
        boolean compares = plan.copies().size() > 1 || !plan.permissions().isEmpty() || names.hasLinks();
        for (InstallPlan.Copy copy : plan.copies()) {
            if (isOutside(copy.source())) {
                warn(copy.line(), "appspec.sourceOutside", copy.given());
                continue;
            }
            Place place = names.find(copy.source());
            if (place == null) {
                fail(copy.line(), "appspec.sourceMissing", copy.given());
            } else if (place.kind() == BundleNames.Kind.FILE && isFolderPath(copy.given())) {
                fail(copy.line(), "appspec.sourceNotFolder", copy.given());
            } else if (compares && place.kind() != BundleNames.Kind.UNKNOWN) {
                copy(copy, place);
            }
        }
        for (InstallPlan.Script script : plan.scripts()) {
            if (isOutside(script.path())) {
                warn(script.line(), "appspec.scriptOutside", script.given());
                continue;
            }
            Place place = names.find(script.path());
            if (place == null || place.kind() == BundleNames.Kind.DANGLING) {
                fail(script.line(), "appspec.scriptMissing", script.given(), script.event());
            } else if (place.kind() == BundleNames.Kind.FOLDER) {
                fail(script.line(), "appspec.scriptIsFolder", script.given(), script.event());
            }
        }
        findings.addAll(new PermissionCheck(plan.permissions(), targets).run());
        return findings;
    }

    private static boolean isOutside(String path) {
        return path.equals("..") || path.startsWith("../");
    }

    private boolean isFolderPath(String given) {
        return given.endsWith("/") || plan.windows() && given.endsWith("\\");
    }

    private void copy(InstallPlan.Copy copy, Place place) {
        String destination = destination(copy.destination());
        if (place.kind() == BundleNames.Kind.FOLDER) {
            ancestors(copy, destination);
            folder(copy, place.path(), destination, new ArrayDeque<>());
        } else {
            String name = copy.source().substring(copy.source().lastIndexOf('/') + 1);
            ancestors(copy, destination.isEmpty() ? "" : destination);
            put(copy, destination + '/' + name, new Target(copy, false, true, names.link(copy.source())));
        }
    }

    /** @param links that led here, by their paths */
    private void folder(InstallPlan.Copy copy, String folder, String destination, Deque<String> links) {
        put(copy, destination, new Target(copy, true, false, null));
        int prefix = folder.isEmpty() ? 0 : folder.length() + 1;
        for (Entry entry : names.below(folder)) {
            String to = destination + '/' + entry.name.substring(prefix);
            for (int slash = to.lastIndexOf('/');
                    slash > destination.length();
                    slash = to.lastIndexOf('/', slash - 1)) {
                if (!put(copy, to.substring(0, slash), new Target(copy, true, true, null))) {
                    break;
                }
            }
            Place behind = entry.target == null ? null : names.find(entry.name);
            if (behind != null && behind.kind() == BundleNames.Kind.FOLDER) {
                links.push(entry.name);
                if (links.stream().anyMatch(link -> holds(behind.path(), link))) {
                    fail(
                            copy.line(),
                            "appspec.linkCycle",
                            entry.name,
                            behind.path().isEmpty() ? "/" : behind.path());
                } else {
                    folder(copy, behind.path(), to, links);
                }
                links.pop();
            } else {
                put(copy, to, new Target(copy, entry.type == Entry.FOLDER, true, entry.target));
            }
        }
    }

    private static boolean holds(String folder, String link) {
        return folder.isEmpty() || link.startsWith(folder + '/');
    }

    private void ancestors(InstallPlan.Copy copy, String path) {
        for (int slash = path.length(); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
            put(copy, path.substring(0, slash), new Target(copy, true, false, null));
        }
    }

    /** Answers whether nothing was there before. */
    private boolean put(InstallPlan.Copy copy, String to, Target target) {
        Target there = targets.get(to);
        if (there == null) {
            if (targets.size() < MAX_TARGETS) {
                targets.put(to, target);
            }
            return true;
        }
        if (target.folder() != there.folder()) {
            conflict(copy, "appspec.fileAndFolder", to, there);
        } else if (!target.folder()) {
            conflict(copy, "appspec.twoSources", to, there);
        } else if (target.own() && !there.own()) {
            targets.put(to, target);
        }
        return false;
    }

    private void conflict(InstallPlan.Copy copy, String code, String to, Target there) {
        if (told.add(copy.line())) {
            fail(
                    copy.line(),
                    code,
                    copy.given(),
                    there.copy().given(),
                    there.copy().line(),
                    to);
        }
    }

    /** Without "." and "..", as the agent has it; "" is the root. */
    @NonNull
    static String destination(@NonNull String given) {
        String path = given.replace('\\', '/');
        boolean rooted = path.startsWith("/") || path.matches("(?s)[A-Za-z]:.*");
        Deque<String> parts = new ArrayDeque<>();
        for (String name : path.split("/")) {
            if (name.equals("..")) {
                parts.pollLast();
            } else if (!name.isEmpty() && !name.equals(".")) {
                parts.addLast(name);
            }
        }
        String clean = String.join("/", parts);
        return clean.isEmpty() && rooted ? "" : (rooted ? "/" : "./") + clean;
    }

    private void fail(int line, String code, Object... args) {
        findings.add(Finding.of(line, Finding.Kind.FAILS, code, args));
    }

    private void warn(int line, String code, Object... args) {
        findings.add(Finding.of(line, Finding.Kind.WARNING, code, args));
    }
}
