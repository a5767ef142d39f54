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
import io.jenkins.plugins.codedeploy.engine.watch.TargetState;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Why a deployment that was created failed.
 *
 * @see <a href="https://docs.aws.amazon.com/codedeploy/latest/userguide/error-codes.html">Error codes</a>
 */
public final class DeploymentDiagnosis {
    private static final String AGENT = "CodeDeploy agent was not able to receive the lifecycle event";

    /**
     * Their scripts are those of the revision that was deployed before.
     *
     * @see <a href="https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-hooks.html">
     *     Lifecycle event hooks</a>
     */
    private static final Set<String> PREVIOUS = Set.of("ApplicationStop", "BeforeBlockTraffic", "AfterBlockTraffic");

    private DeploymentDiagnosis() {}

    /**
     * @param errorCode of the deployment; often only the consequence of what failed on an instance
     * @param event the first that failed; null where no instance came so far
     */
    @NonNull
    public static Guidance of(
            @NonNull SetupValues known, @CheckForNull String errorCode, @CheckForNull TargetState.Event event) {
        if (event != null) {
            return event(known, event);
        }
        return switch (String.valueOf(errorCode)) {
            case "NO_INSTANCES" -> noInstances(known);
            case "IAM_ROLE_MISSING" -> serviceRoleMissing(known);
            case "IAM_ROLE_PERMISSIONS" -> serviceRolePermissions(known);
            case "AGENT_ISSUE" -> agent();
            case "HEALTH_CONSTRAINTS" ->
                Guidance.ofCauses(Guidance.cause(Text.of("diagnosis.unseenCause"), Remedies.deployerPolicy(known)));
            case "HEALTH_CONSTRAINTS_INVALID" -> Guidance.ofCauses(Guidance.cause(Text.of("diagnosis.tooFewHealthy")));
            case "REVISION_MISSING" -> revisionGone(known);
            case "ALARM_ACTIVE" -> Guidance.ofCauses(Guidance.cause(Text.of("diagnosis.alarm")));
            case "THROTTLED" -> Guidance.ofCauses(Guidance.cause(Text.of("diagnosis.throttled")));
            default -> Guidance.ofCauses();
        };
    }

    private static Guidance event(SetupValues known, TargetState.Event event) {
        String message = String.valueOf(event.message());
        if (message.contains(AGENT)) {
            return agent();
        }
        if (event.name().equals("DownloadBundle")) {
            return DownloadDiagnosis.of(known, message);
        }
        if (PREVIOUS.contains(event.name())) {
            return Guidance.ofCauses(Guidance.cause(
                    Text.of("diagnosis.previousRevision", event.name()),
                    Remedies.setting("ignoreApplicationStopFailures", "true")));
        }
        String script = event.script();
        if (script != null && !script.isEmpty()) {
            String code = String.valueOf(event.errorCode());
            return Guidance.ofCauses(Guidance.cause(
                    code.equals("ScriptTimedOut")
                            ? Text.of("diagnosis.scriptTimedOut", script, event.name())
                            : Text.of("diagnosis.script", script, event.name(), code)));
        }
        if (message.contains("file already exists at this location")) {
            return Guidance.ofCauses(Guidance.cause(
                    Text.of("diagnosis.fileExists"), Remedies.setting("fileExistsBehavior", "OVERWRITE")));
        }
        return Guidance.ofCauses();
    }

    /** A deployment in which no instance completed its first lifecycle event before the run's timeout. */
    @NonNull
    public static Guidance noFirstEvent() {
        return Guidance.of(
                GuideStep.TARGET_ACCOUNT,
                Guidance.cause(
                        Text.of("diagnosis.agent.start"),
                        Remedies.command("the instance", "sudo systemctl restart codedeploy-agent")));
    }

