package io.jenkins.plugins.codedeploy.engine.upload;

import io.jenkins.plugins.codedeploy.engine.EngineException;
import io.jenkins.plugins.codedeploy.engine.bundle.Packed;
import io.jenkins.plugins.codedeploy.engine.bundle.Survey;
import io.jenkins.plugins.codedeploy.engine.revision.S3Revision;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Finds an object that spares an upload. One that a lifecycle rule will remove spares none after half of its life, nor
 * does a version that is no longer the newest: sent again, the content is as old as its latest push.
 */
final class Reusables {
    /** Maximum number of candidates, because other clients may claim the same digest repeatedly. */
    private static final int MOST_CLAIMED = 3;

    private final Bucket bucket;
    private final PushRecord record;
    /** ETag of the object that is to be sent again though it is there; null for none. */
    private String renewed;

    Reusables(Bucket bucket, PushRecord record) {
        this.bucket = bucket;
        this.record = record;
    }

    /** Whether the digest alone may find anything, so that it is worth reading all content for it. */
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
                .filter(this::lasts)
                .map(found -> reused(key.key(), bundleType, digest, found));
    }

    /** When the bytes are known, and are not to be sent twice. */
    Optional<PushedRevision> byBytes(Reuse reuse, RevisionKey key, Packed packed) throws InterruptedException {
        if (reuse != Reuse.SAME_BYTES) {
            return Optional.empty();
        }
        CompositeChecksum checksum = new CompositeChecksum(packed.partSha256());
        List<S3Revision> claimed = record.claimed(bucket.target().bucket(), packed.digest());
        for (S3Revision revision : claimed.subList(0, Math.min(MOST_CLAIMED, claimed.size()))) {
            if (key.covers(revision.key())) {
                Optional<Bucket.Found> found = same(revision.key(), packed, checksum);
                if (found.isPresent()) {
                    return found.map(f -> reused(revision.key(), packed.bundleType(), packed.digest(), f));
                }
            }
        }
        List<RevisionKey> keys = key.contentNamed() ? List.of(key, key.alternative(checksum.brief())) : List.of(key);
        for (RevisionKey at : keys) {
            Optional<Bucket.Found> found = same(at.key(), packed, checksum);
            if (found.isPresent()) {
                return found.map(f -> reused(at.key(), packed.bundleType(), packed.digest(), f));
            }
        }
        return Optional.empty();
    }

    private Optional<Bucket.Found> same(String key, Packed packed, CompositeChecksum checksum)
            throws InterruptedException {
        return bucket.find(key, null, true)
                .filter(found -> found.size() == packed.size())
                .filter(found -> checksum.toString().equals(found.sha256()))
                .filter(this::lasts);
    }

    private boolean lasts(Bucket.Found found) {
        if (found.expires()) {
            renewed = found.eTag();
        }
        return !found.expires();
    }

    /** Whether an object has been found that is too old to spare the upload. */
    boolean renews() {
        return renewed != null;
    }

    /** The key with what may be replaced under it. */
    RevisionKey replacing(Reuse reuse, RevisionKey key) throws InterruptedException, EngineException {
        if (renewed != null) {
            // the same content: nothing else is lost
            return key.replacing(renewed);
        }
        if (key.contentNamed()) {
            return key;
        }
        if (reuse == Reuse.NEVER) {
            return key.replacing(RevisionKey.ANYTHING);
        }
        String name = bucket.target().bucket();
        RevisionKey allowed =
                record.replaceable(name, key.key()).map(key::replacing).orElse(key);
        Optional<Bucket.Found> there = RevisionKey.ANYTHING.equals(allowed.replaces())
                ? Optional.empty()
                : bucket.find(key.key(), null, false);
        if (there.isPresent() && !Objects.equals(there.get().eTag(), allowed.replaces())) {
            throw bucket.refusals().foreignObject(key.key());
        }
        return allowed;
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
        return bucket.find(revision.key(), null, false)
                .filter(found -> Objects.equals(revision.versionId(), found.versionId()))
                .filter(found -> Objects.equals(revision.eTag(), found.eTag()))
                .filter(this::lasts)
                .map(found -> new PushedRevision(revision, found.size(), digest, false));
    }

    private PushedRevision reused(String key, String bundleType, String digest, Bucket.Found found) {
        S3Revision revision =
                new S3Revision(bucket.target().bucket(), key, bundleType, found.versionId(), found.eTag());
        return new PushedRevision(revision, found.size(), digest, false);
    }
}
