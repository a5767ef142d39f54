package io.jenkins.plugins.codedeploy.simulator.instance;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.List;
import java.util.Map;

/** What an AppSpec tells an instance's agent. */
record AppSpecFile(
        @NonNull List<FileMapping> files,
        @NonNull List<Permission> permissions,
        @NonNull Map<String, List<Script>> hooks,
        @CheckForNull String fileExistsBehavior) {

    record FileMapping(@NonNull String source, @NonNull String destination) {}

    /**
     * A hook's script.
     *
     * @param timeout in seconds
     */
    record Script(@NonNull String location, @CheckForNull String runAs, int timeout) {
        String prefix() {
            return "Script at specified location: " + location + (runAs == null ? "" : " run as user " + runAs);
        }
    }

    @NonNull
    List<Script> scripts(@NonNull String event) {
        return hooks.getOrDefault(event, List.of());
    }
}
