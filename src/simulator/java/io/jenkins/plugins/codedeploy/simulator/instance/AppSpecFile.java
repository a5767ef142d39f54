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

    /** Either may be of any type until it is installed, as in the agent. */
    record FileMapping(@NonNull Object source, @NonNull Object destination) {
        /** @throws AgentFailure for a value that is not a text */
        @NonNull
        static String path(@NonNull Object value) throws AgentFailure {
            if (value instanceof String path) {
                return path;
            }
            if (value instanceof List<?> parts && parts.stream().allMatch(String.class::isInstance)) {
                return String.join("/", parts.stream().map(String::valueOf).toList());
            }
            throw Ruby.noConversion(value, "String");
        }
    }

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
