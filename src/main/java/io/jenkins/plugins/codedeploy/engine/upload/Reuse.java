package io.jenkins.plugins.codedeploy.engine.upload;

/** When bytes are not sent again. Whatever S3 will not tell, not even by a refusal, means sending them. */
public enum Reuse {
    /**
     * An object that has, by S3's own checksum, the very bytes that were packed. Not even packed is what the same machine
     * has pushed before, by the caller's record, if S3 confirms version and eTag.
     */
    SAME_BYTES,
    /** An object of the same key that says it has the same digest: whoever can write to the bucket is trusted. */
    SAME_KEY,
    /** Also replaces an object under a given key that is not the caller's own. */
    NEVER
}
