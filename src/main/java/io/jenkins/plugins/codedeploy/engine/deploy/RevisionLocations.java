package io.jenkins.plugins.codedeploy.engine.deploy;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.codedeploy.engine.InvalidInputException;
import io.jenkins.plugins.codedeploy.engine.revision.AppSpecRevision;
import io.jenkins.plugins.codedeploy.engine.revision.GitHubRevision;
import io.jenkins.plugins.codedeploy.engine.revision.Revision;
import io.jenkins.plugins.codedeploy.engine.revision.S3Revision;
import software.amazon.awssdk.services.codedeploy.model.GitHubLocation;
import software.amazon.awssdk.services.codedeploy.model.RevisionLocation;
import software.amazon.awssdk.services.codedeploy.model.RevisionLocationType;
import software.amazon.awssdk.services.codedeploy.model.S3Location;

/** Converts revisions to and from CodeDeploy's form. */
final class RevisionLocations {
    private RevisionLocations() {}

    static RevisionLocation of(Revision revision) {
        if (revision instanceof S3Revision s3) {
            return RevisionLocation.builder()
                    .revisionType(RevisionLocationType.S3)
                    .s3Location(l -> l.bucket(s3.bucket())
                            .key(s3.key())
                            .bundleType(s3.bundleType())
                            .version(s3.versionId())
                            .eTag(s3.eTag()))
                    .build();
        }
        if (revision instanceof GitHubRevision gitHub) {
            return RevisionLocation.builder()
                    .revisionType(RevisionLocationType.GIT_HUB)
                    .gitHubLocation(l -> l.repository(gitHub.repository()).commitId(gitHub.commitId()))
                    .build();
        }
        AppSpecRevision appSpec = (AppSpecRevision) revision;
        return RevisionLocation.builder()
                .revisionType(RevisionLocationType.APP_SPEC_CONTENT)
                .appSpecContent(c -> c.content(appSpec.content()).sha256(appSpec.sha256()))
                .build();
    }

    /** @return null for a revision that AWS does not return completely, or that has an unsupported form */
    @CheckForNull
    static Revision parse(@CheckForNull RevisionLocation location) {
        if (location == null) {
            return null;
        }
        S3Location s3 = location.s3Location();
        GitHubLocation gitHub = location.gitHubLocation();
        try {
            if (s3 != null) {
                return new S3Revision(s3.bucket(), s3.key(), s3.bundleTypeAsString(), s3.version(), s3.eTag());
            }
            if (gitHub != null) {
                return new GitHubRevision(gitHub.repository(), gitHub.commitId());
            }
            if (location.appSpecContent() != null) {
                return appSpec(location.appSpecContent().content());
            }
            return location.string() == null ? null : appSpec(location.string().content());
        } catch (InvalidInputException unsupported) {
            return null;
        }
    }

    private static AppSpecRevision appSpec(@CheckForNull String content) {
        return content == null ? null : new AppSpecRevision(content);
    }
}
