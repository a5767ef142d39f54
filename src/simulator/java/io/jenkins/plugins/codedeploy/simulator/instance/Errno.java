package io.jenkins.plugins.codedeploy.simulator.instance;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** What the operating system refuses, in the words that Ruby has for it. */
final class Errno {
    static final String NO_ENTRY = "No such file or directory";
    static final String EXISTS = "File exists";

    private Errno() {}

    /**
     * @param call the system call's name in Ruby's source, such as {@code rb_sysopen}
     * @param name of the file on the instance
     */
    @NonNull
    static AgentFailure failure(@NonNull IOException cause, @NonNull String call, @NonNull String name) {
        AgentFailure failure = new AgentFailure(reason(cause) + " @ " + call + " - " + name);
        failure.initCause(cause);
        return failure;
    }

    @NonNull
    static String reason(@NonNull IOException cause) {
        if (cause instanceof NoSuchFileException) {
            return NO_ENTRY;
        }
        if (cause instanceof FileAlreadyExistsException) {
            return EXISTS;
        }
        if (cause instanceof AccessDeniedException) {
            return "Permission denied";
        }
        if (cause instanceof DirectoryNotEmptyException) {
            return "Directory not empty";
        }
        if (cause instanceof NotDirectoryException) {
            return "Not a directory";
        }
        if (cause instanceof FileSystemException e && e.getReason() != null) {
            return e.getReason();
        }
        return String.valueOf(cause.getMessage());
    }
}