    private static Guidance agent() {
        return Guidance.of(
                GuideStep.TARGET_ACCOUNT,
                Guidance.cause(
                        Text.of("diagnosis.agent"),
                        Remedies.command("the instance", "sudo systemctl restart codedeploy-agent")),
                Guidance.cause(Text.of("diagnosis.agent.credentials")));
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
                    tags(Text.of("diagnosis.ec2Instances", known.region()), known.show(Field.TAG))));
        }
        if (known.has(Field.ON_PREMISES_TAG)) {
            causes.add(Guidance.cause(
                    Text.of("diagnosis.noRegistered", group),
                    tags(Text.of("diagnosis.registeredInstances", known.region()), known.show(Field.ON_PREMISES_TAG))));
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
                            group)));
        }
        return new Guidance(GuideStep.TARGET_ACCOUNT, causes);
    }

    /** @param tags one for each tag group, separated by {@link Groups#AND}; an instance needs all of them */
    private static Remedy[] tags(Text instances, String tags) {
        return Stream.of(tags.split(Groups.AND))
                .map(tag -> Remedies.tag(instances.toString(), tag))
                .toArray(Remedy[]::new);
    }

    /** What can be wrong with instances, for who cannot look. */
    @NonNull
    public static Guidance instances(@NonNull SetupValues known) {
        List<Guidance.Cause> causes = new ArrayList<>(noInstances(known).causes());
        causes.addAll(agent().causes());
        return new Guidance(GuideStep.TARGET_ACCOUNT, causes);
    }

    private static Guidance serviceRoleMissing(SetupValues known) {
        if (!known.has(Field.SERVICE_ROLE)) {
            return Guidance.of(
                    GuideStep.TARGET_ACCOUNT,
                    Guidance.cause(Text.of("diagnosis.noServiceRole", Verdict.name(known, Field.SERVICE_ROLE))));
        }
        String role = Verdict.name(known, Field.SERVICE_ROLE);
        String name = Arns.name(role);
        String trust = PolicyJson.policy(List.of(Statements.codeDeployIsTrusted(known)));
        return Guidance.of(
                GuideStep.TARGET_ACCOUNT,
                Guidance.cause(
                        Text.of("diagnosis.noServiceRole", role),
                        Remedies.command(
                                role,
                                "aws iam create-role --role-name " + name + path(role)
                                        + " --assume-role-policy-document '" + trust
                                        + "'"),
                        servicePermissions(known)));
    }

    /** Of a service role that is there, as far as can be told. */
    @NonNull
    public static Guidance serviceRolePermissions(@NonNull SetupValues known) {
        String role = Verdict.name(known, Field.SERVICE_ROLE);
        List<Guidance.Cause> causes = new ArrayList<>();
        causes.add(Guidance.cause(Text.of("diagnosis.serviceTrust", role), Remedies.serviceTrust(known)));
        causes.add(Guidance.cause(
                Text.of("diagnosis.servicePermissions", role, managedPolicy(known)), servicePermissions(known)));
        if (!isServer(known) && known.has(Field.BUCKET)) {
            // There CodeDeploy itself reads the revision, as its service role.
            causes.add(Guidance.cause(
                    Text.of("diagnosis.serviceReads", role, Arns.bucket(known)),
                    Remedies.bucketPolicy(known.with(Field.INSTANCE_ROLE, role))));
        }
        return new Guidance(GuideStep.TARGET_ACCOUNT, causes);
    }

    private static boolean isServer(SetupValues known) {
        return known.show(Field.PLATFORM).equals("Server");
    }

    /** @see <a href="https://docs.aws.amazon.com/codedeploy/latest/userguide/getting-started-create-service-role.html">
     *     Service roles</a> */
    private static String managedPolicy(SetupValues known) {
        return switch (known.show(Field.PLATFORM)) {
            case "Lambda" -> "service-role/AWSCodeDeployRoleForLambda";
            case "ECS" -> "AWSCodeDeployRoleForECS";
            default -> "service-role/AWSCodeDeployRole";
        };
    }

    /** Both ways in which a service role can be wrong, for who cannot look. */
    @NonNull
    public static Guidance serviceRole(@NonNull SetupValues known) {
        List<Guidance.Cause> causes = new ArrayList<>(serviceRoleMissing(known).causes());
        causes.addAll(serviceRolePermissions(known).causes());
        return new Guidance(GuideStep.TARGET_ACCOUNT, causes);
    }

    /** As an option; empty for a role without one. */
    private static String path(String role) {
        int from = role.indexOf(":role/") + ":role".length();
        int to = role.lastIndexOf('/');
        return from > to - 1 ? "" : " --path " + role.substring(from, to + 1);
    }

    private static Remedy servicePermissions(SetupValues known) {
        String role = known.show(Field.SERVICE_ROLE);
        return Remedies.command(
                role,
                "aws iam attach-role-policy --role-name " + Arns.name(role) + " --policy-arn arn:" + known.partition()
                        + ":iam::aws:policy/" + managedPolicy(known));
    }

    @NonNull
    static Guidance revisionGone(@NonNull SetupValues known) {
        return Guidance.ofCauses(
                Guidance.cause(Text.of("diagnosis.revisionGone", Arns.bucket(known)), Remedies.give("revision")));
    }
}
