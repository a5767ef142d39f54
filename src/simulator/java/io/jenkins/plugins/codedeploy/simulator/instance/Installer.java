package io.jenkins.plugins.codedeploy.simulator.instance;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The Install event: removes what the last installation of the group left, plans everything, then copies. Planning
 * first is what makes DISALLOW fail before anything is written.
 */
final class Installer {
    private final Disk disk;
    private final Path archive;
    private final Path cleanup;
    private final String behavior;
    private final Map<Path, Path> copies = new LinkedHashMap<>();
    private final Set<Path> folders = new LinkedHashSet<>();
    private final Map<Path, Integer> modes = new LinkedHashMap<>();

    /** @param cleanup the list of what the group's last installation made */
    Installer(@NonNull Disk disk, @NonNull Path archive, @NonNull Path cleanup, @NonNull String behavior) {
        this.disk = disk;
        this.archive = archive;
        this.cleanup = cleanup;
        this.behavior = behavior;
    }

    void install(@NonNull AppSpecFile spec) throws IOException, AgentFailure {
        removeLast();
        for (AppSpecFile.FileMapping file : spec.files()) {
            plan(file);
        }
        for (Permission permission : spec.permissions()) {
            plan(permission);
        }
        carryOut();
    }

    private void removeLast() throws IOException {
        if (!Files.exists(cleanup)) {
            return;
        }
        List<String> made = new ArrayList<>(Files.readAllLines(cleanup, StandardCharsets.UTF_8));
        Collections.reverse(made);
        for (String name : made) {
            try {
                Files.deleteIfExists(disk.at(name));
            } catch (DirectoryNotEmptyException e) {
                // A folder that something else uses too stays.
                continue;
            }
        }
        Files.delete(cleanup);
    }

    private void plan(AppSpecFile.FileMapping file) throws IOException, AgentFailure {
        Path source = archive.resolve(file.source().replaceFirst("^/+", "")).normalize();
        if (!source.startsWith(archive)) {
            throw missing(disk.name(archive) + "/" + file.source());
        }
        Path destination = disk.at(file.destination());
        if (Files.isDirectory(source)) {
            planAncestors(destination);
            planFolder(source, destination);
        } else {
            Path name = source.getFileName();
            Path copy = name == null ? destination : destination.resolve(name);
            planAncestors(copy);
            planCopy(source, copy);
        }
    }

    private void planAncestors(Path destination) throws AgentFailure {
        List<Path> missing = new ArrayList<>();
        for (Path parent = destination.getParent();
                parent != null && parent.startsWith(disk.root()) && !Files.exists(parent);
                parent = parent.getParent()) {
            missing.add(0, parent);
        }
        for (Path folder : missing) {
            planMake(folder);
        }
    }

    private void planFolder(Path source, Path destination) throws IOException, AgentFailure {
        if (!Files.isDirectory(destination)) {
            planMake(destination);
        }
        List<Path> entries;
        try (Stream<Path> all = Files.list(source)) {
            entries = all.sorted().toList();
        }
        for (Path entry : entries) {
            Path there = destination.resolve(String.valueOf(entry.getFileName()));
            if (Files.isDirectory(entry)) {
                planFolder(entry, there);
            } else {
                planCopy(entry, there);
            }
        }
    }

    private void planMake(Path folder) throws AgentFailure {
        if (copies.containsKey(folder)) {
            throw new AgentFailure("The deployment failed because the application specification file includes an mkdir"
                    + " command more than once for the same destination path (" + disk.name(folder) + ") from ("
                    + disk.name(copies.get(folder)) + "). Update the files section of the AppSpec file, and then try"
                    + " again.");
        }
        folders.add(folder);
    }

    private void planCopy(Path source, Path destination) throws AgentFailure {
        if (Files.exists(destination)) {
            if (behavior.equals("DISALLOW")) {
                throw new AgentFailure(
                        "The deployment failed because a specified file already exists at this location: "
                                + disk.name(destination));
            }
            if (behavior.equals("RETAIN")) {
                return;
            }
        }
        if (copies.containsKey(destination)) {
            throw new AgentFailure("The deployment failed because the application specification file specifies two"
                    + " source files named " + disk.name(source) + " and " + disk.name(copies.get(destination))
                    + " for the same destination (" + disk.name(destination) + "). Remove one of the source file paths"
                    + " from the AppSpec file, and then try again.");
        }
        if (folders.contains(destination)) {
            throw new AgentFailure("The deployment failed because the application specification file calls for"
                    + " installing the file " + disk.name(source) + ", but a file with that name already exists at the"
                    + " location (" + disk.name(destination) + "). Update your AppSpec file or directory structure, and"
                    + " then try again.");
        }
        copies.put(destination, source);
    }

    private void plan(Permission permission) throws AgentFailure {
        Path object = disk.at(permission.object());
        if (copies.containsKey(object)) {
            if (permission.types().contains("file")) {
                permission.requireForFile();
                planMode(object, permission);
            }
        } else if (folders.contains(object) || Files.isDirectory(object)) {
            if (permission.types().contains("file")) {
                planModes(copies.keySet(), permission);
            }
            if (permission.types().contains("directory")) {
                planModes(folders, permission);
            }
        }
    }

    private void planModes(Set<Path> paths, Permission permission) throws AgentFailure {
        for (Path path : paths) {
            if (permission.matches(disk.name(path))) {
                planMode(path, permission);
            }
        }
    }

    private void planMode(Path path, Permission permission) throws AgentFailure {
        if (modes.containsKey(path)) {
            throw new AgentFailure("The deployment failed because the permissions setting for (" + disk.name(path)
                    + ") is specified more than once in the application specification file. Update the files section of"
                    + " the AppSpec file, and then try again.");
        }
        modes.put(path, permission.mode());
    }

    private void carryOut() throws IOException, AgentFailure {
        List<String> made = new ArrayList<>();
        try {
            for (Path folder : folders) {
                Files.createDirectories(folder);
                made.add(disk.name(folder));
            }
            for (Map.Entry<Path, Path> copy : copies.entrySet()) {
                made.add(disk.name(copy.getKey()));
                copy(copy.getValue(), copy.getKey());
            }
            for (Map.Entry<Path, Integer> mode : modes.entrySet()) {
                if (mode.getValue() != null) {
                    Disk.mode(mode.getKey(), mode.getValue());
                }
            }
        } finally {
            Files.write(cleanup, made, StandardCharsets.UTF_8);
        }
    }

    private void copy(Path source, Path destination) throws IOException, AgentFailure {
        if (!Files.exists(source, LinkOption.NOFOLLOW_LINKS)) {
            throw missing(disk.name(source));
        }
        Files.copy(
                source,
                destination,
                StandardCopyOption.REPLACE_EXISTING,
                StandardCopyOption.COPY_ATTRIBUTES,
                LinkOption.NOFOLLOW_LINKS);
    }

    private static AgentFailure missing(String name) {
        return new AgentFailure("No such file or directory @ rb_sysopen - " + name);
    }
}
