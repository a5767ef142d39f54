package io.jenkins.plugins.codedeploy.engine.diagnosis;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.Guidance;
import io.jenkins.plugins.codedeploy.engine.GuideStep;
import io.jenkins.plugins.codedeploy.engine.Remedy;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.facts.Arns;
import io.jenkins.plugins.codedeploy.engine.facts.SetupValues;
import io.jenkins.plugins.codedeploy.engine.facts.SetupValues.Field;
import io.jenkins.plugins.codedeploy.engine.setup.PolicyJson;
import io.jenkins.plugins.codedeploy.engine.setup.Statements;
import java.util.ArrayList;
import java.util.List;

/**
 * Why a deployment that was created failed.
 *
 * @see <a href="https://docs.aws.amazon.com/codedeploy/latest/userguide/error-codes.html">Error codes</a>
 */
public final class DeploymentDiagnosis {
    private static final String AGENT = "CodeDeploy agent was not able to receive the lifecycle event";

    private DeploymentDiagnosis() {}

    /** The first lifecycle event that failed, in the agent's words. */
    public record FailedEvent(
            @NonNull String name,
            @CheckForNull String errorCode,
            @CheckForNull String script,
            @CheckForNull String message) {}

    /**
     * @param errorCode of the deployment; often only the consequence of what failed on an instance
     * @param event null where no instance came so far
     */
    @NonNull
    public static Guidance of(
            @NonNull SetupValues known, @CheckForNull String errorCode, @CheckForNull FailedEvent event) {
        if (event != null) {
            return event(known, event);
        }
        return switch (String.valueOf(errorCode)) {
            case "NO_INSTANCES" -> noInstances(known);
            case "IAM_ROLE_MISSING" -> serviceRoleMissing(known);
            case "IAM_ROLE_PERMISSIONS" -> serviceRolePermissions(known);
            case "AGENT_ISSUE" -> agent();
            case "HEALTH_CONSTRAINTS" ->
                Guidance.of(
                        GuideStep.DEPLOY,
                        Guidance.cause(Text.of("diagnosis.unseenCause"), Remedies.deployerPolicy(known)));
            case "HEALTH_CONSTRAINTS_INVALID" ->
                Guidance.of(GuideStep.TARGET_ACCOUNT, Guidance.cause(Text.of("diagnosis.tooFewHealthy")));
            case "REVISION_MISSING" -> revisionGone(known);
            default -> Guidance.of(GuideStep.DEPLOY);
        };
    }

    private static Guidance event(SetupValues known, FailedEvent event) {
        String message = String.valueOf(event.message());
        if (message.contains(AGENT)) {
            return agent();
        }
        if (event.name().equals("DownloadBundle")) {
            return DownloadDiagnosis.of(known, message);
        }
        String script = event.script();
        if (script != null && !script.isEmpty()) {
            return Guidance.of(
                    GuideStep.DEPLOY,
                    Guidance.cause(Text.of("diagnosis.script", script, event.name(), event.errorCode())));
        }
        if (message.contains("file already exists at this location")) {
            return Guidance.of(
                    GuideStep.DEPLOY,
                    Guidance.cause(
                            Text.of("diagnosis.fileExists"), Remedies.setting("fileExistsBehavior", "OVERWRITE")));
        }
        return Guidance.of(GuideStep.DEPLOY);
    }

    private static Guidance agent() {
        return Guidance.of(
                GuideStep.TARGET_ACCOUNT,
                Guidance.cause(
                        Text.of("diagnosis.agent"),
                        Remedies.command("the instance", "sudo systemctl restart codedeploy-agent")));
    }

