package io.jenkins.plugins.codedeploy.engine.bundle;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.Serializable;
import java.util.List;

/**
 * What an AppSpec does with its bundle, for the machine that has the files to compare.
 *
 * @param windows whether the instances run Windows, where names have no case
 */
public record InstallPlan(
        boolean windows,
        @NonNull List<Copy> copies,
        @NonNull List<Permission> permissions,
        @NonNull List<Script> scripts)
        implements Serializable {

    /**
     * An item of files.
     *
     * @param given source as the AppSpec has it
     * @param source relative to the bundle; "" is the whole bundle
     * @param destination as the AppSpec has it
     */
    public record Copy(
            int line,
            @NonNull String given,
            @NonNull String source,
            @NonNull String destination) implements Serializable {}

    /**
     * An item of permissions.
     *
     * @param pattern of names directly in the object; null for everything below it
     * @param except patterns of names directly in the object
     * @param ifApplied what is wrong with it, but only if there is something that it applies to
     * @param defaultAcl whether it has a default entry, which files cannot have
     */
    public record Permission(
            int line,
            @NonNull String object,
            @CheckForNull String pattern,
            @NonNull List<String> except,
            boolean files,
            boolean folders,
            boolean defaultAcl,
            @NonNull List<Finding> ifApplied)
            implements Serializable {
        public Permission {
            except = List.copyOf(except);
            ifApplied = List.copyOf(ifApplied);
        }
    }

    /**
     * A script of hooks.
     *
     * @param given location as the AppSpec has it
     * @param path relative to the bundle
     */
    public record Script(
            int line,
            @NonNull String event,
            @NonNull String given,
            @NonNull String path) implements Serializable {}

    public InstallPlan {
        copies = List.copyOf(copies);
        permissions = List.copyOf(permissions);
        scripts = List.copyOf(scripts);
    }
}
