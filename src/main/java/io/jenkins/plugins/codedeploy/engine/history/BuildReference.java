package io.jenkins.plugins.codedeploy.engine.history;

import edu.umd.cs.findbugs.annotations.NonNull;

/**
 * A build, which may no longer exist.
 *
 * @param job full name, as the job is called now
 * @param jobDeleted whether the job was deleted; another job of the same name is not meant
 */
public record BuildReference(@NonNull String job, int number, boolean jobDeleted) {
    /** A build of a job that exists. */
    public BuildReference(@NonNull String job, int number) {
        this(job, number, false);
    }

    @Override
    public String toString() {
        return job + " #" + number;
    }
}
