package io.jenkins.plugins.codedeploy.simulator.s3;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * One version of an object.
 *
 * @param versionId {@code null}, the word, for one from a time without versions
 * @param content null for a delete marker
 * @param eTag without quotes
 * @param owner the account that owns it
 * @param sharedWithBucketOwner whether the ACL lets the bucket's owner read it
 * @param headers {@code Content-Type} and the like, and {@code x-amz-meta-*}
 * @param tags mutable
 */
record StoredObject(
        @NonNull String key,
        @NonNull String versionId,
        @CheckForNull Blob content,
        @NonNull String eTag,
        @NonNull Instant lastModified,
        @NonNull String owner,
        boolean sharedWithBucketOwner,
        @NonNull Map<String, String> headers,
        @NonNull Map<String, String> tags,
        @NonNull Encryption encryption,
        @NonNull ObjectChecksum checksum,
        boolean multipart) {
    boolean deleteMarker() {
        return content == null;
    }

    @NonNull
    StoredObject olderBy(@NonNull Duration age) {
        return new StoredObject(
                key,
                versionId,
                content,
                eTag,
                lastModified.minus(age),
                owner,
                sharedWithBucketOwner,
                headers,
                tags,
                encryption,
                checksum,
                multipart);
    }

    long size() {
        return content == null ? 0 : content.length();
    }

    @NonNull
    String quotedETag() {
        return "\"" + eTag + "\"";
    }
}
