package io.jenkins.plugins.codedeploy.engine.appspec;

/** CodeDeploy's compute platforms, each with an AppSpec of its own kind. */
public enum Platform {
    /** EC2 and on-premises: instances with an agent. */
    SERVER,
    LAMBDA,
    ECS
}
