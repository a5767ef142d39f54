package io.jenkins.plugins.codedeploy.engine.upload;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.aws.AwsErrors;
import io.jenkins.plugins.codedeploy.engine.revision.S3Revision;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Calls to one bucket, in a session that is renewed when it has ended. */
final class Bucket {
    private final BucketClients clients;
    private final BucketTarget target;

    Bucket(BucketClients clients, BucketTarget target) {
        this.clients = clients;
        this.target = target;
    }

    /**
     * What is known of an object. The eTag is without quotes, the size in bytes.
     *
     * @param expires whether a lifecycle rule removes it, and more than half of its life is over
     */
    record Found(
            @CheckForNull String versionId,
            @CheckForNull String eTag,
            @CheckForNull String sha256,
            long size,
            @NonNull Map<String, String> metadata,
            boolean expires) {}

    BucketTarget target() {
        return target;
    }

    BucketClients clients() {
        return clients;
    }

    S3Refusals refusals() {
        return new S3Refusals(clients, target);
    }

    /** @throws SdkException as the client throws it, the refusal of an ended session and interruption excepted */
    <R> R call(Function<S3Client, R> call) throws InterruptedException {
        try {
            return interruptibly(() -> call.apply(clients.s3()));
        } catch (S3Exception e) {
            // A HEAD's refusal has no body, hence no code: there, 400 stands for a token that has expired.
            if (!AwsErrors.isExpired(e)
                    && !(e.statusCode() == 400 && AwsErrors.code(e).length() <= 3)) {
                throw e;
            }
        }
        clients.renew();
        return interruptibly(() -> call.apply(clients.s3()));
    }

    /** Empty when there is no such object, and when S3 will not tell. */
    Optional<Found> find(String key, @CheckForNull String versionId, boolean withChecksum) throws InterruptedException {
        try {
            return Optional.of(look(key, versionId, withChecksum));
        } catch (SdkException e) {
            return Optional.empty();
        }
    }

    /** @throws SdkException when there is no such object, and when S3 will not tell */
    Found look(String key, @CheckForNull String versionId, boolean withChecksum) throws InterruptedException {
        HeadObjectResponse head = call(s3 -> s3.headObject(request -> request.bucket(target.bucket())
                .key(key)
                .versionId(versionId)
                .expectedBucketOwner(target.expectedOwner())
                .checksumMode(withChecksum ? ChecksumMode.ENABLED : null)));
        return new Found(
                head.versionId(),
                S3Revision.withoutQuotes(head.eTag()),
                head.checksumSHA256(),
                head.contentLength() == null ? -1 : head.contentLength(),
                head.metadata(),
                expires(head));
    }

    private static boolean expires(HeadObjectResponse head) {
        Instant expiry = Expiry.of(head.expiration());
        return expiry != null
                && head.lastModified() != null
                && Expiry.isPastHalf(head.lastModified(), expiry, Instant.now());
    }

    private static <R> R interruptibly(Supplier<R> call) throws InterruptedException {
        try {
            return call.get();
        } catch (SdkException e) {
            if (!AwsErrors.isInterruption(e)) {
                throw e;
            }
            // The SDK sets the thread's flag again when it gives up.
            Thread.interrupted();
            InterruptedException interrupted = new InterruptedException();
            interrupted.initCause(e);
            throw interrupted;
        }
    }
}
