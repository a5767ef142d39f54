package io.jenkins.plugins.codedeploy.engine.changes;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.aws.AwsClients;
import io.jenkins.plugins.codedeploy.engine.aws.AwsErrors;
import io.jenkins.plugins.codedeploy.engine.aws.RoleSession;
import io.jenkins.plugins.codedeploy.engine.aws.SessionPolicy;
import io.jenkins.plugins.codedeploy.engine.aws.TargetAccess;
import io.jenkins.plugins.codedeploy.engine.revision.Revision;
import io.jenkins.plugins.codedeploy.engine.revision.S3Revision;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Compares the files of two revisions without downloading them: it reads the directories at the ends of the archives. It
 * asks as the source identity and, if that is denied, as the role.
 */
public final class RevisionComparison {
    private static final String ZIP = "zip";

    private final AwsClients clients;
    private final TargetAccess access;
    private final String sessionName;

    /** @param sessionName as {@link io.jenkins.plugins.codedeploy.engine.aws.SessionName} makes it */
    public RevisionComparison(@NonNull AwsClients clients, @NonNull TargetAccess access, @NonNull String sessionName) {
        this.clients = clients;
        this.access = access;
        this.sessionName = sessionName;
    }

    /** Compares two revisions. Blocks. Never fails: the result says why files cannot be compared. */
    @NonNull
    public FileChanges compare(@NonNull Revision live, @NonNull Revision next) {
        if (live.equals(next)) {
            return FileChanges.NONE;
        }
        try {
            S3Revision before = archive(live);
            S3Revision after = archive(next);
            return FileChanges.between(directory(before), directory(after));
        } catch (IncomparableException e) {
            return FileChanges.unknown(e.text());
        }
    }

    private static S3Revision archive(Revision revision) throws IncomparableException {
        if (!(revision instanceof S3Revision object)) {
            throw new IncomparableException(Text.of("changes.noArchive", revision));
        }
        if (!ZIP.equals(object.bundleType())) {
            throw new IncomparableException(Text.of("changes.type", object, object.bundleType()));
        }
        return object;
    }

    private Map<String, ArchiveFile> directory(S3Revision revision) throws IncomparableException {
        try {
            return directory(revision, clients.sourceCredentials(access));
        } catch (SdkException e) {
            RoleSession role = clients.session(
                    access, sessionName, SessionPolicy.reader(access, revision.bucket(), revision.key()));
            if (role == null || !AwsErrors.isAccessDenied(e)) {
                throw because(revision, S3Ranges.explain(e));
            }
            try {
                return directory(revision, role);
            } catch (SdkException again) {
                throw because(revision, S3Ranges.explain(again));
            }
        }
    }

    private Map<String, ArchiveFile> directory(S3Revision revision, AwsCredentialsProvider credentials)
            throws IncomparableException {
        try (S3Client s3 = clients.s3(access, credentials, access.region())) {
            return ZipDirectory.read(new S3Ranges(s3, revision));
        } catch (IncomparableException e) {
            throw because(revision, e.text());
        }
    }

    private static IncomparableException because(S3Revision revision, Text text) {
        return new IncomparableException(Text.of("changes.of", revision, text));
    }
}
