package io.jenkins.plugins.codedeploy.engine.aws;

/** Whether a client asks again by itself. */
public enum Retries {
    /** Never: the call is not idempotent, or its caller decides when to ask again. */
    NONE,
    /** The SDK's standard mode: three attempts with back-off. */
    STANDARD
}
