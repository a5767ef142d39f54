package io.jenkins.plugins.codedeploy.parameters;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.FilePath;
import io.jenkins.plugins.codedeploy.engine.SingleLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Paths that a job gives, relative to its workspace. */
final class WorkspacePaths {
    private WorkspacePaths() {}

    /**
     * On an agent a job may bundle whatever the agent's user can read, as it can with a shell step. On the controller's own
     * node that would be the secrets of Jenkins itself, which not even a job without a shell step must get out.
     *
     * @param field for the message
     * @return the path on the workspace's machine
     * @throws AbortException for a path that leaves a workspace on the controller's machine
     */
    @NonNull
    static String resolve(@NonNull FilePath workspace, @NonNull String field, @NonNull String path) throws IOException {
        FilePath file = workspace.child(path);
        if (!workspace.isRemote() && !isBelow(Path.of(workspace.getRemote()), Path.of(file.getRemote()))) {
            throw new AbortException(SingleLine.of(Messages.WorkspacePaths_outside(field, path)));
        }
        return file.getRemote();
    }

    private static boolean isBelow(Path workspace, Path path) throws IOException {
        // what does not exist is complained of by whoever reads it
        return Files.exists(path) && Files.exists(workspace)
                ? path.toRealPath().startsWith(workspace.toRealPath())
                : path.normalize().startsWith(workspace.normalize());
    }
}
