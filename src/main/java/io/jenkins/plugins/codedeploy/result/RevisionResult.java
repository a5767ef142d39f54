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
    /** Null in results of older versions of this plugin, which are of revisions in S3. */
    @CheckForNull
    private final Revision revision;
    /** ID of the deployment whose revision this one replaces on purpose; null if it is no rollback. */
    @CheckForNull
    private final String takesBack;

    private RevisionResult(
            Revision revision, @CheckForNull String digest, boolean uploaded, @CheckForNull String takesBack) {
        this.takesBack = takesBack;
        this.revision = revision;
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
        return new RevisionResult(revision, null, false, null);
    }

    /** @param takesBack ID of the deployment whose revision is replaced; null if none is known */
    @NonNull
    public static RevisionResult ofEarlier(@NonNull Revision revision, @CheckForNull String takesBack) {
        return new RevisionResult(revision, null, false, takesBack);
    }

    @NonNull
    public static RevisionResult of(@NonNull PushedRevision pushed) {
        return new RevisionResult(pushed.revision(), pushed.digest(), pushed.uploaded(), null);
    }

    /** Returns it in the engine's terms. */
    @NonNull
    public Revision revision() {
        return revision == null ? S3Revision.parse(text) : revision;
    }

    /** Returns the ID of the deployment whose revision it replaces; null if it is no rollback. */
    @CheckForNull
    public String takesBack() {
        return takesBack;
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
