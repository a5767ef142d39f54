package io.jenkins.plugins.codedeploy.engine.diagnosis;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.Guidance;
import io.jenkins.plugins.codedeploy.engine.Guidance.Cause;
import io.jenkins.plugins.codedeploy.engine.GuideStep;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.facts.SetupValues;
import io.jenkins.plugins.codedeploy.engine.facts.SetupValues.Field;
import java.util.ArrayList;
import java.util.List;

/**
 * Why a role was not assumed. The trust policy is the target account's affair, and AWS tells nothing of it; what is
 * missing on the caller's side it tells.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_roles.html">Troubleshoot roles</a>
 */
public final class AssumeDiagnosis {
    private AssumeDiagnosis() {}

    /**
     * @param code AWS's error code
     * @param message AWS's words
     */
    @NonNull
    public static Guidance of(@NonNull SetupValues given, @NonNull String code, @NonNull String message) {
        if (code.equals("ValidationError") && message.contains("DurationSeconds")) {
            return Guidance.of(
                    GuideStep.DEPLOY,
                    Guidance.cause(
                            Text.of("diagnosis.duration", given.show(Field.ROLE)),
                            Remedies.setting("sessionDuration", "3600")));
        }
        if (code.equals("RegionDisabledException")) {
            return Guidance.of(
                    GuideStep.DEPLOY,
                    Guidance.cause(Text.of("diagnosis.stsRegion"), Remedies.setting("stsRegion", "")));
        }
        if (!code.startsWith("AccessDenied")) {
            return Guidance.of(GuideStep.DEPLOY);
        }
        Denial denial = Denial.read(message);
        SetupValues known = denial.principal() == null ? given : given.with(Field.SOURCE, denial.principal());
        String source = known.show(Field.SOURCE);
        String role = known.show(Field.ROLE);
        boolean ours = denial.by() != Denial.By.UNSAID && denial.by() != Denial.By.RESOURCE;
        if (ours) {
            return new Guidance(
                    GuideStep.DEPLOY,
                    new Verdict(denial, "sts:AssumeRole", source, role)
                            .causes(Remedies.sourcePolicy(known), Remedies.trustPolicy(known)));
        }
        List<Cause> causes = new ArrayList<>();
        // Nothing is to be granted before what was given is known to be right.
        if (known.has(Field.EXTERNAL_ID)) {
            causes.add(Guidance.cause(Text.of("diagnosis.given", role, known.show(Field.EXTERNAL_ID))));
        } else {
            causes.add(Guidance.cause(Text.of("diagnosis.noExternalId", role)));
            causes.add(Guidance.cause(Text.of("diagnosis.noRole", role)));
        }
        causes.add(Guidance.cause(
                known.has(Field.EXTERNAL_ID)
                        ? Text.of("diagnosis.trust.externalId", role, source)
                        : Text.of("diagnosis.trust", role, source),
                Remedies.trustPolicy(known)));
        causes.add(
                Guidance.cause(Text.of("diagnosis.identity", source, "sts:AssumeRole"), Remedies.sourcePolicy(known)));
        causes.add(
                Guidance.cause(Text.of("diagnosis.trust.deny", role), Remedies.removeDenial(role, "sts:AssumeRole")));
        return new Guidance(GuideStep.TARGET_ACCOUNT, causes);
    }
}
