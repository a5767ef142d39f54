package io.jenkins.plugins.codedeploy.pipeline;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.Objects;
import jenkins.model.CauseOfInterruption;

/** The step's own time-out was over; the words say what became of the deployment. */
public final class DeploymentTimeout extends CauseOfInterruption {
    private static final long serialVersionUID = 1;

    private final String description;

    DeploymentTimeout(@NonNull String description) {
        this.description = description;
    }

    @Override
    public String getShortDescription() {
        return description;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DeploymentTimeout that && description.equals(that.description);
    }

    @Override
    public int hashCode() {
        return Objects.hash(description);
    }
}
