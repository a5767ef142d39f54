package io.jenkins.plugins.codedeploy.engine.upload;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.EngineException;
import io.jenkins.plugins.codedeploy.engine.Problem;
import io.jenkins.plugins.codedeploy.engine.Sha256;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.aws.AwsErrors;
import io.jenkins.plugins.codedeploy.engine.bundle.Packed;
import io.jenkins.plugins.codedeploy.engine.revision.S3Revision;
import io.jenkins.plugins.codedeploy.engine.send.PartDemand;
import io.jenkins.plugins.codedeploy.engine.send.PartProbe;
import io.jenkins.plugins.codedeploy.engine.send.PartResult;
import io.jenkins.plugins.codedeploy.engine.send.SentArchive;
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
     * @param digest of the content, hexadecimal
     * @param taken what was packed, if it was compared with the object under the key and differs from it; null otherwise
     * @throws EngineException when S3 refuses, or cannot be reached
     * @throws IOException when the host is lost
     * @throws InterruptedException when interrupted; like on every failure, the upload is aborted first
     */
    @NonNull
    public PushedRevision upload(
            @NonNull String digest,
            @CheckForNull Packed taken,
            @NonNull ArchiveSender host,
            @NonNull RevisionKey key,
            @NonNull RevisionLabels labels,
            @NonNull PushListener listener)
            throws EngineException, IOException, InterruptedException {
        String brief = null;
        if (taken != null && key.contentNamed()) {
            listener.note(Text.of("upload.taken", bucket.target().arn(key.key())));
            brief = new CompositeChecksum(taken.partSha256()).brief();
        }
        for (int attempt = brief == null ? 0 : 1; attempt < 3; attempt++) {
            // The second is found again by the next upload of the same bytes; the third is for when S3 tells nothing.
            RevisionKey at = attempt == 0
                    ? key
                    : key.alternative(attempt == 1 ? String.valueOf(brief) : brief + "-" + UUID.randomUUID());
            Upload upload = atKey(at, digest, host, labels, listener);
            Completed completed = upload.completed;
            Packed packed = upload.packed;
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
                brief = new CompositeChecksum(packed.partSha256()).brief();
                continue;
            }
            S3Revision revision = new S3Revision(
                    bucket.target().bucket(), at.key(), packed.bundleType(), completed.versionId(), completed.eTag());
            return new PushedRevision(revision, packed.size(), digest, completed.as() == Completed.As.OURS);
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
        String uploadId = begin(key, "preflight", RevisionLabels.none());
        boolean sent = false;
        try {
            send(key, uploadId, PushListener.SILENT, signer -> {
                PartResult result = null;
                do {
                    PartDemand demand = new PartDemand(1, bytes.length, sum, 0, 0, result);
                    result = host.send(signer.sign(demand), content);
                } while (!result.isStored());
                Packed probe = new Packed("zip", bytes.length, bytes.length, List.of(sum), "preflight");
                return new SentArchive(probe, List.of(result));
            });
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

    /** The result of one upload, and what was sent. */
    private record Upload(Completed completed, Packed packed) {}

    private Upload atKey(
            RevisionKey key, String digest, ArchiveSender host, RevisionLabels labels, PushListener listener)
            throws EngineException, IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            Upload upload = once(key, digest, host, labels, listener);
            if (upload.completed.as() != Completed.As.IN_CONFLICT) {
                return upload;
            }
            Text conflict = Text.of("upload.conflict", bucket.target().arn(key.key()));
            if (attempt >= CONFLICTS) {
                throw new EngineException(Problem.of(conflict));
            }
            listener.note(conflict);
        }
    }

    private Upload once(
            RevisionKey key, String digest, ArchiveSender host, RevisionLabels labels, PushListener listener)
            throws EngineException, IOException, InterruptedException {
        String uploadId = begin(key, digest, labels);
        boolean made = false;
        try {
            journal.begun(bucket.target(), key.key(), uploadId);
            listener.sending();
            MultipartUpload sent = send(key, uploadId, listener, host);
            listener.sent(sent.packed());
            Completed completed = new Completion(bucket, pace).complete(sent);
            made = completed.as() == Completed.As.OURS;
            return new Upload(completed, sent.packed());
        } finally {
            if (made) {
                journal.ended(uploadId);
            } else {
                abandon(key, uploadId, listener);
            }
        }
    }

    /** Presigns parts as long as the host sends. If presigning fails, that is the reason why the host fails. */
    private MultipartUpload send(RevisionKey key, String uploadId, PushListener listener, ArchiveSender host)
            throws EngineException, IOException, InterruptedException {
        PartSigning signing = new PartSigning(bucket, pace, key, uploadId, listener);
        try {
            SentArchive archive = host.send(signing);
            return new MultipartUpload(key, uploadId, archive.packed(), signing.completed(archive));
        } catch (EngineException | IOException e) {
            EngineException cause = signing.failure();
            if (cause != null) {
                cause.addSuppressed(e);
                throw cause;
            }
            throw e;
        } finally {
            signing.end();
        }
    }

    private String begin(RevisionKey key, String digest, RevisionLabels labels)
            throws EngineException, InterruptedException {
        try {
            CreateMultipartUploadRequest request = request(key, digest, labels);
            return bucket.call(s3 -> s3.createMultipartUpload(request)).uploadId();
        } catch (SdkException e) {
            throw bucket.refusals().explain("s3:PutObject", key.key(), e);
        }
    }

    private CreateMultipartUploadRequest request(RevisionKey key, String digest, RevisionLabels labels) {
        BucketTarget target = bucket.target();
        CreateMultipartUploadRequest.Builder request = CreateMultipartUploadRequest.builder()
                .bucket(target.bucket())
                .key(key.key())
                .expectedBucketOwner(target.expectedOwner())
                .checksumAlgorithm(ChecksumAlgorithm.SHA256)
                .metadata(labels.metadata(digest));
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
