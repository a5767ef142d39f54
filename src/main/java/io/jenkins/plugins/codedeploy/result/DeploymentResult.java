package io.jenkins.plugins.codedeploy.result;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.Serial;
import java.io.Serializable;
import org.jenkinsci.plugins.scriptsecurity.sandbox.whitelists.Whitelisted;

/** What became of a deployment, as a Pipeline script gets it. */
public final class DeploymentResult implements Serializable {
    @Serial
    private static final long serialVersionUID = 1;

    private final String deploymentId;
    private final String status;
    private final RevisionResult revision;
    private final String consoleLink;
    private final long duration;
    private final String rollbackId;

    public DeploymentResult(
            @CheckForNull String deploymentId,
            @NonNull String status,
            @CheckForNull RevisionResult revision,
            @CheckForNull String consoleLink,
            long duration,
            @CheckForNull String rollbackId) {
        this.deploymentId = deploymentId;
        this.status = status;
        this.revision = revision;
        this.consoleLink = consoleLink;
        this.duration = duration;
        this.rollbackId = rollbackId;
    }

    @CheckForNull
    @Whitelisted
    public String getDeploymentId() {
        return deploymentId;
    }

    /** CodeDeploy's word, such as {@code Succeeded}, as last seen. */
    @NonNull
    @Whitelisted
    public String getStatus() {
        return status;
    }

    /** Null where an existing deployment was followed. */
    @CheckForNull
    @Whitelisted
    public RevisionResult getRevision() {
        return revision;
    }

    @CheckForNull
    @Whitelisted
    public String getConsoleLink() {
        return consoleLink;
    }

    /** In milliseconds, as builds have it; by AWS's clock where AWS told both ends. */
    @Whitelisted
    public long getDuration() {
        return duration;
    }

    /** Of the deployment that rolled this one back; null where there is none. */
    @CheckForNull
    @Whitelisted
    public String getRollbackId() {
        return rollbackId;
    }

    @Override
    @Whitelisted
    public String toString() {
        return deploymentId == null ? status : deploymentId + " " + status;
    }
}
