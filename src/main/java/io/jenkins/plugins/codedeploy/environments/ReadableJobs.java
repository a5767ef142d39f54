package io.jenkins.plugins.codedeploy.environments;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Item;
import hudson.model.Job;
import io.jenkins.plugins.codedeploy.account.FormAccess;
import io.jenkins.plugins.codedeploy.engine.history.BuildReference;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import jenkins.model.Jenkins;

/** The jobs that the present user may read. For one request. */
final class ReadableJobs {
    private final boolean all = Jenkins.get().hasPermission(Jenkins.ADMINISTER);
    private final Map<String, Optional<Job<?, ?>>> known = new HashMap<>();

    /** @return null if the job does not exist, or if the user may not read it */
    @CheckForNull
    Job<?, ?> find(@CheckForNull BuildReference build) {
        return build == null || build.jobDeleted() ? null : find(build.job());
    }

    /** Whether the user may see what a build did. What no build of a job that exists did is for administrators. */
    boolean mayRead(@CheckForNull BuildReference build) {
        return all || find(build) != null;
    }

    /** Whether one of the jobs is readable, or the user is an administrator. */
    boolean mayReadAny(@NonNull Set<String> jobs) {
        return all || jobs.stream().anyMatch(job -> find(job) != null);
    }

    /** Whether the user may see roles and accounts of what a build did. */
    boolean maySeeAccounts(@CheckForNull BuildReference build) {
        Job<?, ?> job = find(build);
        return job == null ? all : job.hasPermission(Item.CONFIGURE);
    }

    @CheckForNull
    private Job<?, ?> find(String name) {
        return known.computeIfAbsent(name, ReadableJobs::look).orElse(null);
    }

    private static Optional<Job<?, ?>> look(String name) {
        return Optional.ofNullable(FormAccess.readable(name, Job.class));
    }
}
