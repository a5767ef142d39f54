package io.jenkins.plugins.codedeploy.engine.deploy;

import edu.umd.cs.findbugs.annotations.NonNull;

/** Told what happens to a run, one event at a time. */
@FunctionalInterface
public interface DeploymentListener {
    void event(@NonNull DeploymentEvent event);
}
