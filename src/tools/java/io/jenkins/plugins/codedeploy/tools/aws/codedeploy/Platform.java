package io.jenkins.plugins.codedeploy.tools.aws.codedeploy;

/** A compute platform, in AWS' spelling. */
public enum Platform {
    Server,
    Lambda,
    ECS
}
