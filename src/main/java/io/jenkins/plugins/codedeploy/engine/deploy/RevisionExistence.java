package io.jenkins.plugins.codedeploy.engine.deploy;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.Problem;
import io.jenkins.plugins.codedeploy.engine.aws.AwsClients;
import io.jenkins.plugins.codedeploy.engine.aws.TargetAccess;
import io.jenkins.plugins.codedeploy.engine.facts.SetupValues;
import io.jenkins.plugins.codedeploy.engine.facts.SetupValues.Field;
import io.jenkins.plugins.codedeploy.engine.revision.S3Revision;

/** Checks a revision before there is a deployment, as it is checked again when the deployment is created. */
public final class RevisionExistence {
    private RevisionExistence() {}

    /**
     * Looks at the object of a revision, in its very version. Blocks.
     *
     * @param sessionName as {@link io.jenkins.plugins.codedeploy.engine.aws.SessionName} makes it
     * @return why a deployment of this revision would fail for certain; null otherwise, also if no identity may read it
     */
    @CheckForNull
    public static Problem problem(
            @NonNull AwsClients clients,
            @NonNull TargetAccess access,
            @NonNull String sessionName,
            @NonNull S3Revision revision) {
        SetupValues known = access.known()
                .with(Field.BUCKET, revision.bucket())
                .withKey(revision.key())
                .with(Field.KEY, revision.key());
        return new RevisionProbe(clients, access, sessionName, known, revision)
                .look()
                .failure();
    }
}
