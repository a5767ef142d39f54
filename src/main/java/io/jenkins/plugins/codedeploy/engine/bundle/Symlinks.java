package io.jenkins.plugins.codedeploy.engine.bundle;

/** How symbolic links are bundled. Neither way allows a link that points outside the source. */
public enum Symlinks {
    /** The bundle has what the link points to. */
    FOLLOW,
    /** The bundle has the link itself: it must be relative and stay within the source. */
    KEEP
}
