package io.jenkins.plugins.codedeploy.engine.deploy;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.InvalidInputException;
import io.jenkins.plugins.codedeploy.engine.Text;

/** When CodeDeploy rolls back by itself. */
public enum RollbackEvent {
    DEPLOYMENT_FAILURE,
    DEPLOYMENT_STOP_ON_ALARM,
    DEPLOYMENT_STOP_ON_REQUEST;

    @NonNull
    public static RollbackEvent parse(@NonNull String word) {
        try {
            return valueOf(word);
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException("autoRollback", Text.of("deploy.autoRollback", word));
        }
    }
}
