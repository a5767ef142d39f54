package io.jenkins.plugins.codedeploy.records;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Job;
import hudson.model.Run;
import io.jenkins.plugins.codedeploy.account.TargetReference;
import io.jenkins.plugins.codedeploy.engine.Sha256;
import java.util.Objects;
import jenkins.model.Jenkins;

/** Where to find the journal of a deployment that may run, and with whose eyes to look at it. */
public final class OpenDeployment {
    private final String job;
    private final int number;
    private final String id;
    private final TargetReference target;

    OpenDeployment(@NonNull String job, int number, @NonNull String id, @NonNull TargetReference target) {
        this.job = job;
        this.number = number;
        this.id = id;
        this.target = target;
    }

    @NonNull
    public static OpenDeployment of(@NonNull Run<?, ?> build, @NonNull String id, @NonNull TargetReference target) {
        return new OpenDeployment(build.getParent().getFullName(), build.getNumber(), id, target);
    }

    /** Full name. */
    @NonNull
    public String getJob() {
        return job;
    }

    /** Of the build. */
    public int getNumber() {
        return number;
    }

    /** Of the step within its build, as {@link BuildFiles} has it. */
    @NonNull
    public String getId() {
        return id;
    }

    @NonNull
    public TargetReference getTarget() {
        return target;
    }

    /** Unique on this controller, and a file's name. */
    @NonNull
    public String getKey() {
        return Sha256.hex(job + '\n' + number + '\n' + id);
    }

    /** Loads this one build; null where Jenkins does not have it. */
    @CheckForNull
    public Run<?, ?> build() {
        Job<?, ?> owner = Jenkins.get().getItemByFullName(job, Job.class);
        return owner == null ? null : owner.getBuildByNumber(number);
    }

    @NonNull
    OpenDeployment movedTo(@NonNull String newJob) {
        return new OpenDeployment(newJob, number, id, target);
    }

    /** A file that a person has edited may lack anything. */
    boolean isWhole() {
        return job != null && id != null && target != null;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof OpenDeployment that
                && job.equals(that.job)
                && number == that.number
                && id.equals(that.id);
    }

    @Override
    public int hashCode() {
        return Objects.hash(job, number, id);
    }

    @Override
    public String toString() {
        return job + " #" + number + " " + id;
    }
}
