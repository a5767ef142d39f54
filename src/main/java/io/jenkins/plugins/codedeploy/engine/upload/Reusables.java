package io.jenkins.plugins.codedeploy.engine.upload;

import io.jenkins.plugins.codedeploy.engine.bundle.Packed;
import io.jenkins.plugins.codedeploy.engine.bundle.Survey;
import io.jenkins.plugins.codedeploy.engine.revision.S3Revision;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Finds an object that spares an upload. */
final class Reusables {
    private final Bucket bucket;
    private final PushRecord record;

    Reusables(Bucket bucket, PushRecord record) {
        this.bucket = bucket;
        this.record = record;
    }

    /** Whether the digest may find anything, so that it is worth reading all content for it. */
    boolean mayHold(Reuse reuse, Survey survey) {
        return reuse == Reuse.SAME_KEY
                || reuse != Reuse.NEVER && record.mayHold(bucket.target().bucket(), survey);
    }

    /** Before anything is packed. */
    Optional<PushedRevision> byDigest(Reuse reuse, RevisionKey key, String bundleType, String digest)
            throws InterruptedException {
        Optional<PushedRevision> recorded = recorded(key, digest);
        if (recorded.isPresent() || reuse != Reuse.SAME_KEY) {
            return recorded;
        }
        return bucket.find(key.key(), null, false)
                .filter(found -> digest.equals(found.metadata().get(RevisionLabels.DIGEST)))
                .map(found -> reused(key, bundleType, digest, found));
    }

    /** When the bytes are known, and are not to be sent twice. */
    Optional<PushedRevision> byBytes(Reuse reuse, RevisionKey key, Packed packed) throws InterruptedException {
        if (reuse != Reuse.SAME_BYTES) {
            return Optional.empty();
        }
        CompositeChecksum checksum = new CompositeChecksum(packed.partSha256());
        for (RevisionKey at : List.of(key, key.alternative(checksum.brief()))) {
            Optional<Bucket.Found> found = bucket.find(at.key(), null, true);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            if (found.get().size() == packed.size()
                    && checksum.toString().equals(found.get().sha256())) {
                return Optional.of(reused(at, packed.bundleType(), packed.digest(), found.get()));
            }
        }
        return Optional.empty();
    }

    private Optional<PushedRevision> recorded(RevisionKey key, String digest) throws InterruptedException {
        String name = bucket.target().bucket();
        Optional<S3Revision> known = record.find(name, digest)
                .filter(S3Revision::isPinned)
                .filter(revision -> revision.bucket().equals(name) && key.covers(revision.key()));
        if (known.isEmpty()) {
            return Optional.empty();
        }
        S3Revision revision = known.get();
        return bucket.find(revision.key(), revision.versionId(), false)
                .filter(found -> Objects.equals(revision.eTag(), found.eTag()))
                .map(found -> new PushedRevision(revision, found.size(), digest, false));
    }

    private PushedRevision reused(RevisionKey key, String bundleType, String digest, Bucket.Found found) {
        S3Revision revision =
                new S3Revision(bucket.target().bucket(), key.key(), bundleType, found.versionId(), found.eTag());
        return new PushedRevision(revision, found.size(), digest, false);
    }
}
