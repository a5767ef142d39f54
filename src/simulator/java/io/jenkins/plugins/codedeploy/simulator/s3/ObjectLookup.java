package io.jenkins.plugins.codedeploy.simulator.s3;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.simulator.http.AwsError;
import io.jenkins.plugins.codedeploy.simulator.http.Caller;
import io.jenkins.plugins.codedeploy.simulator.kms.Kms;
import io.jenkins.plugins.codedeploy.simulator.kms.KmsKey;
import java.util.Map;

/** Finds an object for a caller who is allowed to read it. */
final class ObjectLookup {
    private final Access access;
    private final Kms kms;

    ObjectLookup(Access access, Kms kms) {
        this.access = access;
        this.kms = kms;
    }

    /** @param versionId null for the newest */
    @NonNull
    StoredObject readable(Caller caller, StoredBucket bucket, String key, @CheckForNull String versionId)
            throws AwsError {
        StoredObject object = find(caller, bucket, key, versionId, "s3:GetObject");
        KmsKey encryptedWith = object.encryption().key();
        if (encryptedWith != null) {
            kms.require(caller, "kms:Decrypt", encryptedWith, bucket.arn(key));
        }
        return object;
    }

    /** @param action for the newest version; another version takes the right of the same name and {@code Version} */
    @NonNull
    StoredObject find(Caller caller, StoredBucket bucket, String key, @CheckForNull String versionId, String action)
            throws AwsError {
        StoredObject object = bucket.find(key, versionId);
        String needed = versionId == null ? action : action.replaceFirst("Object", "ObjectVersion");
        if (object != null && !object.deleteMarker()) {
            access.requireObject(caller, bucket, object, needed);
            return object;
        }
        access.requireKey(caller, bucket, key, needed, Map.of());
        if (!access.mayList(caller, bucket)) {
            // Only callers who are allowed to list learn whether a key exists.
            access.requireBucket(caller, bucket, "s3:ListBucket", Map.of());
        }
        if (object != null) {
            AwsError gone = versionId == null
                    ? noSuchKey(key)
                    : new AwsError(
                            405, "MethodNotAllowed", "The specified method is not allowed against this resource.");
            throw gone.header("x-amz-delete-marker", "true").header("x-amz-version-id", object.versionId());
        }
        if (versionId != null) {
            throw new AwsError(404, "NoSuchVersion", "The specified version does not exist.")
                    .detail("Key", key)
                    .detail("VersionId", versionId);
        }
        throw noSuchKey(key);
    }

    static AwsError noSuchKey(String key) {
        return new AwsError(404, "NoSuchKey", "The specified key does not exist.").detail("Key", key);
    }
}
