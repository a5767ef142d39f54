package io.jenkins.plugins.codedeploy.engine.upload;

import io.jenkins.plugins.codedeploy.engine.bundle.Packed;

/**
 * An upload whose parts are all there.
 *
 * @param key where the object is going to be
 * @param uploadId S3's
 */
record MultipartUpload(RevisionKey key, String uploadId, Packed packed) {}
