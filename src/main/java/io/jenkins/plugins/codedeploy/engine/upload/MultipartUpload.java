package io.jenkins.plugins.codedeploy.engine.upload;

import io.jenkins.plugins.codedeploy.engine.bundle.Packed;
import java.util.List;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * An upload whose parts are all stored.
 *
 * @param key of the object that is going to be created
 * @param uploadId assigned by S3
 * @param parts in order
 */
record MultipartUpload(RevisionKey key, String uploadId, Packed packed, List<CompletedPart> parts) {}
