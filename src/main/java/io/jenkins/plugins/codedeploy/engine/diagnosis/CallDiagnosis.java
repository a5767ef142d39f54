package io.jenkins.plugins.codedeploy.engine.diagnosis;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.Guidance;
import io.jenkins.plugins.codedeploy.engine.GuideStep;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.facts.Arns;
import io.jenkins.plugins.codedeploy.engine.facts.SetupValues;
import io.jenkins.plugins.codedeploy.engine.facts.SetupValues.Field;

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
            String principal = known.show(known.has(Field.ROLE) ? Field.ROLE : Field.SOURCE);
            // What CodeDeploy has no policy for of its own can only be the caller's.
            Denial own = denial.by() == Denial.By.UNSAID
                    ? new Denial(denial.principal(), denial.action(), denial.resource(), Denial.By.IDENTITY, false)
                    : denial;
            return new Guidance(
                    GuideStep.TARGET_ACCOUNT,
                    new Verdict(own, action, principal, principal).causes(Remedies.deployerPolicy(known), null));
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
                        Text.of("diagnosis.noGroup", known.show(Field.GROUP), known.show(Field.APPLICATION)));
            case "DeploymentConfigDoesNotExistException", "InvalidDeploymentConfigNameException" ->
                Guidance.of(
                        GuideStep.TARGET_ACCOUNT,
                        Guidance.cause(
                                Text.of("diagnosis.noConfig", place(known)), Remedies.setting("deploymentConfig", "")));
            case "DeploymentLimitExceededException" ->
                Guidance.of(
                        GuideStep.DEPLOY,
                        Guidance.cause(
                                Text.of("diagnosis.quota"),
                                Remedies.command(
                                        "account " + Arns.account(known.show(Field.ROLE), "?"),
                                        "aws service-quotas list-service-quotas --service-code codedeploy --region "
                                                + known.region())));
            default -> Guidance.of(GuideStep.DEPLOY);
        };
    }

    private static Guidance unknown(SetupValues known, String field, Text why) {
        return Guidance.of(
                GuideStep.TARGET_ACCOUNT,
                known.has(Field.NEAREST)
                        ? Guidance.cause(why, Remedies.setting(field, known.show(Field.NEAREST)))
                        : Guidance.cause(why));
    }

    private static String place(SetupValues known) {
        return known.region() + ", " + Arns.account(known.show(Field.ROLE), "?");
    }
}
