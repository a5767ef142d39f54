package io.jenkins.plugins.codedeploy.engine.deploy;

/** What an instance does with a file that is there and that no deployment put there. Server platform only. */
public enum FileExistsBehavior {
    DISALLOW,
    OVERWRITE,
    RETAIN
}
