package io.jenkins.plugins.codedeploy.engine.upload;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.revision.S3Revision;

/**
 * A revision that is in its bucket now.
 *
 * @param size in bytes
 * @param digest hexadecimal; names the content
 * @param uploaded false when an object that was there already is used
 */
public record PushedRevision(
        @NonNull S3Revision revision, long size, @NonNull String digest, boolean uploaded) {}
