package io.jenkins.plugins.codedeploy.result;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.revision.Revision;
import io.jenkins.plugins.codedeploy.engine.revision.S3Revision;
import io.jenkins.plugins.codedeploy.engine.upload.PushedRevision;
import java.io.Serial;
import java.io.Serializable;
import org.jenkinsci.plugins.scriptsecurity.sandbox.whitelists.Whitelisted;

/** A revision as a Pipeline script gets it. Printed, it is what {@code codeDeploy}'s {@code revision} takes. */
public final class RevisionResult implements Serializable {
    @Serial
    private static final long serialVersionUID = 1;

    private final String text;
    private final String bucket;
    private final String key;
    private final String versionId;
    private final String eTag;
    private final String digest;
    private final boolean uploaded;

    private RevisionResult(Revision revision, @CheckForNull String digest, boolean uploaded) {
        text = revision.toString();
        S3Revision s3 = revision instanceof S3Revision object ? object : null;
        bucket = s3 == null ? null : s3.bucket();
        key = s3 == null ? null : s3.key();
        versionId = s3 == null ? null : s3.versionId();
        eTag = s3 == null ? null : s3.eTag();
        this.digest = digest;
        this.uploaded = uploaded;
    }

    @NonNull
    public static RevisionResult of(@NonNull Revision revision) {
        return new RevisionResult(revision, null, false);
    }

    @NonNull
    public static RevisionResult of(@NonNull PushedRevision pushed) {
        return new RevisionResult(pushed.revision(), pushed.digest(), pushed.uploaded());
    }

    /** Null unless the revision is in S3; so are key, version id and eTag. */
    @CheckForNull
    @Whitelisted
    public String getBucket() {
        return bucket;
    }

    @CheckForNull
    @Whitelisted
    public String getKey() {
        return key;
    }

    /** Null where the bucket keeps no versions. */
    @CheckForNull
    @Whitelisted
    public String getVersionId() {
        return versionId;
    }

    /** So spelled, since scripts say {@code revision.eTag}. */
    @CheckForNull
    @Whitelisted
    public String geteTag() {
        return eTag;
    }

    /** Hexadecimal SHA-256 of the content; null where this build did not bundle it. */
    @CheckForNull
    @Whitelisted
    public String getDigest() {
        return digest;
    }

    /** False where it was there already, or was given. */
    @Whitelisted
    public boolean isUploaded() {
        return uploaded;
    }

    @Override
    @Whitelisted
    public String toString() {
        return text;
    }
}
