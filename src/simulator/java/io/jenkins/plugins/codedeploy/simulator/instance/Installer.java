package io.jenkins.plugins.codedeploy.simulator.instance;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The Install event: removes what the last installation of the group left, plans everything, then carries the plan out.
 * Planning first is what makes DISALLOW fail before anything is written.
 */
final class Installer {
    private final Disk disk;
    private final String archive;
    private final CleanupList cleanup;
    private final String behavior;
    private final InstallPlan plan;

    /** @param behavior DISALLOW, OVERWRITE or RETAIN; the agent refuses others when a file exists */
    Installer(@NonNull Disk disk, @NonNull Path archive, @NonNull CleanupList cleanup, @NonNull String behavior) {
        this.disk = disk;
        this.archive = disk.name(archive);
        this.cleanup = cleanup;
        this.behavior = behavior;
        this.plan = new InstallPlan(disk);
    }

    void install(@NonNull AppSpecFile spec) throws IOException, AgentFailure {
        cleanup.removeLast();
        for (AppSpecFile.FileMapping file : spec.files()) {
            plan(AppSpecFile.FileMapping.path(file.source()), AppSpecFile.FileMapping.path(file.destination()));
        }
        for (Permission permission : spec.permissions()) {
            plan(permission);
        }
        plan.requireWritable();
        plan.carryOut(cleanup);
    }

    private void plan(String given, String destination) throws IOException, AgentFailure {
        String source = join(archive, given);
        if (Files.isDirectory(disk.walked(source))) {
            planAncestors(destination);
            planFolder(source, destination);
        } else {
            String copy = join(destination, baseName(source));
            planAncestors(copy);
            planCopy(source, copy);
        }
    }

    private void planAncestors(String destination) throws AgentFailure {
        List<String> missing = new ArrayList<>();
        for (String parent = parent(destination);
                !parent.equals(".") && !parent.equals("/") && !Files.exists(disk.walked(parent));
                parent = parent(parent)) {
            missing.add(0, parent);
        }
        for (String folder : missing) {
            plan.make(Disk.expanded(folder));
        }
    }

    private void planFolder(String source, String destination) throws IOException, AgentFailure {
        if (!Files.isDirectory(disk.walked(destination))) {
            plan.make(Disk.expanded(destination));
        }
        List<String> entries;
        try (Stream<Path> all = Files.list(disk.walked(source))) {
            entries =
                    all.map(path -> String.valueOf(path.getFileName())).sorted().toList();
        }
        for (String entry : entries) {
            String from = join(source, entry);
            if (Files.isDirectory(disk.walked(from))) {
                planFolder(from, join(destination, entry));
            } else {
                planCopy(from, join(destination, entry));
            }
        }
    }

    private void planCopy(String source, String destination) throws AgentFailure {
        if (Files.exists(disk.walked(destination))) {
            switch (behavior) {
                case "OVERWRITE" -> {}
                case "RETAIN" -> {
                    return;
                }
                case "DISALLOW" ->
                    throw new AgentFailure(
                            AppSpecReader.FAILED + "a specified file already exists at this location: " + destination);
                default ->
                    throw new AgentFailure(AppSpecReader.FAILED
                            + "an invalid option was specified for fileExistsBehavior: " + behavior
                            + ". Valid options include OVERWRITE, RETAIN, and DISALLOW.");
            }
        }
        plan.copy(source, Disk.expanded(destination));
    }

    private void plan(Permission permission) throws AgentFailure {
        String object = Disk.expanded(permission.object());
        if (plan.isCopy(object)) {
            if (permission.meansFiles()) {
                permission.requireForFile();
                permission.requireAclForFile();
                plan.permit(object, permission);
            }
        } else if (plan.isFolder(object) || Files.isDirectory(disk.walked(object))) {
            for (String match : plan.matches(permission)) {
                plan.permit(match, permission);
            }
        }
    }

    private static String join(String folder, String name) {
        return folder.replaceFirst("/+$", "") + "/" + name.replaceFirst("^/+", "");
    }

    private static String baseName(String path) {
        String bare = path.replaceFirst("/+$", "");
        return bare.substring(bare.lastIndexOf('/') + 1);
    }

    /** {@code File.dirname}. */
    private static String parent(String path) {
        String bare = path.replaceFirst("/+$", "");
        int slash = bare.lastIndexOf('/');
        if (slash < 0) {
            return ".";
        }
        String parent = bare.substring(0, slash).replaceFirst("/+$", "");
        return parent.isEmpty() ? "/" : parent;
    }
}
