package io.jenkins.plugins.codedeploy.simulator.codedeploy;

/** A compute platform, in AWS' spelling. */
public enum ComputePlatform {
    Server,
    Lambda,
    ECS
}
