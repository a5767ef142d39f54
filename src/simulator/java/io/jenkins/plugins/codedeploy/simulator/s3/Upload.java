package io.jenkins.plugins.codedeploy.simulator.s3;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.simulator.http.Caller;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * A multipart upload that was begun.
 *
 * @param algorithm null where the client named none: S3 then computes CRC64NVME of its own
 * @param parts by number
 */
record Upload(
        @NonNull String id,
        @NonNull String key,
        @NonNull Caller initiator,
        @NonNull Instant initiated,
        @NonNull NewObject object,
        @CheckForNull ChecksumAlgorithm algorithm,
        @NonNull ObjectChecksum.Type type,
        @NonNull ConcurrentSkipListMap<Integer, Part> parts) {
    /** One part that has arrived. */
    record Part(
            int number,
            @NonNull Blob.Segment segment,
            @NonNull String eTag,
            @NonNull ObjectChecksum checksum,
            @NonNull Instant lastModified) {}

    /**
     * What the object will be, decided when the upload begins.
     *
     * @param conditions the condition keys of its request, which count for its parts too
     */
    record NewObject(
            @NonNull String owner,
            boolean sharedWithBucketOwner,
            @NonNull Map<String, String> headers,
            @NonNull Map<String, String> tags,
            @NonNull Encryption encryption,
            @NonNull Map<String, String> conditions) {}

    /** The algorithm in use, named or not. */
    @NonNull
    ChecksumAlgorithm effectiveAlgorithm() {
        return algorithm == null ? ChecksumAlgorithm.CRC64NVME : algorithm;
    }
}
