package io.jenkins.plugins.codedeploy.records;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Job;
import io.jenkins.plugins.codedeploy.engine.upload.RevisionFile;
import java.nio.file.Path;

/** What a job has pushed. Only the controller writes it. */
public final class JobRevisions extends RevisionFile {
    /** To read. */
    public JobRevisions(@NonNull Job<?, ?> job) {
        this(job, "-");
    }

    /** @param machine that pushes, as {@link Machines} knows it */
    public JobRevisions(@NonNull Job<?, ?> job, @NonNull String machine) {
        this(job.getRootDir().toPath().resolve("codedeploy-revisions"), machine);
    }

    public JobRevisions(@NonNull Path file, @NonNull String machine) {
        super(file, machine);
    }
}
