package io.jenkins.plugins.codedeploy.engine.deploy;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.Problem;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.appspec.AppSpecCheck;
import io.jenkins.plugins.codedeploy.engine.revision.AppSpecRevision;
import io.jenkins.plugins.codedeploy.engine.revision.Revision;
import io.jenkins.plugins.codedeploy.engine.revision.S3Revision;
import java.util.Set;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.codedeploy.model.ComputePlatform;

/**
 * Whether a deployment group takes a kind of revision.
 *
 * @see <a href="https://docs.aws.amazon.com/codedeploy/latest/userguide/application-revisions.html">Revisions</a>
 */
final class PlatformCheck {
    private static final Set<String> APP_SPEC_FILES = Set.of("YAML", "JSON");

    private PlatformCheck() {}

    /**
     * Asks for the group's platform.
     *
     * @return why the deployment would fail for certain; null otherwise, and where AWS does not say
     */
    @CheckForNull
    static Problem of(@NonNull DeploymentCalls calls, @NonNull DeploymentRequest request) {
        ComputePlatform platform;
        try {
            platform = calls.platform(request.application(), request.deploymentGroup());
        } catch (SdkException e) {
            return null;
        }
        Revision revision = request.revision();
        boolean isFile = revision instanceof AppSpecRevision
                || revision instanceof S3Revision s3 && APP_SPEC_FILES.contains(s3.bundleType());
        if (platform == ComputePlatform.SERVER && isFile) {
            return Problem.of(
                    Text.of("deploy.takesNoAppSpec", request.deploymentGroup()), Text.of("deploy.takesNoAppSpec.fix"));
        }
        if (!isFile && revision instanceof S3Revision) {
            return bundle(request.deploymentGroup(), platform);
        }
        String wanted = revision instanceof AppSpecRevision appSpec ? AppSpecCheck.platformOf(appSpec.content()) : null;
        boolean other = wanted != null && isServerless(platform) && !wanted.equals(platform.toString());
        return other
                ? Problem.of(
                        Text.of("deploy.appSpecPlatform", request.deploymentGroup(), platform, wanted),
                        Text.of("deploy.appSpecPlatform.fix"))
                : null;
    }

    /** For an archive; null where the group takes one, and where its platform is not known. */
    @CheckForNull
    static Problem bundle(@NonNull String group, @CheckForNull ComputePlatform platform) {
        return isServerless(platform)
                ? Problem.of(Text.of("deploy.takesNoBundle", group, platform), Text.of("deploy.takesNoBundle.fix"))
                : null;
    }

    private static boolean isServerless(@CheckForNull ComputePlatform platform) {
        return platform == ComputePlatform.LAMBDA || platform == ComputePlatform.ECS;
    }
}
