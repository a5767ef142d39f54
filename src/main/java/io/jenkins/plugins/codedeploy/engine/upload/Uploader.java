package io.jenkins.plugins.codedeploy.engine.upload;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.EngineException;
import io.jenkins.plugins.codedeploy.engine.Problem;
import io.jenkins.plugins.codedeploy.engine.Sha256;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.aws.AwsErrors;
import io.jenkins.plugins.codedeploy.engine.bundle.Packed;
import io.jenkins.plugins.codedeploy.engine.revision.S3Revision;
import io.jenkins.plugins.codedeploy.engine.send.PartProbe;
import io.jenkins.plugins.codedeploy.engine.send.RevisionHost;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/** Uploads to one bucket. Always in parts: encryption, metadata, tags and owner then stay on the controller's calls. */
public final class Uploader {
    private static final int CONFLICTS = 3;

    private final Bucket bucket;
    private final UploadJournal journal;
    private final UploadTuning pace;

    public Uploader(@NonNull BucketClients clients, @NonNull BucketTarget target, @NonNull UploadJournal journal) {
        this(clients, target, journal, UploadTuning.DEFAULT);
    }

    Uploader(BucketClients clients, BucketTarget target, UploadJournal journal, UploadTuning pace) {
        this.bucket = new Bucket(clients, target);
        this.journal = journal;
        this.pace = pace;
    }

    Bucket bucket() {
        return bucket;
    }

    /**
     * Sends an archive. A content-named key that has other bytes already is left as it is; the revision then gets a key
     * of its own beside it. Under a key that was given, only what {@link RevisionKey#replaces} says is replaced.
     *
     * @throws EngineException when S3 refuses, or cannot be reached
     * @throws IOException when the host is lost
     * @throws InterruptedException when interrupted; like on every failure, the upload is aborted first
     */
    @NonNull
    public PushedRevision upload(
            @NonNull Packed packed,
            @NonNull RevisionHost host,
            @NonNull RevisionKey key,
            @NonNull RevisionLabels labels,
            @NonNull PushListener listener)
            throws EngineException, IOException, InterruptedException {
        String brief = new CompositeChecksum(packed.partSha256()).brief();
        // The second is found again by the next upload of the same bytes; the third is for when S3 tells nothing.
        List<String> suffixes = key.contentNamed() ? List.of("", brief, brief + "-" + UUID.randomUUID()) : List.of("");
        for (String suffix : suffixes) {
            RevisionKey at = suffix.isEmpty() ? key : key.alternative(suffix);
            Completed completed = atKey(at, packed, host, labels, listener);
            if (completed.as() == Completed.As.UNREADABLE && key.contentNamed()) {
                // another key would be taken by the next identical upload, and so on for ever
                throw bucket.refusals().unreadable(at.key());
            }
            boolean isOthers = completed.as() == Completed.As.TAKEN || completed.as() == Completed.As.UNREADABLE;
            if (isOthers && !key.contentNamed()) {
                throw bucket.refusals().foreignObject(key.key());
            }
            if (completed.as() == Completed.As.TAKEN) {
                listener.note(Text.of("upload.taken", bucket.target().arn(at.key())));
                continue;
            }
            S3Revision revision = new S3Revision(
                    bucket.target().bucket(), at.key(), packed.bundleType(), completed.versionId(), completed.eTag());
            return new PushedRevision(revision, packed.size(), packed.digest(), completed.as() == Completed.As.OURS);
        }
        throw new EngineException(
                Problem.of(Text.of("upload.taken.all", bucket.target().arn(key.key()))));
    }

