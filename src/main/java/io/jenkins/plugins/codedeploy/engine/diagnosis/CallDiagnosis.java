package io.jenkins.plugins.codedeploy.engine.diagnosis;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.Guidance;
import io.jenkins.plugins.codedeploy.engine.Guidance.Cause;
import io.jenkins.plugins.codedeploy.engine.GuideStep;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.facts.Arns;
import io.jenkins.plugins.codedeploy.engine.facts.SetupValues;
import io.jenkins.plugins.codedeploy.engine.facts.SetupValues.Field;
import java.util.ArrayList;
import java.util.List;

/**
 * Why CodeDeploy refused a call.
 *
 * @see <a href="https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_CreateDeployment.html#API_CreateDeployment_Errors">
 *     Its errors</a>
 */
public final class CallDiagnosis {
    private CallDiagnosis() {}

    /** Codes of names that do not exist: worth a look at those that do. */
    public static boolean isUnknownName(@NonNull String code) {
        return code.equals("ApplicationDoesNotExistException") || code.equals("DeploymentGroupDoesNotExistException");
    }

    /**
     * @param action as IAM spells it
     * @param denied whether AWS refused for want of a permission
     */
    @NonNull
    public static Guidance of(
            @NonNull SetupValues known,
            @NonNull String action,
            @NonNull String code,
            @NonNull String message,
            boolean denied) {
        if (denied) {
            Denial denial = Denial.read(message);
            String principal = Verdict.name(known, known.has(Field.ROLE) ? Field.ROLE : Field.SOURCE);
            SetupValues learnt = known.has(Field.ROLE) ? known : Verdict.learn(known, Field.SOURCE, denial.principal());
            List<Cause> causes = new ArrayList<>();
            if (!known.has(Field.ROLE)) {
                causes.add(ownAccount(learnt));
            }
            Verdict verdict = new Verdict(denial, action, principal, principal, known.region());
            causes.addAll(verdict.causes(Remedies.deployerPolicy(learnt), null));
            return new Guidance(verdict.step(GuideStep.TARGET_ACCOUNT), causes);
        }
        return switch (code) {
            case "ApplicationDoesNotExistException" ->
                unknown(
                        known,
                        "application",
                        Text.of("diagnosis.noApplication", known.show(Field.APPLICATION), place(known)));
            case "DeploymentGroupDoesNotExistException" ->
                unknown(
                        known,
                        "deploymentGroup",
                        Text.of(
                                "diagnosis.noGroup",
                                known.show(Field.GROUP),
                                known.show(Field.APPLICATION),
                                place(known)));
            case "DeploymentConfigDoesNotExistException", "InvalidDeploymentConfigNameException" ->
                Guidance.of(
                        GuideStep.TARGET_ACCOUNT,
                        Guidance.cause(Text.of("diagnosis.noConfig", place(known))),
                        Guidance.cause(Text.of("diagnosis.noConfig.own"), Remedies.setting("deploymentConfig", "")));
            case "DeploymentLimitExceededException" ->
                Guidance.ofCauses(Guidance.cause(
                        Text.of("diagnosis.quota"),
                        Remedies.command(
                                place(known).toString(),
                                "aws service-quotas list-service-quotas --service-code codedeploy --region "
                                        + known.region())));
            default -> Guidance.ofCauses();
        };
    }

    /** A name is asked for, never commanded: one like it may be another fleet. */
    private static Guidance unknown(SetupValues known, String field, Text why) {
        List<Cause> causes = new ArrayList<>();
        // an application that nothing here is like is often another account's
        boolean elsewhere = field.equals("application") && !known.has(Field.NEAREST);
        if (!known.has(Field.ROLE) && elsewhere) {
            causes.add(ownAccount(known));
        }
        causes.add(Guidance.cause(why));
        if (known.has(Field.EXISTING)) {
            Text existing = Text.of("diagnosis.existing", place(known), known.show(Field.EXISTING));
            causes.add(
                    known.has(Field.NEAREST)
                            ? Guidance.cause(existing, Remedies.ask(field, known.show(Field.NEAREST)))
                            : Guidance.cause(existing));
        }
        if (known.has(Field.OTHER_REGIONS)) {
            String regions = known.show(Field.OTHER_REGIONS);
            Text used = Text.of("diagnosis.otherRegions", regions);
            causes.add(
                    regions.contains(",")
                            ? Guidance.cause(used)
                            : Guidance.cause(used, Remedies.ask("region", regions)));
        }
        if (!known.has(Field.ROLE) && !elsewhere) {
            causes.add(ownAccount(known));
        }
        return new Guidance(GuideStep.TARGET_ACCOUNT, causes);
    }

    /** Without a role the source identity's own account is asked: often the role was forgotten. */
    private static Cause ownAccount(SetupValues known) {
        return Guidance.cause(Text.of("diagnosis.noRoleGiven", place(known)), Remedies.give("roleArn"));
    }

    /** Where names were looked up. */
    private static Text place(SetupValues known) {
        String account = Arns.account(Verdict.name(known, known.has(Field.ROLE) ? Field.ROLE : Field.SOURCE), "");
        return account.matches("\\d{12}")
                ? Text.of("diagnosis.place", known.region(), account)
                : Text.of("diagnosis.place.own", known.region());
    }
}
