package io.jenkins.plugins.codedeploy.engine.revision;

import java.io.Serializable;

/**
 * What is deployed.
 *
 * @see <a href="https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_RevisionLocation.html">RevisionLocation</a>
 */
public sealed interface Revision extends Serializable permits S3Revision, GitHubRevision, AppSpecRevision {

    /** In one line, for a log. An {@link S3Revision}'s can be parsed again. */
    @Override
    String toString();
}
