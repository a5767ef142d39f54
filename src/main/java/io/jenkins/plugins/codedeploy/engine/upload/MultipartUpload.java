package io.jenkins.plugins.codedeploy.engine.upload;

import io.jenkins.plugins.codedeploy.engine.bundle.Packed;

/**
 * An upload under way.
 *
 * @param key where the object is going to be
 * @param uploadId S3's
 */
record MultipartUpload(RevisionKey key, String uploadId, Packed packed) {

    int parts() {
        return packed.partSha256().size();
    }

    /** @param number from 1 */
    long offset(int number) {
        return (number - 1) * packed.partSize();
    }

    long length(int number) {
        return Math.min(packed.partSize(), packed.size() - offset(number));
    }

    String sha256(int number) {
        return packed.partSha256().get(number - 1);
    }
}
