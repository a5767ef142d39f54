package io.jenkins.plugins.codedeploy.engine.deploy;

/** When CodeDeploy rolls back by itself. */
public enum RollbackEvent {
    DEPLOYMENT_FAILURE,
    DEPLOYMENT_STOP_ON_ALARM,
    DEPLOYMENT_STOP_ON_REQUEST
}
