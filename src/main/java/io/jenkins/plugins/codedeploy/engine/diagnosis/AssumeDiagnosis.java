package io.jenkins.plugins.codedeploy.engine.diagnosis;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.Guidance;
import io.jenkins.plugins.codedeploy.engine.Guidance.Cause;
import io.jenkins.plugins.codedeploy.engine.GuideStep;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.aws.TargetAccess;
import io.jenkins.plugins.codedeploy.engine.facts.Arns;
import io.jenkins.plugins.codedeploy.engine.facts.SetupValues;
import io.jenkins.plugins.codedeploy.engine.facts.SetupValues.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

/**
 * Why a role was not assumed. AWS names the kind of policy only where the caller's own side refuses. Where the trust
 * policy refuses, AWS gives no reason: then what the request lacked comes before anything is granted.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_roles.html">Troubleshoot roles</a>
 */
final class AssumeDiagnosis {
    private static final String ASSUME = "sts:AssumeRole";

    private AssumeDiagnosis() {}

    /**
     * @param access with which the role was to be assumed
     * @param code AWS's error code
     * @param message AWS's words
     */
    @NonNull
    static Guidance of(
            @NonNull TargetAccess access, @NonNull SetupValues given, @NonNull String code, @NonNull String message) {
        if (code.equals("ValidationError") && message.contains("DurationSeconds")) {
            return Guidance.of(
                    GuideStep.DEPLOY,
                    Guidance.cause(
                            Text.of("diagnosis.duration", given.show(Field.ROLE)),
                            Remedies.setting("sessionDuration", "3600")));
        }
        if (code.equals("RegionDisabledException")) {
            return Guidance.of(GuideStep.DEPLOY, stsRegion(given));
        }
        if (code.equals("PackedPolicyTooLarge") || code.equals("MalformedPolicyDocument")) {
            return Guidance.ofCauses(Guidance.cause(Text.of("diagnosis.sessionPolicy")));
        }
        if (!code.startsWith("AccessDenied")) {
            return Guidance.of(GuideStep.DEPLOY);
        }
        String partition = PartitionMetadata.of(Region.of(given.region())).id();
        if (given.has(Field.ROLE) && !given.partition().equals(partition)) {
            // no grant helps: credentials are valid in one partition only
            return Guidance.of(
                    GuideStep.TARGET_ACCOUNT,
                    Guidance.cause(
                            Text.of(
                                    "diagnosis.partition",
                                    given.show(Field.ROLE),
                                    given.partition(),
                                    given.region(),
                                    partition),
                            Remedies.give("roleArn"),
                            Remedies.give("region")));
        }
        Denial denial = Denial.read(message);
        String principal = denial.principal();
        SetupValues known = principal == null ? given : given.with(Field.SOURCE, principal);
        String action = Objects.requireNonNullElse(denial.action(), ASSUME);
        if (!action.equals(ASSUME)) {
            return attribution(known, denial, action);
        }
        if (denial.by() == Denial.By.IDENTITY && !denial.explicit()) {
            return new Guidance(GuideStep.DEPLOY, ungranted(known));
        }
        if (denial.by() != Denial.By.UNSAID && denial.by() != Denial.By.RESOURCE) {
            Verdict verdict = new Verdict(
                    denial, ASSUME, Verdict.name(known, Field.SOURCE), known.show(Field.ROLE), known.region());
            return new Guidance(verdict.step(GuideStep.DEPLOY), verdict.causes(Remedies.sourcePolicy(known), null));
        }
        return new Guidance(GuideStep.TARGET_ACCOUNT, trust(access, known, denial));
    }

    private static Cause stsRegion(SetupValues given) {
        return given.partition().equals("aws")
                ? Guidance.cause(Text.of("diagnosis.stsRegion"), Remedies.setting("stsRegion", "us-east-1"))
                : Guidance.cause(Text.of("diagnosis.stsRegion"));
    }

    /** Session tags and source identity need rights of their own, on both sides. */
    private static Guidance attribution(SetupValues known, Denial denial, String action) {
        boolean ownSide = denial.by() == Denial.By.IDENTITY && !denial.explicit();
        return Guidance.of(
                GuideStep.TARGET_ACCOUNT,
                ownSide
                        ? Guidance.cause(
                                Text.of("diagnosis.identity", Verdict.name(known, Field.SOURCE), action),
                                Remedies.sourcePolicy(known))
                        : Guidance.cause(Text.of("diagnosis.trust.action", known.show(Field.ROLE), action)));
    }

    /** A policy for another ARN does not apply, and AWS refuses a role that does not exist in the same words. */
    private static List<Cause> ungranted(SetupValues known) {
        String source = Verdict.name(known, Field.SOURCE);
        String role = known.show(Field.ROLE);
        return List.of(
                Guidance.cause(Text.of("diagnosis.role.ungranted", source, role), Remedies.give("roleArn")),
                Guidance.cause(Text.of("diagnosis.role.grant", source, role), Remedies.sourcePolicy(known)));
    }

    private static List<Cause> trust(TargetAccess access, SetupValues known, Denial denial) {
        String source = Verdict.name(known, Field.SOURCE);
        String role = known.show(Field.ROLE);
        List<Cause> causes = new ArrayList<>();
        if (denial.explicit()) {
            causes.add(Guidance.cause(Text.of("diagnosis.trust.deny", role, source)));
        }
        boolean ownAccount = Arns.account(source, "source").equals(Arns.account(role, "role"));
        if (known.has(Field.EXTERNAL_ID)) {
            causes.add(Guidance.cause(
                    Text.of("diagnosis.given", role, known.show(Field.EXTERNAL_ID)),
                    Remedies.give("roleArn"),
                    Remedies.give("externalId")));
        } else {
            if (!ownAccount) {
                causes.add(Guidance.cause(Text.of("diagnosis.noExternalId", role), Remedies.give("externalId")));
            }
            causes.add(Guidance.cause(Text.of("diagnosis.noRole", role), Remedies.give("roleArn")));
        }
        causes.add(Guidance.cause(session(access, role)));
        causes.add(Guidance.cause(Text.of("diagnosis.trust.caller", role, source)));
        causes.add(Guidance.cause(Text.of("diagnosis.trust.date", role)));
        if (!denial.explicit()) {
            causes.add(Guidance.cause(
                    Text.of("diagnosis.trust", role, source), Remedies.principal(role, Arns.principal(source))));
            // The source's own policy takes part only where AWS names no kind of policy at all.
            causes.add(Guidance.cause(Text.of("diagnosis.role.grant", source, role), Remedies.sourcePolicy(known)));
        }
        causes.add(Guidance.cause(
                Text.of("diagnosis.trust.conditions", role), Remedies.lift(role, "aws:MultiFactorAuthPresent")));
        causes.add(Guidance.cause(
                Text.of(denial.explicit() ? "diagnosis.deny" : "diagnosis.deny.check", role, ASSUME),
                Remedies.removeDenial(role, ASSUME)));
        return causes;
    }

    private static Text session(TargetAccess access, String role) {
        Map<String, String> tags = new TreeMap<>(access.sessionTags());
        String identity = access.sourceIdentity();
        return tags.isEmpty() || identity == null
                ? Text.of("diagnosis.trust.session.name", role)
                : Text.of("diagnosis.trust.session", role, String.join(", ", tags.keySet()), identity);
    }
}
