package io.jenkins.plugins.codedeploy.engine.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.engine.Guidance;
import io.jenkins.plugins.codedeploy.engine.Remedy;
import io.jenkins.plugins.codedeploy.engine.Remedy.Kind;
import io.jenkins.plugins.codedeploy.engine.facts.SetupValues;
import io.jenkins.plugins.codedeploy.engine.facts.SetupValues.Field;
import io.jenkins.plugins.codedeploy.engine.watch.TargetState;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.codedeploy.model.DeploymentGroupInfo;
import software.amazon.awssdk.services.codedeploy.model.EC2TagFilter;

/** Each way in which instances fail, in the words of agent and service, with the step, the cause and its fix. */
class DeploymentDiagnosisTest {
    private static final String INSTANCES = "arn:aws:iam::222222222222:role/AppServers";
    private static final SetupValues KNOWN = SetupValues.of("aws", "eu-central-1")
            .with(Field.SOURCE, "arn:aws:iam::111111111111:user/jenkins")
            .with(Field.ROLE, "arn:aws:iam::222222222222:role/Deployer")
            .with(Field.INSTANCE_ROLE, INSTANCES)
            .with(Field.APPLICATION, "shop")
            .with(Field.GROUP, "production")
            .with(Field.BUCKET, "acme-revisions")
            .with(Field.KEY_PREFIX, "CodeDeploy/shop");

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        Access Denied | 2 | diagnosis.resource.check | ADD_TO_BUCKET_POLICY
        Forbidden | 2 | diagnosis.resource.check | ADD_TO_BUCKET_POLICY
        "User: arn:aws:sts::222222222222:assumed-role/AppServers/i-0a is not authorized to perform: s3:GetObject on resource: arn:aws:s3:::acme-revisions/CodeDeploy/shop/a.zip because no identity-based policy allows the s3:GetObject action" | 2 | diagnosis.identity | ATTACH_POLICY
        "User: arn:aws:sts::222222222222:assumed-role/AppServers/i-0a is not authorized to perform: kms:Decrypt on resource: arn:aws:kms:eu-central-1:111111111111:key/1234abcd because no resource-based policy allows the kms:Decrypt action" | 2 | diagnosis.resource | ADD_TO_KEY_POLICY
        "User: arn:aws:sts::222222222222:assumed-role/AppServers/i-0a is not authorized to perform: kms:Decrypt on resource: arn:aws:kms:eu-central-1:111111111111:key/1234abcd because no identity-based policy allows the kms:Decrypt action" | 2 | diagnosis.identity | ATTACH_POLICY
        "The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are not allowed to access." | 2 | diagnosis.resource.check |
        arn:aws:kms:eu-central-1:111111111111:key/1234abcd is disabled. | 1 | diagnosis.keyDisabled | COMMAND
        The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint. | 1 | diagnosis.otherRegion | COMMAND
        "The authorization header is malformed; the region 'eu-central-1' is wrong; expecting 'us-west-2'" | 1 | diagnosis.otherRegion | COMMAND
        "Expected deployment artifact bundle etag 0a1b but was 2c3d" | 0 | diagnosis.eTag | GIVE
        The specified bucket does not exist | 1 | diagnosis.noBucket |
        The specified key does not exist. | 0 | diagnosis.revisionGone | GIVE
        The specified version does not exist. | 0 | diagnosis.revisionGone | GIVE
        "User: arn:aws:sts::222222222222:assumed-role/AppServers/i-0a is not authorized to perform: s3:ListBucket on resource: arn:aws:s3:::acme-revisions because no identity-based policy allows the s3:ListBucket action" | 0 | diagnosis.revisionGone | GIVE
        Missing credentials - please check if this instance was started with an IAM instance profile | 3 | diagnosis.noProfile |
        CodeDeploy agent was not able to receive the lifecycle event. Check the CodeDeploy agent logs on your host and make sure the agent is running and can connect to the CodeDeploy server. | 3 | diagnosis.agent | COMMAND
        """)
    void theDownloadOfARevision(String message, int step, String cause, Kind fix) {
        Guidance found = DeploymentDiagnosis.of(
                KNOWN, "HEALTH_CONSTRAINTS", failed("DownloadBundle", "UnknownError", "", message));
        assertEquals(step, step(found), found::toString);
        Guidance.Cause first = found.causes().get(0);
        assertEquals(cause, first.why().code());
        List<Remedy> remedies = first.remedies();
        if (fix == null) {
            assertEquals(List.of(), remedies);
            return;
        }
        assertEquals(fix, remedies.get(0).kind(), remedies::toString);
        if (fix == Kind.ADD_TO_BUCKET_POLICY || fix == Kind.ADD_TO_KEY_POLICY) {
            assertTrue(remedies.get(0).content().contains('"' + INSTANCES + '"'), remedies::toString);
        }
    }

    /** Its log is told elsewhere, whole. */
    @ParameterizedTest
    @CsvSource({"ScriptFailed", "ScriptMissing", "ScriptNotExecutable"})
    void aScriptIsTheUsersOwn(String code) {
        Guidance found = DeploymentDiagnosis.of(
                KNOWN, "HEALTH_CONSTRAINTS", failed("AfterInstall", code, "scripts/after.sh", "it failed"));
        Guidance.Cause first = found.causes().get(0);
        assertEquals(
                List.of("scripts/after.sh", "AfterInstall", code), first.why().args());
        assertEquals(List.of(), first.remedies());
        assertNull(found.step());
    }

    /** What this revision's script says is not asked there. */
    @ParameterizedTest
    @CsvSource({"ApplicationStop", "BeforeBlockTraffic", "AfterBlockTraffic"})
    void theseScriptsAreThePreviousRevisions(String event) {
        Guidance found = DeploymentDiagnosis.of(
                KNOWN, "HEALTH_CONSTRAINTS", failed(event, "ScriptFailed", "scripts/stop.sh", "it failed"));
        assertEquals("diagnosis.previousRevision", cause(found));
        assertEquals(
                List.of(new Remedy(Kind.SETTING, "ignoreApplicationStopFailures", "true")),
                found.causes().get(0).remedies());
        assertNull(found.step());
    }

    /** The session of a role is told without the role's path. */
    @Test
    void theInstancesRoleKeepsItsPath() {
        String role = "arn:aws:iam::222222222222:role/app/AppServers";
        Guidance found = DeploymentDiagnosis.of(
                KNOWN.with(Field.INSTANCE_ROLE, role),
                "HEALTH_CONSTRAINTS",
                failed(
                        "DownloadBundle",
                        "UnknownError",
                        "",
                        "User: arn:aws:sts::222222222222:assumed-role/"
                                + "AppServers/i-0a is not authorized to perform: s3:GetObject on resource:"
                                + " arn:aws:s3:::acme-revisions/a.zip because no identity-based policy allows"
                                + " the s3:GetObject action"));
        assertEquals(role, found.causes().get(0).remedies().get(0).resource());
    }

    @ParameterizedTest
    @CsvSource({
        "Server, service-role/AWSCodeDeployRole",
        "Lambda, service-role/AWSCodeDeployRoleForLambda",
        "ECS, AWSCodeDeployRoleForECS"
    })
    void theServiceRolesPolicyIsThePlatforms(String platform, String policy) {
        SetupValues known = KNOWN.with(Field.PLATFORM, platform)
                .with(Field.SERVICE_ROLE, "arn:aws:iam::222222222222:role/deploy/CodeDeploy");
        Guidance found = DeploymentDiagnosis.of(known, "IAM_ROLE_PERMISSIONS", null);
        Remedy attach = found.causes().get(1).remedies().get(0);
        assertTrue(attach.content().endsWith("--policy-arn arn:aws:iam::aws:policy/" + policy), attach::content);
        Guidance missing = DeploymentDiagnosis.of(known, "IAM_ROLE_MISSING", null);
        assertTrue(missing.causes().get(0).remedies().get(0).content().contains(" --path /deploy/ "));
    }

    /** Nothing names a step of the setup that has no part in it. */
    @ParameterizedTest
    @CsvSource({"MANUAL_STOP", "TIMEOUT", "OVER_MAX_INSTANCES", "HEALTH_CONSTRAINTS_INVALID"})
    void noStepForWhatTheSetUpIsNotToBlameFor(String code) {
        assertNull(DeploymentDiagnosis.of(KNOWN, code, null).step());
    }

    private static TargetState.Event failed(String event, String code, String script, String message) {
        return new TargetState.Event(event, "Failed", null, null, code, script, message, null);
    }

    private static int step(Guidance found) {
        return found.step() == null ? 0 : found.step().number();
    }

    /** Only a missing agent fails so, in whatever event it is noticed. */
    @Test
    void theAgentDoesNotRun() {
        String said = "CodeDeploy agent was not able to receive the lifecycle event. Check the CodeDeploy agent logs";
        for (String event : List.of("ApplicationStop", "BeforeBlockTraffic", "Install")) {
            assertEquals(
                    "diagnosis.agent",
                    cause(DeploymentDiagnosis.of(
                            KNOWN, "HEALTH_CONSTRAINTS", failed(event, "UnknownError", null, said))));
        }
        assertEquals("diagnosis.agent", cause(DeploymentDiagnosis.of(KNOWN, "AGENT_ISSUE", null)));
    }

    @ParameterizedTest
    @CsvSource({
        "IAM_ROLE_MISSING, 3, diagnosis.noServiceRole",
        "IAM_ROLE_PERMISSIONS, 3, diagnosis.serviceTrust",
        "HEALTH_CONSTRAINTS_INVALID, 0, diagnosis.tooFewHealthy",
        "HEALTH_CONSTRAINTS, 0, diagnosis.unseenCause",
        "REVISION_MISSING, 0, diagnosis.revisionGone",
        "NO_INSTANCES, 3, diagnosis.noInstances",
    })
    void noInstanceCameSoFar(String code, int step, String cause) {
        Guidance found = DeploymentDiagnosis.of(KNOWN, code, null);
        assertEquals(step, step(found));
        assertEquals(cause, cause(found));
    }

    @Test
    void whatSelectsNoInstanceIsToldByHowTheGroupSelects() {
        assertEquals(
                List.of("Key=Role,Value=shop"),
                noInstances(g -> g.ec2TagFilters(t -> t.key("Role").value("shop"))));
        assertEquals(
                List.of("Key=Role,Value="),
                noInstances(g -> g.ec2TagSet(set -> set.ec2TagSetList(List.of(List.of(t("Role")))))));
        assertEquals(
                List.of("Key=Role,Value=shop"),
                noInstances(
                        g -> g.onPremisesInstanceTagFilters(t -> t.key("Role").value("shop"))));
        assertEquals(
                List.of("aws autoscaling set-desired-capacity --region eu-central-1"
                        + " --auto-scaling-group-name fleet --desired-capacity 1"),
                noInstances(g -> g.autoScalingGroups(a -> a.name("fleet"))));
        assertEquals(List.of(), noInstances(g -> {}));
    }

    private static EC2TagFilter t(String key) {
        return EC2TagFilter.builder().key(key).build();
    }

    private static List<String> noInstances(Consumer<DeploymentGroupInfo.Builder> group) {
        SetupValues known = Groups.learn(
                KNOWN,
                DeploymentGroupInfo.builder()
                        .serviceRoleArn("arn:aws:iam::222222222222:role/CodeDeploy")
                        .applyMutation(group)
                        .build());
        return DeploymentDiagnosis.of(known, "NO_INSTANCES", null).causes().stream()
                .flatMap(cause -> cause.remedies().stream())
                .map(Remedy::content)
                .toList();
    }

    private static String cause(Guidance found) {
        return found.causes().get(0).why().code();
    }
}
