package io.jenkins.plugins.codedeploy.simulator.instance;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The agent's instructions for one installation. Names are those on the instance, absolute and without dots. */
final class InstallPlan {
    /** One instruction. */
    private interface Step {
        /** @param made takes the names that the next installation removes */
        void run(List<String> made) throws IOException, AgentFailure;
    }

    private final Disk disk;
    private final Users users;
    private final FileCopy fileCopy;
    private final List<Step> steps = new ArrayList<>();
    private final Map<String, String> copies = new LinkedHashMap<>();
    private final Set<String> folders = new LinkedHashSet<>();
    private final Map<String, Permission> permissions = new LinkedHashMap<>();

    InstallPlan(@NonNull Disk disk) {
        this.disk = disk;
        this.users = new Users(disk);
        this.fileCopy = new FileCopy(disk);
    }

    boolean isCopy(@NonNull String name) {
        return copies.containsKey(name);
    }

    boolean isFolder(@NonNull String name) {
        return folders.contains(name);
    }

    void make(@NonNull String folder) throws AgentFailure {
        if (copies.containsKey(folder)) {
            throw new AgentFailure(AppSpecReader.FAILED + "the application specification file includes an mkdir"
                    + " command more than once for the same destination path (" + folder + ") from ("
                    + copies.get(folder) + "). Update the files section of the AppSpec file, and then try again.");
        }
        if (folders.add(folder)) {
            steps.add(made -> {
                try {
                    Files.createDirectory(disk.entry(folder));
                } catch (IOException e) {
                    throw Errno.failure(e, "dir_s_mkdir", folder);
                }
                made.add(folder);
            });
        }
    }

    /** @param source in the archive, as the AppSpec's path was joined */
    void copy(@NonNull String source, @NonNull String destination) throws AgentFailure {
        if (copies.containsKey(destination)) {
            throw new AgentFailure(AppSpecReader.FAILED + "the application specification file specifies two"
                    + " source files named " + source + " and " + copies.get(destination)
                    + " for the same destination (" + destination + "). Remove one of the source file paths"
                    + " from the AppSpec file, and then try again.");
        }
        if (folders.contains(destination)) {
            throw new AgentFailure(AppSpecReader.FAILED + "the application specification file calls for"
                    + " installing the file " + source + ", but a file with that name already exists at the"
                    + " location (" + destination + "). Update your AppSpec file or directory structure, and"
                    + " then try again.");
        }
        copies.put(destination, source);
        steps.add(made -> {
            made.add(destination);
            fileCopy.run(source, destination);
        });
    }

    /** What a permission for a folder means of what is installed. */
    @NonNull
    List<String> matches(@NonNull Permission permission) throws AgentFailure {
        List<String> matches = new ArrayList<>();
        if (permission.meansFiles()) {
            for (String name : copies.keySet()) {
                if (permission.matches(name)) {
                    permission.requireAclForFile();
                    matches.add(name);
                }
            }
        }
        if (permission.meansFolders()) {
            for (String name : folders) {
                if (permission.matches(name)) {
                    matches.add(name);
                }
            }
        }
        return matches;
    }

    void permit(@NonNull String name, @NonNull Permission permission) throws AgentFailure {
        if (permissions.putIfAbsent(name, permission) != null) {
            throw new AgentFailure(AppSpecReader.FAILED + "the permissions setting for (" + name
                    + ") is specified more than once in the application specification file. Update the files section of"
                    + " the AppSpec file, and then try again.");
        }
        steps.add(made -> apply(name, permission));
    }

    private void apply(String name, Permission permission) throws IOException, AgentFailure {
        Path file = disk.walked(name);
        if (permission.mode() != null) {
            requireTarget(name, "apply2files");
            Disk.mode(file, Integer.parseInt(permission.mode(), 8));
        }
        Acl acl = permission.acl();
        if (acl != null) {
            requireTarget(name, "rb_file_s_stat");
            acl.apply(name, Disk.mode(file), users);
        }
        SecurityContext context = permission.context();
        if (context != null) {
            context.apply(name, disk);
        }
        Object owner = permission.owner();
        Object group = permission.group();
        if (owner != null || group != null) {
            if (!Ruby.isFalsy(owner) && !users.hasUser(text(owner))) {
                throw new AgentFailure("can't find user for " + owner);
            }
            if (!Ruby.isFalsy(group) && !users.hasGroup(text(group))) {
                throw new AgentFailure("can't find group for " + group);
            }
            requireTarget(name, "apply2files");
        }
    }

    private static String text(@CheckForNull Object name) throws AgentFailure {
        if (name instanceof String text) {
            return text;
        }
        throw Ruby.noConversion(name, "String");
    }

    private void requireTarget(String name, String call) throws AgentFailure {
        if (!Files.exists(disk.walked(name))) {
            throw Errno.failure(new NoSuchFileException(name), call, name);
        }
    }

    /** The agent writes its plan into a file first, where a context without a range makes it fail. */
    void requireWritable() throws AgentFailure {
        for (Permission permission : permissions.values()) {
            SecurityContext context = permission.context();
            if (context != null) {
                context.requireRange();
            }
        }
    }

    void carryOut(@NonNull CleanupList cleanup) throws IOException, AgentFailure {
        List<String> made = new ArrayList<>();
        try {
            for (Step step : steps) {
                step.run(made);
            }
        } finally {
            cleanup.write(made);
        }
    }
}
