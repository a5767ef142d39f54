package io.jenkins.plugins.codedeploy.engine.deploy;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.FieldNames;
import io.jenkins.plugins.codedeploy.engine.Inputs;
import io.jenkins.plugins.codedeploy.engine.InvalidInputException;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.revision.AppSpecRevision;
import io.jenkins.plugins.codedeploy.engine.revision.Revision;
import java.util.List;
import java.util.stream.Collectors;

/** What is to be deployed, and where. */
public record DeploymentRequest(
        @NonNull String application,
        @NonNull String deploymentGroup,
        @NonNull Revision revision,
        @NonNull DeploymentOptions options) {
    public DeploymentRequest {
        application = Inputs.name("application", application);
        deploymentGroup = Inputs.name("deploymentGroup", deploymentGroup);
        List<String> refused = options.serverOnly();
        if (revision instanceof AppSpecRevision && !refused.isEmpty()) {
            String fields = refused.stream().map(FieldNames::reference).collect(Collectors.joining(", "));
            throw new InvalidInputException("appSpecContent", Text.of("deploy.serverOnly", fields));
        }
    }
}
