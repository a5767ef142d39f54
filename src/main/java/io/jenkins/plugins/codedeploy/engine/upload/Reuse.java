package io.jenkins.plugins.codedeploy.engine.upload;

/** When bytes are not sent again. Whatever S3 will not tell, not even by a refusal, means sending them. */
public enum Reuse {
    /** An object that the caller itself put there and has pinned, if S3 confirms version and eTag. */
    RECORDED,
    /** Also an object of the same key that has, by S3's own checksum, the very bytes that were packed. */
    SAME_BYTES,
    /** An object of the same key that says it has the same digest: whoever can write to the bucket is trusted. */
    SAME_KEY,
    NEVER
}
