package io.jenkins.plugins.codedeploy.engine.upload;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.EngineException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Calls to one bucket, in a session that is renewed when it has ended. */
final class Bucket {
    private static final Set<String> ENDED = Set.of("ExpiredToken", "InvalidToken", "RequestExpired");

    private final BucketClients clients;
    private final BucketTarget target;

    Bucket(BucketClients clients, BucketTarget target) {
        this.clients = clients;
        this.target = target;
    }

    /** What is known of an object. The eTag is without quotes. */
    record Found(
            @CheckForNull String versionId,
            @CheckForNull String eTag,
            @CheckForNull String sha256,
            long size,
            @NonNull Map<String, String> metadata) {}

    BucketTarget target() {
        return target;
    }

    BucketClients clients() {
        return clients;
    }

    /** @throws SdkException as the client throws it, a refusal of an ended session excepted */
    <R> R call(Function<S3Client, R> call) throws EngineException, InterruptedException {
        try {
            return interruptibly(call);
        } catch (S3Exception e) {
            // A HEAD's refusal has no body, hence no code: 400 stands for a token that has expired.
            String code =
                    e.awsErrorDetails() == null ? null : e.awsErrorDetails().errorCode();
            if (code == null || code.isEmpty() ? e.statusCode() != 400 : !ENDED.contains(code)) {
                throw e;
            }
        }
        clients.renew();
        return interruptibly(call);
    }

    /** Empty when there is no such object, and when S3 will not tell. */
    Optional<Found> find(String key, @CheckForNull String versionId, boolean withChecksum)
            throws EngineException, InterruptedException {
        HeadObjectResponse head;
        try {
            head = call(s3 -> s3.headObject(request -> request.bucket(target.bucket())
                    .key(key)
                    .versionId(versionId)
                    .expectedBucketOwner(target.expectedOwner())
                    .checksumMode(withChecksum ? ChecksumMode.ENABLED : null)));
        } catch (SdkException e) {
            return Optional.empty();
        }
        return Optional.of(new Found(
                head.versionId(),
                head.eTag() == null ? null : head.eTag().replace("\"", ""),
                head.checksumSHA256(),
                head.contentLength() == null ? -1 : head.contentLength(),
                head.metadata()));
    }

    private <R> R interruptibly(Function<S3Client, R> call) throws EngineException, InterruptedException {
        try {
            return call.apply(clients.s3());
        } catch (AbortedException e) {
            // The SDK sets the thread's flag again when it gives up.
            Thread.interrupted();
            InterruptedException interrupted = new InterruptedException();
            interrupted.initCause(e);
            throw interrupted;
        }
    }
}
