package io.jenkins.plugins.codedeploy.engine.upload;

/** When an existing object is reused instead of uploaded again. If S3 does not return what is needed, it is uploaded. */
public enum Reuse {
    /**
     * An object that has, by S3's own checksum, the very bytes that were packed. Not even packed is what the same machine
     * has pushed before, by the caller's record, if S3 confirms version and eTag.
     */
    SAME_BYTES,
    /** Reuses an object with the same key and digest metadata: everyone who can write to the bucket is trusted. */
    SAME_KEY,
    /** Also replaces an object under a given key that is not the caller's own. */
    NEVER
}
