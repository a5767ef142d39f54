package io.jenkins.plugins.codedeploy.engine.deploy;

import io.jenkins.plugins.codedeploy.engine.revision.AppSpecRevision;
import io.jenkins.plugins.codedeploy.engine.revision.GitHubRevision;
import io.jenkins.plugins.codedeploy.engine.revision.Revision;
import io.jenkins.plugins.codedeploy.engine.revision.S3Revision;
import software.amazon.awssdk.services.codedeploy.model.RevisionLocation;
import software.amazon.awssdk.services.codedeploy.model.RevisionLocationType;

/** Our revisions in CodeDeploy's terms. */
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
}
