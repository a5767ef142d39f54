package io.jenkins.plugins.codedeploy.engine.upload;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.codedeploy.engine.EngineException;
import io.jenkins.plugins.codedeploy.engine.Problem;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.aws.AwsErrors;
import io.jenkins.plugins.codedeploy.engine.revision.S3Revision;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Makes an object of the parts, once.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html">Conditional writes</a>
 */
final class Completion {
    private static final String ACTION = "s3:PutObject";
    private static final int ATTEMPTS = 4;

    private final Bucket bucket;
    private final UploadTuning pace;

    Completion(Bucket bucket, UploadTuning pace) {
        this.bucket = bucket;
        this.pace = pace;
    }

    Completed complete(MultipartUpload upload) throws EngineException, InterruptedException {
        return complete(upload, upload.key().replaces());
    }

    private Completed complete(MultipartUpload upload, @CheckForNull String replaces)
            throws EngineException, InterruptedException {
        CompleteMultipartUploadRequest request = CompleteMultipartUploadRequest.builder()
                .bucket(bucket.target().bucket())
                .key(upload.key().key())
                .uploadId(upload.uploadId())
                .multipartUpload(m -> m.parts(upload.parts()))
                .expectedBucketOwner(bucket.target().expectedOwner())
                .ifNoneMatch(replaces == null ? "*" : null)
                .ifMatch(RevisionKey.ANYTHING.equals(replaces) ? null : replaces)
                .build();
        for (int attempt = 1; ; attempt++) {
            try {
                CompleteMultipartUploadResponse answer = bucket.call(s3 -> s3.completeMultipartUpload(request));
                return new Completed(Completed.As.OURS, answer.versionId(), S3Revision.withoutQuotes(answer.eTag()));
            } catch (SdkException e) {
                if (replaces != null && AwsErrors.code(e).equals("NoSuchKey")) {
                    // what was to be replaced has been deleted
                    return complete(upload, null);
                }
                if (e instanceof S3Exception answer && !mayPass(e)) {
                    return settle(upload, answer);
                }
                // It is unknown whether the call succeeded. Repeating it is harmless and shows the result.
                if (attempt >= ATTEMPTS) {
                    throw bucket.refusals().explain(ACTION, upload.key().key(), e);
                }
            }
            Thread.sleep(pace.pause().multipliedBy(attempt).toMillis());
        }
    }

    /** S3 begins to answer before it is done: an error can come with status 200. */
    private static boolean mayPass(SdkException e) {
        return AwsErrors.isTransient(e) || AwsErrors.code(e).equals("InternalError");
    }

    private Completed settle(MultipartUpload upload, S3Exception e) throws EngineException, InterruptedException {
        String key = upload.key().key();
        if (e.statusCode() == 412) {
            try {
                return isSame(upload, bucket.look(key, null, true))
                        .map(found -> new Completed(Completed.As.THERE_ALREADY, found.versionId(), found.eTag()))
                        .orElse(new Completed(Completed.As.TAKEN, null, null));
            } catch (SdkException unseen) {
                boolean refused = AwsErrors.isAccessDenied(unseen);
                return new Completed(refused ? Completed.As.UNREADABLE : Completed.As.TAKEN, null, null);
            }
        }
        if (e.statusCode() == 409) {
            return new Completed(Completed.As.IN_CONFLICT, null, null);
        }
        if (e.statusCode() != 404 || AwsErrors.code(e).equals("NoSuchBucket")) {
            throw bucket.refusals().explain(ACTION, key, e);
        }
        // Completed by an attempt whose answer was lost, by us or by the SDK beneath; or aborted by someone.
        return same(upload)
                .map(found -> new Completed(Completed.As.OURS, found.versionId(), found.eTag()))
                .orElseThrow(() -> new EngineException(
                        new Problem(
                                Text.of("upload.vanished", bucket.target().arn(key)),
                                null,
                                Text.of("upload.vanished.fix")),
                        e));
    }

    /** The object that is there, if it has these very bytes. */
    private Optional<Bucket.Found> same(MultipartUpload upload) throws InterruptedException {
        return bucket.find(upload.key().key(), null, true).flatMap(found -> isSame(upload, found));
    }

    private static Optional<Bucket.Found> isSame(MultipartUpload upload, Bucket.Found there) {
        String wanted = new CompositeChecksum(upload.packed().partSha256()).toString();
        return Optional.of(there)
                .filter(found -> wanted.equals(found.sha256()))
                .filter(found -> found.size() == upload.packed().size());
    }
}
