package io.jenkins.plugins.codedeploy.engine.preflight;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.Guidance;
import io.jenkins.plugins.codedeploy.engine.GuideStep;
import io.jenkins.plugins.codedeploy.engine.Problem;
import io.jenkins.plugins.codedeploy.engine.RoleArn;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.aws.AwsErrors;
import io.jenkins.plugins.codedeploy.engine.aws.TargetAccess;
import io.jenkins.plugins.codedeploy.engine.diagnosis.Refusals;
import io.jenkins.plugins.codedeploy.engine.facts.Arns;
import java.time.Duration;
import software.amazon.awssdk.core.exception.SdkException;

/** Who acts: the stored credential, and the role that it assumes. */
final class RoleChecks {
    private final PreflightContext scene;

    RoleChecks(PreflightContext scene) {
        this.scene = scene;
    }

    @NonNull
    CheckResult identity() {
        TargetAccess access = scene.request().access();
        try {
            String arn = scene.caller();
            return CheckResult.passed(
                    Check.IDENTITY,
                    Text.of(
                            scene.isChained() ? "preflight.identity.session" : "preflight.identity",
                            access.source().label(),
                            Arns.principal(arn),
                            Arns.account(arn, "?")));
        } catch (SdkException e) {
            Problem problem = Refusals.explain(access, "sts:GetCallerIdentity", "*", e);
            if (access.source().webIdentity() != null) {
                return CheckResult.failed(Check.IDENTITY, problem);
            }
            return CheckResult.failed(
                    Check.IDENTITY,
                    problem.with(Guidance.of(
                            GuideStep.BUCKET,
                            Guidance.cause(Text.of(
                                    isOffTime(e)
                                            ? "preflight.identity.clock"
                                            : AwsErrors.code(e).equals("SignatureDoesNotMatch")
                                                    ? "preflight.identity.secret"
                                                    : "preflight.identity.fix",
                                    access.source().label())))));
        }
    }

    @NonNull
    CheckResult assume() {
        TargetAccess access = scene.request().access();
        RoleArn role = access.role();
        if (role == null) {
            return CheckResult.notApplicable(Check.ASSUME_ROLE, Text.of("preflight.noRole"));
        }
        if (access.source().webIdentity() == null && scene.isSourceRefused()) {
            return CheckResult.unknown(Check.ASSUME_ROLE, Text.of("preflight.sourceRefused"));
        }
        try {
            scene.enter();
        } catch (SdkException e) {
            return CheckResult.failed(
                    Check.ASSUME_ROLE, Refusals.explain(access, scene.known(), "sts:AssumeRole", role.toString(), e));
        }
        if (scene.isChained()) {
            return CheckResult.passed(Check.ASSUME_ROLE, Text.of("preflight.assumed.chained", role));
        }
        if (scene.isAnonymous()) {
            return CheckResult.passed(Check.ASSUME_ROLE, Text.of("preflight.assumed.anonymous", role));
        }
        Duration granted = scene.sessionDuration();
        return CheckResult.passed(
                Check.ASSUME_ROLE,
                granted.compareTo(access.sessionDuration()) < 0
                        ? Text.of(
                                "preflight.assumed.shorter",
                                role,
                                granted.toSeconds(),
                                access.sessionDuration().toSeconds())
                        : Text.of("preflight.assumed", role));
    }

    /** STS says of a clock that is off that the signature has expired, or is not yet current. */
    private static boolean isOffTime(SdkException e) {
        return AwsErrors.code(e).equals("RequestExpired")
                || AwsErrors.message(e).startsWith("Signature ");
    }
}
