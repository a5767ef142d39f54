package io.jenkins.plugins.codedeploy.records;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Job;
import hudson.model.Run;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.codedeploy.engine.revision.Revision;
import io.jenkins.plugins.codedeploy.engine.upload.RevisionFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import jenkins.model.Jenkins;

/** What a job has pushed. Only the controller writes it. */
public final class JobRevisions extends RevisionFile {
    private JobRevisions(Path file) {
        super(file, "-");
    }

    /** @param machine that pushes, as {@link Machines} knows it */
    public JobRevisions(@NonNull Run<?, ?> build, @NonNull String machine) {
        super(file(build.getParent()), machine, BuildOrigin.of(build));
    }

    /** Returns what a job has pushed, newest first. */
    @NonNull
    public static List<RecordedPush> of(@NonNull Job<?, ?> job) {
        return new JobRevisions(file(job)).pushes(job.getFullName());
    }

    /**
     * Finds the push of a revision by any job, whoever may read it.
     *
     * @param job is asked first
     * @return null if none of the jobs remembers it
     */
    @CheckForNull
    public static RecordedPush find(@NonNull Job<?, ?> job, @NonNull Revision revision) {
        RecordedPush own = find(List.of(job), revision);
        if (own != null) {
            return own;
        }
        try (ACLContext ignored = ACL.as2(ACL.SYSTEM2)) {
            return find(Jenkins.get().allItems(Job.class), revision);
        }
    }

    @CheckForNull
    private static RecordedPush find(@SuppressWarnings("rawtypes") Iterable<? extends Job> jobs, Revision revision) {
        return StreamSupport.stream(jobs.spliterator(), false)
                .map(job -> (Job<?, ?>) job)
                .filter(job -> Files.exists(file(job)))
                .flatMap(job -> of(job).stream())
                .filter(push -> push.revision().equals(revision))
                .findFirst()
                .orElse(null);
    }

    private static Path file(Job<?, ?> job) {
        return job.getRootDir().toPath().resolve("codedeploy-revisions");
    }
}
