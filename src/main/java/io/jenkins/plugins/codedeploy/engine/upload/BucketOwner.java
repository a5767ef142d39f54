package io.jenkins.plugins.codedeploy.engine.upload;

/** Which account the bucket belongs to: its owner uploads, so that the owner of the bucket owns the object too. */
public enum BucketOwner {
    /** The account of the stored credential. */
    SOURCE,
    /** The account of the assumed role. */
    TARGET
}
