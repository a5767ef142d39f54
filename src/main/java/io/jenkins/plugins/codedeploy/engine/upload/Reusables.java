package io.jenkins.plugins.codedeploy.engine.upload;

import io.jenkins.plugins.codedeploy.engine.EngineException;
import io.jenkins.plugins.codedeploy.engine.bundle.Packed;
import io.jenkins.plugins.codedeploy.engine.revision.S3Revision;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Finds an object that spares an upload. One that a lifecycle rule will remove spares none after half of its life, nor
 * does a version that is no longer the newest: sent again, the content is as old as its latest push.
 */
final class Reusables {
    /** Maximum number of candidates, because other clients may claim the same digest repeatedly. */
    private static final int MOST_CLAIMED = 3;

    private final Bucket bucket;
    private final PushRecord record;
    private final Reuse reuse;
    private final RevisionKey key;
    private final String digest;
    /** Objects that may have the same bytes, by key. */
    private final Map<String, Bucket.Found> candidates = new LinkedHashMap<>();
    /** ETag of the object that is to be sent again though it is there; null for none. */
    private String renewed;

    Reusables(Bucket bucket, PushRecord record, Reuse reuse, RevisionKey key, String digest) {
        this.bucket = bucket;
        this.record = record;
        this.reuse = reuse;
        this.key = key;
        this.digest = digest;
    }

    /** Before anything is packed. */
    Optional<PushedRevision> byDigest(String bundleType) throws InterruptedException {
        Optional<PushedRevision> recorded = reuse == Reuse.NEVER ? Optional.empty() : recorded();
        if (recorded.isPresent() || reuse != Reuse.SAME_KEY) {
            return recorded;
        }
        return bucket.find(key.key(), null, false)
                .filter(found -> digest.equals(found.metadata().get(RevisionLabels.DIGEST)))
                .filter(this::lasts)
                .map(found -> reused(key.key(), bundleType, found));
    }

    /** Whether there is anything that the bytes are worth comparing with. */
    boolean mayMatch() throws InterruptedException {
        if (reuse != Reuse.SAME_BYTES) {
            return false;
        }
        List<S3Revision> claimed = record.claimed(bucket.target().bucket(), digest);
        Set<String> keys = new LinkedHashSet<>();
        claimed.stream()
                .limit(MOST_CLAIMED)
                .map(S3Revision::key)
                .filter(key::covers)
                .forEach(keys::add);
        keys.add(key.key());
        for (String at : keys) {
            look(at);
        }
        return !candidates.isEmpty();
    }

    private void look(String at) throws InterruptedException {
        bucket.find(at, null, true)
                .filter(found -> found.sha256() != null)
                .filter(found -> digest.equals(found.metadata().getOrDefault(RevisionLabels.DIGEST, digest)))
                .ifPresent(found -> candidates.put(at, found));
    }

    /** When the bytes are known, and are not to be sent twice. */
    Optional<PushedRevision> byBytes(Packed packed) throws InterruptedException {
        CompositeChecksum checksum = new CompositeChecksum(packed.partSha256());
        if (isTaken() && key.contentNamed()) {
            look(key.alternative(checksum.brief()).key());
        }
        for (Map.Entry<String, Bucket.Found> candidate : candidates.entrySet()) {
            Bucket.Found found = candidate.getValue();
            if (found.size() == packed.size() && checksum.toString().equals(found.sha256()) && lasts(found)) {
                return Optional.of(reused(candidate.getKey(), packed.bundleType(), found));
            }
        }
        return Optional.empty();
    }

    /** Whether the key has an object, after {@link #byBytes} one with other bytes. */
    boolean isTaken() {
        return renewed == null && candidates.containsKey(key.key());
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
    RevisionKey replacing() throws InterruptedException, EngineException {
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

    private Optional<PushedRevision> recorded() throws InterruptedException {
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

    private PushedRevision reused(String at, String bundleType, Bucket.Found found) {
        S3Revision revision = new S3Revision(bucket.target().bucket(), at, bundleType, found.versionId(), found.eTag());
        return new PushedRevision(revision, found.size(), digest, false);
    }
}
