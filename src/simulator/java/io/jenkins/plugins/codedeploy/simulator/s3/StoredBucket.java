package io.jenkins.plugins.codedeploy.simulator.s3;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.simulator.iam.Effective;
import io.jenkins.plugins.codedeploy.simulator.iam.PolicyDocument;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** A bucket. Its objects are changed under its own lock, their bytes outside of it. */
public final class StoredBucket {
    /** Who owns what others upload. */
    public enum Ownership {
        BucketOwnerEnforced,
        BucketOwnerPreferred,
        ObjectWriter
    }

    /** Whether overwritten objects are kept. */
    public enum Versioning {
        Unversioned,
        Enabled,
        Suspended
    }

    private final String name;
    private final String accountId;
    private final String region;
    private final Instant created = Instant.now();
    private final Effective<PolicyDocument> policy = new Effective<>(null);
    private final NavigableMap<String, List<StoredObject>> objects = new TreeMap<>();
    private final Map<String, Upload> uploads = new ConcurrentHashMap<>();
    private final Map<String, StoredObject> completed = new ConcurrentHashMap<>();
    private volatile Ownership ownership = Ownership.BucketOwnerEnforced;
    private volatile Versioning versioning = Versioning.Unversioned;

    @CheckForNull
    private volatile DefaultEncryption encryption;

    @CheckForNull
    private volatile String lifecycle;

    /** What is encrypted how where the request does not say; {@code keyId} null means {@code aws/s3}. */
    record DefaultEncryption(
            @NonNull String algorithm, @CheckForNull String keyId, boolean bucketKey) {}

    StoredBucket(String name, String accountId, String region) {
        this.name = name;
        this.accountId = accountId;
        this.region = region;
    }

    @NonNull
    public String name() {
        return name;
    }

    @NonNull
    public String accountId() {
        return accountId;
    }

    @NonNull
    public String region() {
        return region;
    }

    Instant created() {
        return created;
    }

    @NonNull
    public String arn() {
        return "arn:aws:s3:::" + name;
    }

    @NonNull
    String arn(String key) {
        return arn() + "/" + key;
    }

    @NonNull
    public Ownership ownership() {
        return ownership;
    }

    public void ownership(@NonNull Ownership rule) {
        ownership = rule;
    }

    @NonNull
    public Versioning versioning() {
        return versioning;
    }

    public void versioning(@NonNull Versioning state) {
        versioning = state;
    }

    /** Encrypts by KMS what does not say otherwise. @param keyId null for the managed key {@code aws/s3} */
    public void encryptByKms(@CheckForNull String keyId) {
        encryption = new DefaultEncryption("aws:kms", keyId, true);
    }

    @CheckForNull
    DefaultEncryption encryption() {
        return encryption;
    }

    void encryption(@CheckForNull DefaultEncryption rule) {
        encryption = rule;
    }

    /** The XML that was put; null for none. */
    @CheckForNull
    public String lifecycle() {
        return lifecycle;
    }

    void lifecycle(@CheckForNull String xml) {
        lifecycle = xml;
    }

    @CheckForNull
    PolicyDocument policy() {
        return policy.get();
    }

    @CheckForNull
    PolicyDocument latestPolicy() {
        return policy.latest();
    }

    void policy(@CheckForNull PolicyDocument document, Duration delay) {
        policy.set(document, delay);
    }

    Map<String, Upload> uploads() {
        return uploads;
    }

    /** What became of uploads that were completed, by their ids. */
    Map<String, StoredObject> completed() {
        return completed;
    }

    /** The newest version, a delete marker included; null for none. */
    @CheckForNull
    synchronized StoredObject newest(String key) {
        List<StoredObject> versions = objects.get(key);
        return versions == null ? null : versions.get(versions.size() - 1);
    }

    /** @param versionId null for the newest */
    @CheckForNull
    synchronized StoredObject find(String key, @CheckForNull String versionId) {
        if (versionId == null) {
            return newest(key);
        }
        return objects.getOrDefault(key, List.of()).stream()
                .filter(version -> version.versionId().equals(versionId))
                .findFirst()
                .orElse(null);
    }

    /** Adds the newest version. @return what it displaced, whose bytes nobody needs any more */
    @NonNull
    synchronized List<StoredObject> add(StoredObject object) {
        List<StoredObject> versions = objects.computeIfAbsent(object.key(), key -> new ArrayList<>());
        List<StoredObject> displaced = versions.stream()
                .filter(version -> version.versionId().equals(object.versionId()))
                .toList();
        versions.removeAll(displaced);
        versions.add(object);
        return displaced;
    }

    /** As if the newest version of an object had been written so much earlier. */
    public synchronized void age(@NonNull String key, @NonNull Duration by) {
        List<StoredObject> versions = objects.get(key);
        versions.set(versions.size() - 1, versions.get(versions.size() - 1).olderBy(by));
    }

    synchronized void remove(StoredObject object) {
        List<StoredObject> versions = objects.getOrDefault(object.key(), new ArrayList<>());
        versions.removeIf(version -> version == object);
        if (versions.isEmpty()) {
            objects.remove(object.key());
        }
    }

    /** Newest versions by key, without delete markers. */
    @NonNull
    synchronized List<StoredObject> list() {
        return objects.values().stream()
                .map(versions -> versions.get(versions.size() - 1))
                .filter(object -> !object.deleteMarker())
                .toList();
    }

    /** The keys of what can be read, sorted. */
    @NonNull
    public List<String> keys() {
        return list().stream().map(StoredObject::key).toList();
    }

    /** Begun and neither completed nor aborted. */
    public int unfinishedUploads() {
        return uploads.size();
    }

    /** Every version, by key and with the newest first. */
    @NonNull
    synchronized List<StoredObject> listVersions() {
        List<StoredObject> all = new ArrayList<>();
        objects.values().forEach(versions -> {
            for (int i = versions.size() - 1; i >= 0; i--) {
                all.add(versions.get(i));
            }
        });
        return all;
    }
}
