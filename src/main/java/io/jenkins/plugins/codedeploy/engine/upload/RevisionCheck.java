package io.jenkins.plugins.codedeploy.engine.upload;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.EngineException;
import io.jenkins.plugins.codedeploy.engine.bundle.SourceHost;
import io.jenkins.plugins.codedeploy.engine.bundle.SourceSpec;
import io.jenkins.plugins.codedeploy.engine.bundle.Survey;
import java.io.IOException;
import java.util.Set;

/** Looks a revision over before anything is sent. */
@FunctionalInterface
public interface RevisionCheck {

    /**
     * @return bundle paths that must be executable
     * @throws EngineException for what could not be deployed
     */
    @NonNull
    Set<String> check(@NonNull SourceHost host, @NonNull SourceSpec source, @NonNull Survey survey)
            throws EngineException, IOException, InterruptedException;
}