    /** Of each way in which the group selects instances, what gives it some. */
    @NonNull
    public static Guidance noInstances(@NonNull SetupValues known) {
        String group = known.show(Field.GROUP);
        String region = " --region " + known.region();
        List<Guidance.Cause> causes = new ArrayList<>();
        if (known.has(Field.TAG)) {
            causes.add(Guidance.cause(
                    Text.of("diagnosis.noInstances", group),
                    Remedies.command(
                            "the instances",
                            "aws ec2 create-tags" + region + " --resources INSTANCE_ID --tags "
                                    + known.show(Field.TAG))));
        }
        if (known.has(Field.ON_PREMISES_TAG)) {
            causes.add(Guidance.cause(
                    Text.of("diagnosis.noRegistered", group),
                    Remedies.command(
                            "the instances",
                            "aws deploy add-tags-to-on-premises-instances" + region
                                    + " --instance-names INSTANCE_NAME --tags "
                                    + known.show(Field.ON_PREMISES_TAG))));
        }
        if (known.has(Field.SCALING_GROUP)) {
            String scaling = known.show(Field.SCALING_GROUP);
            causes.add(Guidance.cause(
                    Text.of("diagnosis.notScaled", scaling),
                    Remedies.command(
                            "Auto Scaling group " + scaling,
                            "aws autoscaling set-desired-capacity" + region + " --auto-scaling-group-name " + scaling
                                    + " --desired-capacity 1")));
        }
        if (causes.isEmpty()) {
            causes.add(Guidance.cause(
                    // Whoever knows its service role has seen it, and by what it selects.
                    Text.of(
                            known.has(Field.SERVICE_ROLE) ? "diagnosis.selectsNothing" : "diagnosis.noInstances",
                            group),
                    Remedies.command(
                            "deployment group " + group,
                            "aws deploy update-deployment-group" + region + " --application-name "
                                    + known.show(Field.APPLICATION) + " --current-deployment-group-name " + group
                                    + " --ec2-tag-filters " + known.show(Field.TAG) + ",Type=KEY_AND_VALUE")));
        }
        return new Guidance(GuideStep.TARGET_ACCOUNT, causes);
    }

    /** What can be wrong with instances, for who cannot look. */
    @NonNull
    public static Guidance instances(@NonNull SetupValues known) {
        List<Guidance.Cause> causes = new ArrayList<>(noInstances(known).causes());
        causes.addAll(agent().causes());
        return new Guidance(GuideStep.TARGET_ACCOUNT, causes);
    }

    private static Guidance serviceRoleMissing(SetupValues known) {
        String role = known.show(Field.SERVICE_ROLE);
        String name = role.substring(role.lastIndexOf('/') + 1);
        String trust = PolicyJson.policy(List.of(Statements.codeDeployIsTrusted(known)));
        return Guidance.of(
                GuideStep.TARGET_ACCOUNT,
                Guidance.cause(
                        Text.of("diagnosis.noServiceRole", role),
                        Remedies.command(
                                role,
                                "aws iam create-role --role-name " + name + " --assume-role-policy-document '" + trust
                                        + "'"),
                        servicePermissions(known, role, name)));
    }

    /** Of a service role that is there, as far as can be told. */
    @NonNull
    public static Guidance serviceRolePermissions(@NonNull SetupValues known) {
        String role = known.show(Field.SERVICE_ROLE);
        return Guidance.of(
                GuideStep.TARGET_ACCOUNT,
                Guidance.cause(Text.of("diagnosis.serviceTrust", role), Remedies.serviceTrust(known)),
                Guidance.cause(
                        Text.of("diagnosis.servicePermissions", role),
                        servicePermissions(known, role, role.substring(role.lastIndexOf('/') + 1))));
    }

    /** Both ways in which a service role can be wrong, for who cannot look. */
    @NonNull
    public static Guidance serviceRole(@NonNull SetupValues known) {
        List<Guidance.Cause> causes = new ArrayList<>(serviceRoleMissing(known).causes());
        causes.addAll(serviceRolePermissions(known).causes());
        return new Guidance(GuideStep.TARGET_ACCOUNT, causes);
    }

    private static Remedy servicePermissions(SetupValues known, String role, String name) {
        return Remedies.command(
                role,
                "aws iam attach-role-policy --role-name " + name + " --policy-arn arn:" + known.partition()
                        + ":iam::aws:policy/service-role/AWSCodeDeployRole");
    }

    @NonNull
    static Guidance revisionGone(@NonNull SetupValues known) {
        return Guidance.of(
                GuideStep.UPLOAD,
                Guidance.cause(
                        Text.of("diagnosis.revisionGone", Arns.bucket(known)), Remedies.setting("revision", "")));
    }
}
