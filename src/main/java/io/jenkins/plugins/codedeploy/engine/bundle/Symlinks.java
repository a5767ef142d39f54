package io.jenkins.plugins.codedeploy.engine.bundle;

/** What becomes of symbolic links. Neither lets a link lead out of the source. */
public enum Symlinks {
    /** The bundle has what the link points to. */
    FOLLOW,
    /** The bundle has the link itself: it must be relative and stay within the source. */
    KEEP
}
