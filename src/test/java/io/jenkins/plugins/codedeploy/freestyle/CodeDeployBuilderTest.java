package io.jenkins.plugins.codedeploy.freestyle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import hudson.EnvVars;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.ParametersAction;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.Result;
import hudson.model.StringParameterDefinition;
import hudson.model.StringParameterValue;
import hudson.model.TaskListener;
import hudson.slaves.DumbSlave;
import hudson.tasks.Shell;
import io.jenkins.plugins.codedeploy.DeployWorld;
import io.jenkins.plugins.codedeploy.engine.bundle.Symlinks;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentFlag;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentPolicy;
import io.jenkins.plugins.codedeploy.engine.deploy.FileExistsBehavior;
import io.jenkins.plugins.codedeploy.engine.upload.BucketOwner;
import io.jenkins.plugins.codedeploy.parameters.option.Alarms;
import io.jenkins.plugins.codedeploy.parameters.option.AutoRollback;
import io.jenkins.plugins.codedeploy.parameters.option.GitHubCommit;
import io.jenkins.plugins.codedeploy.parameters.option.InstanceTag;
import io.jenkins.plugins.codedeploy.parameters.option.InstanceTagGroup;
import io.jenkins.plugins.codedeploy.parameters.option.TargetInstances;
import io.jenkins.plugins.codedeploy.pipeline.CodeDeployStep;
import io.jenkins.plugins.codedeploy.simulator.codedeploy.DeploymentSummary;
import io.jenkins.plugins.codedeploy.simulator.http.Fault;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class CodeDeployBuilderTest {
    private static final String FILES =
            "mkdir -p dist && echo hello > dist/index.html && printf 'version: 0.0\\nos: linux\\n"
                    + "files:\\n  - source: /\\n    destination: /opt/demo\\n' > dist/appspec.yml";

    private JenkinsRule j;
    private DeployWorld world;

    @BeforeEach
    void setUp(JenkinsRule rule) throws Exception {
        j = rule;
        world = new DeployWorld().configure();
    }

    @AfterEach
    void tearDown() throws Exception {
        world.close();
    }

    @Test
    void keepsEveryFieldOfItsForm() throws Exception {
        CodeDeployBuilder plain = new CodeDeployBuilder(null);
        j.assertEqualDataBoundBeans(plain, j.configRoundtrip(plain));

        CodeDeployStep full = new CodeDeployStep();
        full.setCredentialsId("aws-dev");
        full.setRoleArn("arn:aws:iam::222222222222:role/CrossAccountDeploy");
        full.setExternalId("jenkins-a1b2c3");
        full.setRegion("eu-central-1");
        full.setBucket("revisions-111111111111");
        full.setBucketOwner(BucketOwner.TARGET);
        full.setBucketAccount("333333333333");
        full.setKmsKeyId("alias/deploy");
        full.setInstanceRole("arn:aws:iam::222222222222:role/WebServers");
        full.setSessionDuration(900);
        full.setApplication("demo");
        full.setDeploymentGroup("staging");
        full.setSource("dist");
        full.setIncludes("**/*.jar");
        full.setExcludes("**/*.log");
        full.setAppSpec("deploy/appspec.yml");
        full.setKeyPrefix("CodeDeploy/shop");
        full.setKey("x.zip");
        full.setSymlinks(Symlinks.KEEP);
        full.setForce(true);
        full.setRevision("s3://b-b-b/k.zip");
        full.setGitHub(new GitHubCommit("example/shop", "0".repeat(40)));
        full.setAppSpecContent("version: 0.0");
        full.setDeploymentId("d-A1B2C3D4E");
        full.setDeploymentConfig("CodeDeployDefault.OneAtATime");
        full.setDescription("Release 7");
        full.setFileExistsBehavior(FileExistsBehavior.RETAIN);
        for (DeploymentFlag flag : DeploymentFlag.values()) {
            set(full, flag);
        }
        AutoRollback rollback = new AutoRollback();
        rollback.setOnAlarm(true);
        full.setAutoRollback(rollback);
        Alarms alarms = new Alarms();
        alarms.setNames("one, two");
        alarms.setIgnorePollFailure(true);
        full.setAlarms(alarms);
        InstanceTag tag = new InstanceTag();
        tag.setKey("stack");
        tag.setValue("green");
        TargetInstances instances = new TargetInstances();
        instances.setTagGroups(List.of(new InstanceTagGroup(List.of(tag))));
        instances.setAutoScalingGroups("green");
        full.setTargetInstances(instances);
        full.setOnActiveDeployment(DeploymentPolicy.OnActive.WAIT);
        full.setOnReady(DeploymentPolicy.OnReady.CONTINUE);
        full.setOnAbort(DeploymentPolicy.OnAbort.LEAVE);
        full.setWaitFor(DeploymentPolicy.WaitFor.TRAFFIC_SHIFTED);
        full.setWait(false);
        full.setTimeout(45);
        CodeDeployStep back = j.configRoundtrip(new CodeDeployBuilder(full)).getDeployment();
        j.assertEqualDataBoundBeans(full, back);
        assertEquals("one, two", back.getAlarms().getNames());
        assertEquals(
                "green",
                back.getTargetInstances().getTagGroups().get(0).getTags().get(0).getValue());

        FreeStyleProject project = j.createFreeStyleProject();
        project.getPublishersList().add(new CodeDeployPublisher(full));
        j.configRoundtrip(project);
        j.assertEqualDataBoundBeans(
                full, project.getPublishersList().get(CodeDeployPublisher.class).getDeployment());
    }

    /** By the name that forms and scripts use. */
    private static void set(CodeDeployStep step, DeploymentFlag flag) throws ReflectiveOperationException {
        String name = flag.field();
        CodeDeployStep.class
                .getMethod("set" + Character.toUpperCase(name.charAt(0)) + name.substring(1), boolean.class)
                .invoke(step, true);
    }

    @Test
    void aPostBuildActionDeploysWhatDidNotFail() throws Exception {
        FreeStyleProject project = project();
        project.getPublishersList().add(new CodeDeployPublisher(deployment()));
        j.assertBuildStatusSuccess(project.scheduleBuild2(0));
        assertEquals("Succeeded", world.only().status());

        project.getBuildersList().add(new Shell("exit 1"));
        FreeStyleBuild failed = j.assertBuildStatus(Result.FAILURE, project.scheduleBuild2(0));
        j.assertLogContains("Skipped the deployment with CodeDeploy, because the build result is FAILURE.", failed);
        assertEquals(1, world.deployments().size());
    }

    /** As in a Pipeline. */
    @Test
    void aTimeoutAbortsTheBuild() throws Exception {
        world.slow("staging");
        FreeStyleProject project = project();
        CodeDeployStep deployment = deployment();
        deployment.setTimeout(1);
        project.getBuildersList().add(new CodeDeployBuilder(deployment));
        FreeStyleBuild build = j.assertBuildStatus(Result.ABORTED, project.scheduleBuild2(0));
        j.assertLogContains("timeout of 1 min was reached", build);
        assertEquals("Stopped", world.only().status());
    }

    /** What an earlier step deployed must not pass for the result of one that failed before it deployed. */
    @Test
    void variablesDoNotSurviveIntoAStepThatFails() throws Exception {
        FreeStyleProject project = project();
        project.getBuildersList().add(new CodeDeployBuilder(deployment()));
        CodeDeployStep wrong = deployment();
        wrong.setTarget("elsewhere");
        project.getBuildersList().add(new CodeDeployBuilder(wrong));
        FreeStyleBuild build = j.assertBuildStatus(Result.FAILURE, project.scheduleBuild2(0));
        EnvVars env = build.getEnvironment(TaskListener.NULL);
        assertEquals("NotCreated", env.get("CODEDEPLOY_STATUS"));
        assertEquals("", env.get("CODEDEPLOY_DEPLOYMENT_ID"));
        assertEquals("", env.get("CODEDEPLOY_CONSOLE_LINK"));
        assertEquals("", env.get("CODEDEPLOY_REVISION"));
    }

    @Test
    void deploysFromAnAgentAndTellsLaterSteps() throws Exception {
        DumbSlave agent = j.createOnlineSlave();
        FreeStyleProject project = project();
        project.setAssignedNode(agent);
        project.addProperty(new ParametersDefinitionProperty(
                new StringParameterDefinition("GROUP", "staging"), new StringParameterDefinition("DIR", "dist")));
        CodeDeployStep deployment = deployment();
        deployment.setSource("${DIR}");
        deployment.setDeploymentGroup("$GROUP");
        deployment.setDescription("release ${BUILD_NUMBER}");
        project.getBuildersList().add(new CodeDeployBuilder(deployment));
        project.getBuildersList()
                .add(new Shell("echo \"st=$CODEDEPLOY_STATUS id=$CODEDEPLOY_DEPLOYMENT_ID rev=$CODEDEPLOY_REVISION\""));
        FreeStyleBuild build = j.assertBuildStatusSuccess(project.scheduleBuild2(
                0,
                new ParametersAction(
                        new StringParameterValue("GROUP", "staging"), new StringParameterValue("DIR", "dist"))));
        DeploymentSummary record = world.only();
        j.assertLogContains(
                "st=Succeeded id=" + record.id() + " rev=s3://"
                        + world.aws.seed().bucket() + "/CodeDeploy/",
                build);
        assertEquals("release 1", record.description().replaceAll(" \\[.*", ""));
    }

    @Test
    void aSecondStepDeploysWhatTheFirstPushed() throws Exception {
        FreeStyleProject project = project();
        project.getBuildersList().add(new CodeDeployBuilder(deployment()));
        CodeDeployStep second = deployment();
        second.setSource(null);
        second.setRevision("$CODEDEPLOY_REVISION");
        second.setDeploymentGroup("production");
        project.getBuildersList().add(new CodeDeployBuilder(second));
        j.assertBuildStatusSuccess(project.scheduleBuild2(0));
        List<DeploymentSummary> made = world.deployments();
        assertEquals(
                List.of("staging", "production"),
                made.stream().map(DeploymentSummary::group).toList());
        assertEquals(made.get(0).revision(), made.get(1).revision());
    }

    @Test
    void stopsTheDeploymentWhenTheBuildIsAborted() throws Exception {
        world.slow("staging");
        FreeStyleProject project = project();
        project.getBuildersList().add(new CodeDeployBuilder(deployment()));
        FreeStyleBuild build = project.scheduleBuild2(0).waitForStart();
        j.waitForMessage(" created: ", build);
        build.getExecutor().interrupt(Result.ABORTED);
        j.assertBuildStatus(Result.ABORTED, j.waitForCompletion(build));
        DeploymentSummary record = world.only();
        assertEquals("Stopped", record.status());
        j.assertLogContains("Aborted; deployment " + record.id() + " is Stopped", build);
    }

    @Test
    void aSecondInterruptionEndsTheBuildAtOnceAndNamesTheDeployment() throws Exception {
        world.slow("staging");
        FreeStyleProject project = project();
        project.getBuildersList().add(new CodeDeployBuilder(deployment()));
        FreeStyleBuild build = project.scheduleBuild2(0).waitForStart();
        j.waitForMessage(" created: ", build);
        world.aws.faults().next("codedeploy", "StopDeployment", 1_000, Fault.unavailable());
        build.getExecutor().interrupt(Result.ABORTED);
        j.waitForMessage("Stopping deployment " + world.only().id(), build);
        build.getExecutor().interrupt(Result.ABORTED);

        j.assertBuildStatus(Result.ABORTED, j.waitForCompletion(build));
        j.assertLogContains(
                "Aborted again while stopping deployment " + world.only().id(), build);
        assertNull(world.only().completed(), "it goes on");
    }

    @Test
    void bearsLostAnswersThrottlingAndEndedSessions() throws Exception {
        world.aws.sts().sessionsEndAfter(Duration.ofSeconds(2));
        world.group("staging").eventDuration(Duration.ofSeconds(20));
        world.aws.faults().next("codedeploy", "CreateDeployment", Fault.throttle(), Fault.lostAnswer());
        world.aws.faults().next("codedeploy", "BatchGetDeployments", Fault.throttle(), Fault.drop());
        FreeStyleProject project = project();
        project.getBuildersList().add(new CodeDeployBuilder(deployment()));
        FreeStyleBuild build = j.assertBuildStatusSuccess(project.scheduleBuild2(0));

        assertEquals("Succeeded", world.only().status());
        j.assertLogContains("No deployment was created yet", build);
        j.assertLogContains("Deployment " + world.only().id() + " had been created", build);
        assertEquals(2, world.aws.calls().count("CreateDeployment"));
    }

    @Test
    void failsWithOneMessage() throws Exception {
        FreeStyleProject project = project();
        CodeDeployStep deployment = deployment();
        deployment.setDeploymentGroup("nowhere");
        project.getBuildersList().add(new CodeDeployBuilder(deployment));
        FreeStyleBuild build = j.assertBuildStatus(Result.FAILURE, project.scheduleBuild2(0));
        j.assertLogContains("nowhere", build);
        j.assertLogNotContains("\tat ", build);
        assertEquals(0, world.deployments().size());
    }

    private FreeStyleProject project() throws Exception {
        FreeStyleProject project = j.createFreeStyleProject();
        project.getBuildersList().add(new Shell(FILES));
        return project;
    }

    private static CodeDeployStep deployment() {
        CodeDeployStep deployment = new CodeDeployStep();
        deployment.setTarget(DeployWorld.TARGET);
        deployment.setApplication("demo");
        deployment.setDeploymentGroup("staging");
        deployment.setSource("dist");
        return deployment;
    }
}