    /**
     * Begins an upload, sends one small part from where uploads are sent, and aborts: that proves right and network
     * path, and leaves nothing.
     *
     * @throws EngineException when S3 refuses any of it, or cannot be reached
     * @throws IOException when the host is lost
     */
    public void probe(@NonNull RevisionKey key, @NonNull PartProbe host)
            throws EngineException, IOException, InterruptedException {
        String content = "A preflight check of CodeDeploy deployments sent this part, and does not complete it.";
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        String sum = Base64.getEncoder().encodeToString(Sha256.digest().digest(bytes));
        Packed probe = new Packed("-", false, "zip", bytes.length, bytes.length, List.of(sum), "preflight", 1);
        String uploadId = begin(key, probe, RevisionLabels.none());
        boolean sent = false;
        try {
            new PartBatches(bucket, pace)
                    .send(
                            new MultipartUpload(key, uploadId, probe),
                            (packed, parts) -> List.of(host.send(parts.get(0), content)),
                            PushListener.SILENT);
            sent = true;
        } finally {
            if (!sent) {
                abandon(key, uploadId, PushListener.SILENT);
            }
        }
        abort(key.key(), uploadId);
    }

    /** Ends an upload that its controller could not end. No error when it has ended already. */
    public void abort(@NonNull String key, @NonNull String uploadId) throws EngineException, InterruptedException {
        try {
            bucket.call(s3 -> s3.abortMultipartUpload(
                    request -> request.bucket(bucket.target().bucket())
                            .key(key)
                            .uploadId(uploadId)
                            .expectedBucketOwner(bucket.target().expectedOwner())));
        } catch (SdkException e) {
            if (!AwsErrors.code(e).equals("NoSuchUpload")) {
                throw bucket.refusals().explain("s3:AbortMultipartUpload", key, e);
            }
        }
        journal.ended(uploadId);
    }

    private Completed atKey(
            RevisionKey key, Packed packed, RevisionHost host, RevisionLabels labels, PushListener listener)
            throws EngineException, IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            Completed completed = once(key, packed, host, labels, listener);
            if (completed.as() != Completed.As.IN_CONFLICT) {
                return completed;
            }
            Text conflict = Text.of("upload.conflict", bucket.target().arn(key.key()));
            if (attempt >= CONFLICTS) {
                throw new EngineException(Problem.of(conflict));
            }
            listener.note(conflict);
        }
    }

    private Completed once(
            RevisionKey key, Packed packed, RevisionHost host, RevisionLabels labels, PushListener listener)
            throws EngineException, IOException, InterruptedException {
        String uploadId = begin(key, packed, labels);
        MultipartUpload upload = new MultipartUpload(key, uploadId, packed);
        boolean made = false;
        try {
            journal.begun(bucket.target(), key.key(), uploadId);
            Completed completed = new Completion(bucket, pace)
                    .complete(upload, new PartBatches(bucket, pace).send(upload, host, listener));
            made = completed.as() == Completed.As.OURS;
            return completed;
        } finally {
            if (made) {
                journal.ended(uploadId);
            } else {
                abandon(key, uploadId, listener);
            }
        }
    }

    private String begin(RevisionKey key, Packed packed, RevisionLabels labels)
            throws EngineException, InterruptedException {
        try {
            CreateMultipartUploadRequest request = request(key, packed, labels);
            return bucket.call(s3 -> s3.createMultipartUpload(request)).uploadId();
        } catch (SdkException e) {
            throw bucket.refusals().explain("s3:PutObject", key.key(), e);
        }
    }

    private CreateMultipartUploadRequest request(RevisionKey key, Packed packed, RevisionLabels labels) {
        BucketTarget target = bucket.target();
        CreateMultipartUploadRequest.Builder request = CreateMultipartUploadRequest.builder()
                .bucket(target.bucket())
                .key(key.key())
                .expectedBucketOwner(target.expectedOwner())
                .checksumAlgorithm(ChecksumAlgorithm.SHA256)
                .metadata(labels.metadata(packed.digest()));
        if (target.kmsKeyId() != null) {
            request.serverSideEncryption(ServerSideEncryption.AWS_KMS).ssekmsKeyId(target.kmsKeyId());
        }
        return request.build();
    }

    /** As well as can be: what it fails with must not hide why the upload did. The journal remembers what is left. */
    private void abandon(RevisionKey key, String uploadId, PushListener listener) {
        boolean interrupted = Thread.interrupted();
        try {
            abort(key.key(), uploadId);
        } catch (EngineException e) {
            listener.note(Text.of("upload.left", uploadId, bucket.target().arn(key.key())));
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
